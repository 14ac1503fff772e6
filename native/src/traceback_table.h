// Tracebacks, interned, each with its account: what was allocated through it in the current segment. When a segment
// ends nothing happens; the first allocation of a later segment closes the account into the history.
#pragma once

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "domain.h"
#include "flat_map.h"
#include "numbers.h"
#include "paged_array.h"

namespace tracemalloc {

// Allocations of one traceback in one segment. Bytes and counts are doubles: in sampled mode they are estimates.
struct Account {
  uint32_t traceback;
  uint32_t segment;
  double bytes;
  double count;
  double variance;  // of `bytes`
};

class TracebackTable {
 public:
  struct Traceback {
    uint32_t first;  // in frames_, newest first
    uint16_t length;
    uint16_t total;  // frames that were seen
    Domain domain;   // kCode: allocated by V8's compiler
    Account account;
  };

  TracebackTable() : index_(4096) {}

  uint32_t Intern(const uint32_t* frames, uint32_t length, uint32_t total, Domain domain) {
    uint64_t hash = static_cast<uint64_t>(domain) * 0x9e3779b97f4a7c15ULL;
    for (uint32_t i = 0; i < length; i++) hash = MixHash(hash ^ frames[i]) + i;
    // Equal hashes of different tracebacks are so rare that probing on by one is enough.
    for (;; hash++) {
      bool added;
      uint32_t& id = index_.Insert(hash, &added);
      if (added) {
        id = Add(frames, length, total, domain);
        return id;
      }
      if (Equals(tracebacks_[id], frames, length, domain)) return id;
    }
  }

  void Allocated(uint32_t id, uint32_t segment, double bytes, double count, double variance) {
    Account& account = tracebacks_[id].account;
    if (account.segment != segment) Close(account, segment);
    account.bytes += bytes;
    account.count += count;
    account.variance += variance;
  }

  template <typename Visitor>
  void ForEachAccount(uint32_t from, uint32_t to, Visitor visit) const {
    for (size_t i = 0; i < history_.size(); i++) {
      if (history_[i].segment >= from && history_[i].segment < to) visit(history_[i]);
    }
    for (size_t i = 0; i < tracebacks_.size(); i++) {
      const Account& account = tracebacks_[i].account;
      if (account.count > 0 && account.segment >= from && account.segment < to) visit(account);
    }
  }

  // Drops the accounts of the segments before `segment`.
  void Forget(uint32_t segment) {
    size_t kept = 0;
    for (size_t i = 0; i < history_.size(); i++) {
      if (history_[i].segment >= segment) history_[kept++] = history_[i];
    }
    history_.Truncate(kept);
    for (size_t i = 0; i < tracebacks_.size(); i++) {
      Account& account = tracebacks_[i].account;
      if (account.segment < segment) account.bytes = account.count = account.variance = 0;
    }
  }

  // Drops what has no new number; the frames of the rest have new ones. What has accounts is kept.
  void Renumber(const Numbers& numbers, const Numbers& frames) {
    TracebackTable kept;
    std::vector<uint32_t> line;
    for (uint32_t id = 0; id < tracebacks_.size(); id++) {
      if (!numbers.Keeps(id)) continue;
      const Traceback& old = tracebacks_[id];
      line.clear();
      for (uint32_t i = 0; i < old.length; i++) line.push_back(frames[frame(old, i)]);
      uint32_t number = kept.Intern(line.data(), old.length, old.total, old.domain);
      kept.tracebacks_[number].account = old.account;
      kept.tracebacks_[number].account.traceback = number;
    }
    for (size_t i = 0; i < history_.size(); i++) {
      kept.history_.Push(history_[i]).traceback = numbers[history_[i].traceback];
    }
    *this = std::move(kept);
  }

  const Traceback& operator[](uint32_t id) const { return tracebacks_[id]; }
  uint32_t frame(const Traceback& traceback, uint32_t i) const { return frames_[traceback.first + i]; }
  size_t size() const { return tracebacks_.size(); }
  size_t OwnBytes() const { return index_.OwnBytes() + tracebacks_.OwnBytes() + frames_.OwnBytes() + history_.OwnBytes(); }

 private:
  // Not inlined: this is rare, and what calls it is called for every allocation.
  __attribute__((noinline)) void Close(Account& account, uint32_t segment) {
    if (account.count > 0) history_.Push(account);
    account = {account.traceback, segment, 0, 0, 0};
  }

  uint32_t Add(const uint32_t* frames, uint32_t length, uint32_t total, Domain domain) {
    uint32_t id = static_cast<uint32_t>(tracebacks_.size());
    Traceback traceback{static_cast<uint32_t>(frames_.size()), static_cast<uint16_t>(length), static_cast<uint16_t>(total), domain, {id, 0, 0, 0, 0}};
    for (uint32_t i = 0; i < length; i++) frames_.Push(frames[i]);
    tracebacks_.Push(traceback);
    return id;
  }

  bool Equals(const Traceback& traceback, const uint32_t* frames, uint32_t length, Domain domain) const {
    if (traceback.length != length || traceback.domain != domain) return false;
    for (uint32_t i = 0; i < length; i++) {
      if (frames_[traceback.first + i] != frames[i]) return false;
    }
    return true;
  }

  FlatMap<uint32_t> index_;
  PagedArray<Traceback> tracebacks_;
  PagedArray<uint32_t> frames_;
  PagedArray<Account> history_;
};

}  // namespace tracemalloc

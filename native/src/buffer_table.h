// Live off-heap buffers, by address. The isolate's thread adds them, and V8 frees them on whatever thread it likes: its
// sweeper's, or that of another isolate which a buffer was sent to. So this table alone has locks. While V8 sweeps, one
// thread adds as fast as the other removes: they seldom want the same shard, and count in places of their own.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "numbers.h"

namespace tracemalloc {

struct Buffer {
  uintptr_t address;  // 0: a free slot
  size_t size;
  uint32_t traceback;
  uint32_t segment;
};

constexpr size_t kCacheLine = 64;

// Those whose addresses have some bits of their hash in common. What is not const is called with the lock.
class alignas(kCacheLine) BufferShard {
 public:
  std::mutex& mutex() const { return mutex_; }
  // What was known of the address before; address 0: nothing.
  Buffer Put(const Buffer& buffer, uint64_t hash);
  Buffer Take(uintptr_t address, uint64_t hash);
  // Null when there is none.
  const Buffer* Find(uintptr_t address, uint64_t hash) const;
  // Their bytes.
  uint64_t Clear();
  // Sums up the segments before `segment`.
  void Forget(uint32_t segment);
  void Renumber(const Numbers& tracebacks);

  // Without the lock.
  size_t count() const { return count_.load(std::memory_order_acquire); }
  uint64_t BytesSince(uint32_t segment) const;
  void Expect(uint64_t hash) const {
    if (capacity_ > 0) __builtin_prefetch(&slots_[hash & (capacity_ - 1)], 1);
  }
  size_t OwnBytes() const { return capacity_ * sizeof(Buffer) + alive_.capacity() * sizeof(uint64_t); }

  template <typename Visitor>
  void ForEach(Visitor visit) const {
    for (size_t i = 0; i < capacity_; i++) {
      if (slots_[i].address) visit(slots_[i]);
    }
  }

 private:
  // Open addressing with linear probing; a removal closes the gap, so nothing but growth ever allocates.
  size_t Probe(uintptr_t address, uint64_t hash) const;
  void CloseGap(size_t gap);
  void Grow();
  void Account(const Buffer& buffer, int sign);

  mutable std::mutex mutex_;
  std::unique_ptr<Buffer[]> slots_;
  size_t capacity_ = 0;
  std::atomic<size_t> count_ = 0;
  std::vector<uint64_t> alive_;  // bytes by segment, from first_ on, as far as there were any
  uint32_t first_ = 0;
  uint64_t older_ = 0;  // of those before
};

class BufferTable {
 public:
  // On the thread that adds: brings the place of an address nearer, which is to be added soon.
  void Expect(uintptr_t address);
  void Add(const Buffer& buffer);
  // What was known of it; address 0: nothing.
  Buffer Remove(uintptr_t address);
  void Shrink(uintptr_t address, size_t size);
  void Clear();
  // Sums up the segments before `segment`. Buffers keep theirs.
  void Forget(uint32_t segment);
  // Their tracebacks have new numbers.
  void Renumber(const Numbers& tracebacks);

  // Of the segments from `segment` on; of all that were forgotten, when it is one of them.
  double AliveSince(uint32_t segment) const;
  double live_bytes() const {
    // Signed: that is one instruction, and this is read for every allocation.
    return static_cast<double>(static_cast<int64_t>(added_bytes_.load(std::memory_order_relaxed) - removed_bytes_.load(std::memory_order_relaxed)));
  }
  double live_count() const;
  size_t OwnBytes() const;

  // Visits the live ones, while other threads that free some wait.
  template <typename Visitor>
  void ForEach(Visitor visit) const {
    for (const BufferShard& shard : shards_) {
      std::lock_guard<std::mutex> lock(shard.mutex());
      shard.ForEach(visit);
    }
  }

 private:
  static constexpr size_t kShards = 16;

  BufferShard& ShardOf(uint64_t hash) { return shards_[hash >> 60]; }
  template <typename Read>
  size_t Sum(Read read) const;

  std::array<BufferShard, kShards> shards_;
  alignas(kCacheLine) std::atomic<uint64_t> added_bytes_ = 0;
  alignas(kCacheLine) std::atomic<uint64_t> removed_bytes_ = 0;
};

}  // namespace tracemalloc

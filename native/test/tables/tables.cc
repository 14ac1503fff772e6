// The tables that need no V8, in a program of their own: under sanitizers and valgrind, which see all of it there. Started by
// scripts/check-tables.mjs. Ends with 1 at the first thing that is wrong.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "buffer_table.h"
#include "check.h"
#include "flat_map.h"
#include "numbers.h"
#include "paged_array.h"
#include "string_pool.h"
#include "traceback_table.h"

using namespace tracemalloc;

namespace {

// What a thread has added and another one may remove.
class Handed {
 public:
  void Give(uintptr_t address) {
    std::lock_guard<std::mutex> lock(mutex_);
    addresses_.push_back(address);
  }
  uintptr_t Take() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (addresses_.empty()) return 0;
    uintptr_t address = addresses_.back();
    addresses_.pop_back();
    return address;
  }

 private:
  std::mutex mutex_;
  std::vector<uintptr_t> addresses_;
};

// As in a process: one thread adds, asks and forgets; others, V8's sweepers, free what they like.
void BuffersOfManyThreads(uint32_t rounds) {
  BufferTable table;
  Handed handed;
  std::atomic<bool> done = false;
  std::atomic<uint64_t> removed = 0;
  std::vector<std::thread> sweepers;
  for (int i = 0; i < 3; i++) {
    sweepers.emplace_back([&] {
      while (true) {
        bool last = done;
        uintptr_t address = handed.Take();
        if (address) removed += table.Remove(address).size;
        else if (last) return;
        table.Remove(0x10);  // never added
      }
    });
  }
  uint64_t added = 0;
  for (uint32_t round = 1; round <= rounds; round++) {
    uintptr_t address = uintptr_t{round} << 6;
    table.Expect(address);
    table.Add({address, round % 1000 + 1, round % 7, round / 100});
    added += round % 1000 + 1;
    handed.Give(address);
    if (round % 100 == 0) {
      CHECK(table.AliveSince(round / 100) <= static_cast<double>(added));
      table.Forget(round / 100 - 1);
      table.ForEach([](const Buffer& buffer) { CHECK(buffer.size > 0 && buffer.traceback < 7); });
      CHECK(table.live_count() >= 0 && table.OwnBytes() > 0);
    }
  }
  done = true;
  for (std::thread& sweeper : sweepers) sweeper.join();
  CHECK(removed == added && table.live_count() == 0 && table.live_bytes() == 0 && table.AliveSince(0) == 0);
}

// Against a plain map of the standard library.
void BuffersAgainstModel(uint32_t rounds, uint32_t seed) {
  std::mt19937 random(seed);
  BufferTable table;
  std::map<uintptr_t, Buffer> model;
  uint32_t segment = 0, forgotten = 0;
  for (uint32_t round = 0; round < rounds; round++) {
    uintptr_t address = (random() % 500 + 1) << 4;
    switch (random() % 6) {
      case 0:
        CHECK(table.Remove(address).size == (model.count(address) ? model[address].size : 0));
        model.erase(address);
        break;
      case 1:
        if (!model.count(address)) break;
        model[address].size /= 2;
        table.Shrink(address, model[address].size);
        break;
      case 2:
        segment += random() % 3;
        if (random() % 4 == 0) table.Forget(forgotten = segment);
        break;
      default:
        model[address] = {address, random() % 10000 + 1, static_cast<uint32_t>(random() % 9), segment};
        table.Add(model[address]);
    }
    uint32_t since = forgotten + random() % (segment - forgotten + 1);
    double all = 0, recent = 0;
    for (auto& [_, buffer] : model) {
      all += static_cast<double>(buffer.size);
      if (buffer.segment >= since) recent += static_cast<double>(buffer.size);
    }
    CHECK(table.live_bytes() == all && table.AliveSince(0) == all && table.AliveSince(since) == recent);
    CHECK(table.live_count() == static_cast<double>(model.size()));
  }
  Numbers numbers(9);
  for (uint32_t id = 0; id < 9; id++) numbers.Keep(id);
  numbers.Assign();
  table.Renumber(numbers);
  table.ForEach([&](const Buffer& buffer) { CHECK(model[buffer.address].traceback == buffer.traceback); });
  table.Clear();
  CHECK(table.live_bytes() == 0 && table.AliveSince(0) == 0);
}

void Tracebacks(uint32_t rounds, uint32_t seed) {
  std::mt19937 random(seed);
  TracebackTable table;
  std::map<std::vector<uint32_t>, uint32_t> model;
  for (uint32_t round = 0; round < rounds; round++) {
    std::vector<uint32_t> frames(random() % 6);
    for (uint32_t& frame : frames) frame = random() % 40;
    uint32_t id = table.Intern(frames.data(), static_cast<uint32_t>(frames.size()), 8, Domain::kHeap);
    auto [known, added] = model.emplace(frames, id);
    CHECK(known->second == id);
    table.Allocated(id, round / 100, 8, 1, 0);
  }
  CHECK(table.size() == model.size());
  table.Forget(rounds / 200);
  double before = 0, after = 0;
  Numbers numbers(table.size()), frames(40);
  table.ForEachAccount(0, UINT32_MAX, [&](const Account& account) {
    numbers.Keep(account.traceback);
    before += account.bytes;
  });
  for (uint32_t frame = 0; frame < 40; frame++) frames.Keep(frame);
  numbers.Assign();
  frames.Assign();
  table.Renumber(numbers, frames);
  CHECK(table.size() == numbers.count());
  table.ForEachAccount(0, UINT32_MAX, [&](const Account& account) { after += account.bytes; });
  CHECK(before == after && before > 0);
  for (auto& [line, id] : model) {
    if (!numbers.Keeps(id)) continue;
    CHECK(table.Intern(line.data(), static_cast<uint32_t>(line.size()), 8, Domain::kHeap) == numbers[id]);
  }
}

void MapsAndStrings(uint32_t rounds, uint32_t seed) {
  std::mt19937_64 random(seed);
  FlatMap<uint32_t> map;
  std::map<uint64_t, uint32_t> model;
  StringPool pool;
  PagedArray<uint64_t> array;
  for (uint32_t round = 0; round < rounds; round++) {
    uint64_t key = random() % 3 == 0 ? random() : random() % 1000;
    map.Insert(key) = round;
    model[key] = round;
    array.Push(key);
    uint32_t id = pool.Intern(std::to_string(key));
    CHECK(pool[id] == std::to_string(key) && pool.Intern(pool[id]) == id);
  }
  for (auto& [key, value] : model) CHECK(*map.Find(key) == value);
  CHECK(map.size() == model.size() && pool.size() == model.size() + 1 && array.size() == rounds);
  StringPool moved = std::move(pool);
  CHECK(moved.Intern(moved[1]) == 1);
  array.Truncate(rounds / 2);
  CHECK(array.size() == rounds / 2);
}

}  // namespace

int main(int count, char** arguments) {
  uint32_t rounds = count > 1 ? static_cast<uint32_t>(std::atoi(arguments[1])) : 20000;
  BuffersOfManyThreads(rounds * 4);
  for (uint32_t seed = 1; seed <= 3; seed++) {
    BuffersAgainstModel(rounds / 4, seed);
    Tracebacks(rounds, seed);
    MapsAndStrings(rounds, seed);
  }
  std::puts("right");
}

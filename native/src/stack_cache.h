// From the raw program counters of a stack straight to its traceback: most allocations come from a stack that was seen
// before, and then nothing needs to be looked up frame by frame.
//
// An entry holds while no code that it was made of has moved or gone (CodeMap::removals). Stacks are told apart by 64
// bits of hash; two of a million would have to share them to be confused.
#pragma once

#include <cstdint>

#include "flat_map.h"

namespace tracemalloc {

class StackCache {
 public:
  static constexpr uint32_t kUnknown = UINT32_MAX;
  // The user's frame is deeper than the frames that were hashed: hash on.
  static constexpr uint32_t kDeeper = UINT32_MAX - 1;

  static uint64_t Combine(uint64_t hash, uint64_t word) { return (((hash << 7) | (hash >> 57)) ^ word) * kMultiplier; }

  uint32_t Find(uint64_t hash, uint32_t version) {
    if (version != version_) {
      map_.Clear();
      version_ = version;
    }
    uint32_t* found = map_.Find(hash);
    return found ? *found : kUnknown;
  }

  void Insert(uint64_t hash, uint32_t traceback) {
    if (map_.size() >= kMaxEntries) map_.Clear();
    map_.Insert(hash) = traceback;
  }

  size_t OwnBytes() const { return map_.OwnBytes(); }

 private:
  static constexpr uint64_t kMultiplier = 0x9e3779b97f4a7c15ULL;
  static constexpr size_t kMaxEntries = size_t{1} << 18;

  FlatMap<uint32_t, TakeHash> map_{4096};
  uint32_t version_ = 0;
};

}  // namespace tracemalloc

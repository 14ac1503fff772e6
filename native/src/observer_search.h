// Finds V8's allocation observer in memory whose layout no header promises: what the sampling heap profiler has added to
// v8::HeapProfiler when it was started.
//
// Knows of V8 only what the observer must look like, and reads nothing otherwise than safely: whatever is there instead, the
// answer is no, never a crash. So it can be tried on memory that was made up (test/tables/observer_search.cc).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tracemalloc {

// The virtual methods of V8's AllocationObserver by the Itanium C++ ABI, and what stands in front of them.
struct ObserverVtable {
  enum Slot { kDestructor, kDeletingDestructor, kStep, kGetNextStepSize, kSlots };
  uintptr_t offset_to_top;
  uintptr_t type_info;
  uintptr_t slots[kSlots];
};

struct FoundObserver {
  uintptr_t* in_profiler;  // the word of the HeapProfiler that points to the block
  uintptr_t* block;        // the sampling profiler
  uintptr_t* observer;     // in it; its first word is its vtable
  ObserverVtable vtable;
};

class ObserverSearch {
 public:
  // Before the profiler is started: remembers what is at `profiler`, as far as it can be read. `isolate`: the one that it is of.
  ObserverSearch(const void* profiler, const void* isolate);
  // After it: the isolate's only observer of that rate that has come; nothing when there is none, or more than one.
  std::optional<FoundObserver> Find(uint64_t rate) const;

 private:
  // More than a HeapProfiler has. What lies behind it may be another isolate's, whose thread starts its own meanwhile.
  static constexpr size_t kMaxProfilerWords = 512;
  using Words = std::array<uintptr_t, kMaxProfilerWords>;

  const void* profiler_;
  uintptr_t isolate_;
  Words before_{};
  size_t count_;
};

}  // namespace tracemalloc

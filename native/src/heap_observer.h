// Our own observer of V8's allocations, in place of the one of V8's sampling heap profiler.
//
// Works around: V8 has allocation observers, which are told of each allocation, but no API to add one. Starting the
// sampling heap profiler makes V8 add its own; we find that object and point it at a copy of its vtable in which two
// methods are ours. Nothing of V8's is called for an allocation after that.
// Checks itself: the object must look right in every particular (see Find), each address must lie in the image it should
// lie in, and the tracer then proves on known code that allocations arrive. Whatever does not fit: everything is undone.
// Can go when V8 offers v8::AllocationObserver or a sampling profiler that calls back.
#pragma once

#include <v8.h>

#include <cstdint>

#include "v8_compat.h"

namespace tracemalloc {

class AllocationSink {
 public:
  virtual ~AllocationSink() = default;
  // An allocation of `size` bytes that V8 will put at `address` (0: unknown); `since` bytes since the last one reported.
  virtual void OnAllocation(int since, Address address, size_t size) = 0;
  // Bytes until the next allocation to report.
  virtual intptr_t NextStep() = 0;
};

class HeapObserver {
 public:
  enum class Result { kInstalled, kAnotherSampler, kUnknownLayout };

  ~HeapObserver() { Remove(); }

  // V8 draws the first step of every space itself, as our NextStep would: exponentially with the mean `rate`. From 1 on
  // nothing goes by unseen.
  Result Install(v8::Isolate* isolate, AllocationSink* sink, uint64_t rate);
  void Remove();
  // Whether somebody has stopped the profiler, through the inspector say, and nothing is observed any more.
  bool IsLost() const;

 private:
  // The virtual methods of V8's AllocationObserver by the Itanium C++ ABI.
  enum Slot { kDestructor, kDeletingDestructor, kStep, kGetNextStepSize, kSlots };
  struct Vtable {
    AllocationSink* sink;  // ours, in front: Step finds its sink from the object it is called on
    uintptr_t offset_to_top;
    uintptr_t type_info;
    uintptr_t slots[kSlots];
  };

  bool Find(v8::HeapProfiler* profiler, const uintptr_t* before, size_t words);
  bool LooksLikeObserver(uintptr_t* word, uintptr_t* block, size_t words_left) const;
  static AllocationSink* SinkOf(void* observer);
  static void Step(void* observer, int since, Address address, size_t size);
  static intptr_t GetNextStepSize(void* observer);

  v8::Isolate* isolate_ = nullptr;
  uint64_t rate_ = 1;
  uintptr_t** profiler_word_ = nullptr;  // in HeapProfiler: points to the sampling profiler
  uintptr_t* block_ = nullptr;           // the sampling profiler
  uintptr_t* observer_ = nullptr;        // in it: the observer, first its vtable
  uintptr_t original_vtable_ = 0;
  Vtable vtable_{};
};

}  // namespace tracemalloc

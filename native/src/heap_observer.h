// Our own observer of V8's allocations, in place of the one of V8's sampling heap profiler.
//
// Works around: V8 has allocation observers, which are told of each allocation, but no API to add one. Starting the
// sampling heap profiler makes V8 add its own; we find that object and point it at a copy of its vtable in which two
// methods are ours. Nothing of V8's is called for an allocation after that.
// Checks itself: the object must look right in every particular (observer_search), each address must lie in the image it should
// lie in, and the tracer then proves on known code that allocations arrive. Whatever does not fit: everything is undone.
// Can go when V8 offers v8::AllocationObserver or a sampling profiler that calls back.
#pragma once

#include <v8.h>

#include <cstdint>
#include <optional>

#include "observer_search.h"
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
  struct Ours {
    AllocationSink* sink;  // in front: Step finds its sink from the object it is called on
    ObserverVtable vtable;
  };

  static AllocationSink* SinkOf(void* observer);
  static void Step(void* observer, int since, Address address, size_t size);
  static intptr_t GetNextStepSize(void* observer);

  v8::Isolate* isolate_ = nullptr;
  std::optional<FoundObserver> found_;
  uintptr_t original_vtable_ = 0;
  Ours ours_{};
};

}  // namespace tracemalloc

#include "heap_observer.h"

#include <v8-profiler.h>

#if defined(__linux__)
#define TRACEMALLOC_CAN_OBSERVE TRACEMALLOC_KNOWN_LAYOUT
#else
#define TRACEMALLOC_CAN_OBSERVE 0
#endif

namespace tracemalloc {

#if TRACEMALLOC_CAN_OBSERVE

HeapObserver::Result HeapObserver::Install(v8::Isolate* isolate, AllocationSink* sink, uint64_t rate) {
  isolate_ = isolate;
  v8::HeapProfiler* profiler = isolate->GetHeapProfiler();
  ObserverSearch search(profiler, isolate);
  if (!profiler->StartSamplingHeapProfiler(rate, 1)) return Result::kAnotherSampler;
  found_ = search.Find(rate);
  if (!found_) {
    profiler->StopSamplingHeapProfiler();
    return Result::kUnknownLayout;
  }
  original_vtable_ = *found_->observer;
  ours_ = {sink, found_->vtable};
  ours_.vtable.slots[ObserverVtable::kStep] = reinterpret_cast<uintptr_t>(&Step);
  ours_.vtable.slots[ObserverVtable::kGetNextStepSize] = reinterpret_cast<uintptr_t>(&GetNextStepSize);
  *found_->observer = reinterpret_cast<uintptr_t>(ours_.vtable.slots);
  return Result::kInstalled;
}

// The observer is gone with the profiler. Another one may be at its place by now.
bool HeapObserver::IsLost() const {
  if (!found_) return false;
  bool same = *found_->in_profiler == reinterpret_cast<uintptr_t>(found_->block);
  return !same || *found_->observer != reinterpret_cast<uintptr_t>(ours_.vtable.slots);
}

void HeapObserver::Remove() {
  if (!found_) return;
  if (!IsLost()) {
    *found_->observer = original_vtable_;
    isolate_->GetHeapProfiler()->StopSamplingHeapProfiler();
  }
  found_.reset();
}

AllocationSink* HeapObserver::SinkOf(void* observer) {
  uintptr_t slots = *static_cast<uintptr_t*>(observer);
  return reinterpret_cast<Ours*>(slots - offsetof(Ours, vtable) - offsetof(ObserverVtable, slots))->sink;
}

void HeapObserver::Step(void* observer, int since, Address address, size_t size) {
  SinkOf(observer)->OnAllocation(since, address, size);
}

intptr_t HeapObserver::GetNextStepSize(void* observer) { return SinkOf(observer)->NextStep(); }

#else

HeapObserver::Result HeapObserver::Install(v8::Isolate*, AllocationSink*, uint64_t) { return Result::kUnknownLayout; }
void HeapObserver::Remove() {}
bool HeapObserver::IsLost() const { return false; }

#endif

}  // namespace tracemalloc

#include "page_allocator.h"

#include <v8-platform.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

#include "evaluate.h"
#include "image.h"
#include "safe_memory.h"
#include "vtable.h"

#if defined(__linux__)
#include <dlfcn.h>
#endif

namespace tracemalloc {

#if defined(__linux__) && defined(__x86_64__)

namespace {

using Allocator = v8::PageAllocator;
using Permission = Allocator::Permission;

const size_t kAllocate = SlotOf(static_cast<void* (Allocator::*)(void*, size_t, size_t, Permission)>(&Allocator::AllocatePages));
const size_t kFree = SlotOf(&Allocator::FreePages);
const size_t kSetPermissions = SlotOf(&Allocator::SetPermissions);

// V8's way to its page allocator ends in a function that all go through, and begins it in one that only buffers do.
struct Way {
  uintptr_t inner = 0;
  uintptr_t outer = 0;
};

// What a function that keeps a frame pointer has at it.
struct Link {
  const Link* caller;
  uintptr_t pc;  // in the caller
};

std::atomic<PageSink*> sink_;
Way way_;                     // written before there is a sink
thread_local bool learning_;  // this thread, and now
const Vtable* vtable_;        // lives as long as the process

void Learn(const Link* frame) {
  Link caller;
  if (ReadSafely(reinterpret_cast<uintptr_t>(frame->caller), &caller, sizeof caller)) way_ = {frame->pc, caller.pc};
}

// The frame of the function that all go through is known to have a caller's: it was read when it was learnt.
bool IsForBuffer(const Link* frame) { return frame->pc == way_.inner && frame->caller->pc == way_.outer; }

void* AllocatePages(Allocator* allocator, void* hint, size_t length, size_t alignment, Permission permission) {
  auto* frame = static_cast<const Link*>(__builtin_frame_address(0));
  void* start = vtable_->Original<void* (*)(Allocator*, void*, size_t, size_t, Permission)>(kAllocate)(allocator, hint, length, alignment, permission);
  if (!start || permission != Permission::kNoAccess) return start;
  PageSink* sink = sink_.load(std::memory_order_acquire);
  if (learning_ && !sink) Learn(frame);
  if (sink && IsForBuffer(frame)) sink->OnReserved(reinterpret_cast<uintptr_t>(start), length);
  return start;
}

bool SetPermissions(Allocator* allocator, void* start, size_t length, Permission permission) {
  bool done = vtable_->Original<bool (*)(Allocator*, void*, size_t, Permission)>(kSetPermissions)(allocator, start, length, permission);
  PageSink* sink = sink_.load(std::memory_order_acquire);
  if (!done || !sink) return done;
  if (permission == Permission::kReadWrite) sink->OnCommitted(reinterpret_cast<uintptr_t>(start), length);
  if (permission == Permission::kNoAccess) sink->OnDecommitted(reinterpret_cast<uintptr_t>(start), length);
  return done;
}

bool FreePages(Allocator* allocator, void* start, size_t length) {
  if (PageSink* sink = sink_.load(std::memory_order_acquire)) sink->OnReleased(reinterpret_cast<uintptr_t>(start));
  return vtable_->Original<bool (*)(Allocator*, void*, size_t)>(kFree)(allocator, start, length);
}

// Exchanges the table of every object that has it; how many there are.
size_t Exchange(const uintptr_t* original) {
  auto* ours = new Vtable(original);
  ours->Replace(kAllocate, &AllocatePages);
  ours->Replace(kFree, &FreePages);
  ours->Replace(kSetPermissions, &SetPermissions);
  vtable_ = ours;
  size_t found = 0;
  for (auto [start, length] : DataAround(reinterpret_cast<uintptr_t>(original))) {
    auto* words = reinterpret_cast<uintptr_t*>(start);
    for (size_t i = 0; i < length / sizeof(uintptr_t); i++) {
      if (words[i] != reinterpret_cast<uintptr_t>(original)) continue;
      ours->PutInto(&words[i]);
      found++;
    }
  }
  return found;
}

const uintptr_t* OriginalTable(std::string* reason) {
  auto* table = static_cast<const uintptr_t*>(dlsym(RTLD_DEFAULT, "_ZTVN2v84base13PageAllocatorE"));
  if (!table) {
    *reason = "V8's page allocator has no name in this Node";
    return nullptr;
  }
  const uintptr_t* slots = table + Vtable::kPrefix;
  const void* image = ImageOf(reinterpret_cast<uintptr_t>(table));
  size_t last = std::max({kAllocate, kFree, kSetPermissions});
  if (image && std::all_of(slots, slots + last + 1, [image](uintptr_t slot) { return ImageOf(slot) == image; })) return slots;
  *reason = "V8's page allocator was not recognised";
  return nullptr;
}

// V8 ends the process when it is asked for what a flag has turned off.
bool CanResize(v8::Isolate* isolate) {
  v8::HandleScope scope(isolate);
  v8::TryCatch attempt(isolate);
  v8::Local<v8::Value> answer;
  return Evaluate(isolate, "'maxByteLength' in ArrayBuffer.prototype").ToLocal(&answer) && answer->IsTrue();
}

// Looks at the thread that learns only.
struct Probe final : PageSink {
  void OnReserved(uintptr_t at, size_t) override {
    if (learning_) start = at;
  }
  void OnCommitted(uintptr_t at, size_t) override {
    if (learning_) committed |= at == start;
  }
  void OnDecommitted(uintptr_t, size_t) override {}
  void OnReleased(uintptr_t at) override {
    if (learning_) released |= at == start;
  }
  uintptr_t start = 0;
  bool committed = false;
  bool released = false;
};

}  // namespace

bool ListenToPages(v8::Isolate* isolate, PageSink* sink, std::string* reason) {
  const uintptr_t* original = OriginalTable(reason);
  if (!original) return false;
  if (!CanResize(isolate)) {
    *reason = "this V8 has no resizable buffers";
    return false;
  }
  if (Exchange(original) == 0) {
    *reason = "V8's page allocator was not found";
    return false;
  }
  constexpr size_t kBytes = 1, kMostBytes = 3 << 12;
  static Probe probe;  // another thread may still be calling it when it is no longer in use
  learning_ = true;
  v8::ArrayBuffer::NewResizableBackingStore(kBytes, kMostBytes).reset();
  if (way_.outer) {
    sink_.store(&probe, std::memory_order_release);
    v8::ArrayBuffer::NewResizableBackingStore(kBytes, kMostBytes).reset();
  }
  learning_ = false;
  bool seen = probe.start && probe.committed && probe.released;
  sink_.store(seen ? sink : nullptr, std::memory_order_release);
  if (!seen) *reason = "memory that was reserved as a check did not arrive";
  return seen;
}

#else

bool ListenToPages(v8::Isolate*, PageSink*, std::string* reason) {
  *reason = "the layout of vtables is not known on this platform";
  return false;
}

#endif

}  // namespace tracemalloc

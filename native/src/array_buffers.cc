#include "array_buffers.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include "image.h"
#include "reserved_buffers.h"

namespace tracemalloc {

#if defined(__linux__) && defined(__x86_64__)

namespace {

using Allocator = v8::ArrayBuffer::Allocator;

const size_t kAllocate = SlotOf(&Allocator::Allocate);
const size_t kAllocateUninitialized = SlotOf(&Allocator::AllocateUninitialized);
const size_t kFree = SlotOf(&Allocator::Free);

constexpr size_t kCheckedBytes = 4096;

}  // namespace

ArrayBuffers::ArrayBuffers(const uintptr_t* original) : Vtable(original) {
  Replace(kDestroy, &Destroy);
  Replace(kDelete, &Delete);
  Replace(kAllocate, &Allocate);
  Replace(kAllocateUninitialized, &AllocateUninitialized);
  Replace(kFree, &Free);
#if TRACEMALLOC_ALLOCATOR_REALLOCATES
  Replace(SlotOf(&Allocator::Reallocate), &Reallocate);
#endif
}

ArrayBuffers* ArrayBuffers::Of(Allocator* allocator) { return static_cast<ArrayBuffers*>(Vtable::Of(allocator)); }

ArrayBuffers* ArrayBuffers::Install(Allocator* allocator, std::string* reason) {
  auto* original = *reinterpret_cast<const uintptr_t**>(allocator);
  if (original[kFree] == reinterpret_cast<uintptr_t>(&Free)) return Of(allocator);
  const void* image = ImageOf(reinterpret_cast<uintptr_t>(original));
  size_t last = std::max({kAllocate, kAllocateUninitialized, kFree});
  bool known = image && std::all_of(original, original + last + 1, [image](uintptr_t slot) { return ImageOf(slot) == image; });
  if (!known) {
    *reason = image ? "the allocator of this isolate was not recognised" : "another copy of tracemalloc watches the allocator of this isolate";
    return nullptr;
  }
  auto* hook = new ArrayBuffers(original);
  hook->PutInto(allocator);
  return hook;
}

ArrayBuffers* ArrayBuffers::Attach(v8::Isolate* isolate, BufferSink* sink, std::string* untraced) {
  std::string reason;
  ArrayBuffers* hook = Attached(isolate, sink, &reason);
  if (!hook) {
    *untraced = "memory outside of V8's heap: " + reason;
  } else if (!ReservedBuffers::OfProcess().Attach(isolate, sink, &hook->live_, &reason)) {
    *untraced = "memory of WebAssembly and of resizable ArrayBuffers: " + reason;
  }
  return hook;
}

ArrayBuffers* ArrayBuffers::Attached(v8::Isolate* isolate, BufferSink* sink, std::string* reason) {
  Allocator* allocator = isolate->GetArrayBufferAllocator();
  if (!allocator) {
    *reason = "this isolate has no allocator of its own";
    return nullptr;
  }
  ArrayBuffers* hook = Install(allocator, reason);
  if (!hook) return nullptr;
  if (hook->sink_) {
    *reason = "another isolate with the same allocator is traced";
    return nullptr;
  }
  hook->thread_ = std::this_thread::get_id();
  if (!hook->Check(isolate)) {
    *reason = "memory that was asked for as a check did not arrive at the allocator";
    return nullptr;
  }
  hook->sink_ = sink;
  return hook;
}

void ArrayBuffers::Detach() {
  ReservedBuffers::OfProcess().Detach(&live_);
  sink_ = nullptr;
  asks_ = false;
  live_.Clear();
}

// Memory as V8 itself would allocate it, without an ArrayBuffer in front of it; it goes when this returns.
bool ArrayBuffers::Check(v8::Isolate* isolate) {
  struct Probe final : BufferSink {
    explicit Probe(BufferTable& live) : live(live) {}
    void OnBuffer(void* data, size_t size) override { live.Add({reinterpret_cast<uintptr_t>(data), size, 0, 0}); }
    bool Refuses(size_t) override { return false; }
    BufferTable& live;
  } probe(live_);
  sink_ = &probe;
  std::unique_ptr<v8::BackingStore> store = v8::ArrayBuffer::NewBackingStore(isolate, kCheckedBytes);
  bool arrived = live_.live_bytes() == kCheckedBytes;
  store.reset();
  bool left = live_.live_count() == 0;
  sink_ = nullptr;
  live_.Clear();
  return arrived && left;
}

void ArrayBuffers::Arrived(void* data, size_t size) {
  BufferSink* sink = data ? Sink() : nullptr;
  if (!sink) return;
  live_.Expect(reinterpret_cast<uintptr_t>(data));
  sink->OnBuffer(data, size);
}

bool ArrayBuffers::Refused(size_t size) {
  if (!asks_.load(std::memory_order_relaxed)) return false;
  BufferSink* sink = Sink();
  return sink && sink->Refuses(size);
}

BufferSink* ArrayBuffers::Sink() const {
  BufferSink* sink = sink_.load(std::memory_order_acquire);
  return sink && thread_.load(std::memory_order_relaxed) == std::this_thread::get_id() ? sink : nullptr;
}

void* ArrayBuffers::AllocateBy(size_t slot, Allocator* allocator, size_t length) {
  ArrayBuffers* hook = Of(allocator);
  if (hook->Refused(length)) return nullptr;
  void* data = hook->Original<void* (*)(Allocator*, size_t)>(slot)(allocator, length);
  hook->Arrived(data, length);
  return data;
}

void* ArrayBuffers::Allocate(Allocator* allocator, size_t length) { return AllocateBy(kAllocate, allocator, length); }

void* ArrayBuffers::AllocateUninitialized(Allocator* allocator, size_t length) {
  return AllocateBy(kAllocateUninitialized, allocator, length);
}

// Out of the table before the memory is free: any thread may get the same address next.
void ArrayBuffers::Free(Allocator* allocator, void* data, size_t length) {
  ArrayBuffers* hook = Of(allocator);
  hook->live_.Remove(reinterpret_cast<uintptr_t>(data));
  hook->Original<void (*)(Allocator*, void*, size_t)>(kFree)(allocator, data, length);
}

#if TRACEMALLOC_ALLOCATOR_REALLOCATES
void* ArrayBuffers::Reallocate(Allocator* allocator, void* data, size_t old_length, size_t new_length) {
  ArrayBuffers* hook = Of(allocator);
  Buffer before = hook->live_.Remove(reinterpret_cast<uintptr_t>(data));
  auto original = hook->Original<void* (*)(Allocator*, void*, size_t, size_t)>(SlotOf(&Allocator::Reallocate));
  void* moved = original(allocator, data, old_length, new_length);
  // When it failed, the old memory is as it was.
  if (!moved && before.address) hook->live_.Add(before);
  hook->Arrived(moved, new_length);
  return moved;
}
#endif

void ArrayBuffers::Destroy(Allocator* allocator) {
  std::unique_ptr<ArrayBuffers> hook(Of(allocator));
  hook->Original<void (*)(Allocator*)>(kDestroy)(allocator);
}

void ArrayBuffers::Delete(Allocator* allocator) {
  std::unique_ptr<ArrayBuffers> hook(Of(allocator));
  hook->Original<void (*)(Allocator*)>(kDelete)(allocator);
}

#else

ArrayBuffers* ArrayBuffers::Attach(v8::Isolate*, BufferSink*, std::string* untraced) {
  *untraced = "memory outside of V8's heap: the layout of vtables is not known on this platform";
  return nullptr;
}
void ArrayBuffers::Detach() {}

#endif

}  // namespace tracemalloc

// Sees the memory behind ArrayBuffers: what V8 and Node ask the isolate's v8::ArrayBuffer::Allocator for.
//
// Works around: V8 tells nobody about off-heap memory, and an isolate's allocator cannot be replaced once it runs. So the
// allocator's vtable is exchanged for a copy in which some functions are ours. Where they stand in it the compiler says.
// Checks itself: the vtable and its functions must be of one image, and memory that is asked for through V8 must arrive.
// Can go when V8 lets one listen to its allocator.
//
// An allocator lives as long as the last buffer from it, wherever that was sent to: longer than its isolate, perhaps. So
// the copy stays in place once it is there, and goes when the allocator does; without a sink it only passes calls on.
// The addon is linked never to be unloaded, for its functions may be called that long.
#pragma once

#include <v8.h>

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>

#include "buffer_sink.h"
#include "buffer_table.h"
#include "v8_compat.h"
#include "vtable.h"

namespace tracemalloc {

class ArrayBuffers : private Vtable {
 public:
  // Those of the isolate, which tell this sink from now on; null when that is not possible. `untraced`: what memory cannot
  // be traced, and why; empty when all of it is.
  static ArrayBuffers* Attach(v8::Isolate* isolate, BufferSink* sink, std::string* untraced);
  // Ends it, on the same thread, and forgets all buffers.
  void Detach();

  // Whether the sink is asked before each allocation.
  void Ask(bool ask) { asks_ = ask; }

  // Memory that is freed leaves it, on whatever thread that happens.
  BufferTable& live() { return live_; }

 private:
  using Allocator = v8::ArrayBuffer::Allocator;
  explicit ArrayBuffers(const uintptr_t* original);
  static ArrayBuffers* Of(Allocator* allocator);
  static ArrayBuffers* Attached(v8::Isolate* isolate, BufferSink* sink, std::string* reason);
  static ArrayBuffers* Install(Allocator* allocator, std::string* reason);
  bool Check(v8::Isolate* isolate);
  void Arrived(void* data, size_t size);
  bool Refused(size_t size);
  // Null on other threads.
  BufferSink* Sink() const;

  static void* AllocateBy(size_t slot, Allocator* allocator, size_t length);

  // What stands in the allocator's vtable.
  static void Destroy(Allocator* allocator);
  static void Delete(Allocator* allocator);
  static void* Allocate(Allocator* allocator, size_t length);
  static void* AllocateUninitialized(Allocator* allocator, size_t length);
#if TRACEMALLOC_ALLOCATOR_REALLOCATES
  static void* Reallocate(Allocator* allocator, void* data, size_t old_length, size_t new_length);
#endif
  static void Free(Allocator* allocator, void* data, size_t length);

  std::atomic<BufferSink*> sink_ = nullptr;
  std::atomic<bool> asks_ = false;
  std::atomic<std::thread::id> thread_;
  BufferTable live_;
};

}  // namespace tracemalloc

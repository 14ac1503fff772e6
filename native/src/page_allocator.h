// Sees the memory that V8 reserves for buffers by itself: that of WebAssembly, of resizable ArrayBuffers and of growable
// SharedArrayBuffers. V8 reserves as many addresses as it may need and lets the program use them page by page.
//
// Works around: such memory does not come from the isolate's allocator but from V8's page allocator, an object of the
// process that no API leads to. Its table of virtual functions has a name that Node exports; a word of Node's own data that
// refers to the table is such an object, which gets a copy of the table in which some functions are ours. V8 has its heap
// from the same object: what is reserved for buffers is told by the return addresses of the call, learnt from one.
// Checks itself: the functions must be Node's, and a buffer that is asked for through V8's API must be seen until it goes.
// Can go when V8 lets one listen to its allocations.
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace tracemalloc {

// Called on whatever thread V8 happens to be. Must not allocate on V8's heap.
class PageSink {
 public:
  virtual ~PageSink() = default;
  // Addresses for a buffer, none of which can be used yet.
  virtual void OnReserved(uintptr_t start, size_t length) = 0;
  // Pages can be used, or no longer, of a buffer or of anything else.
  virtual void OnCommitted(uintptr_t start, size_t length) = 0;
  virtual void OnDecommitted(uintptr_t start, size_t length) = 0;
  // Before anybody else can get them.
  virtual void OnReleased(uintptr_t start) = 0;
};

// Tells the sink from now on and for good. False when that is not possible, with the reason. Call it once.
bool ListenToPages(v8::Isolate* isolate, PageSink* sink, std::string* reason);

}  // namespace tracemalloc

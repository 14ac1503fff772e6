// Who is told about the memory of buffers.
#pragma once

#include <cstddef>

namespace tracemalloc {

class BufferSink {
 public:
  virtual ~BufferSink() = default;
  // On the thread that attached the sink. Must not allocate on V8's heap.
  virtual void OnBuffer(void* data, size_t size) = 0;
  // Whether an allocation shall fail. Only asked after ArrayBuffers::Ask(true).
  virtual bool Refuses(size_t size) = 0;
};

}  // namespace tracemalloc

// Whose memory a trace is. The numbers cross into JavaScript: see index.d.ts.
#pragma once

#include <cstdint>

namespace tracemalloc {

enum class Domain : uint8_t {
  kHeap,         // objects of V8's heap
  kCode,         // what V8 keeps about code
  kArrayBuffer,  // off-heap memory of ArrayBuffers
};

}  // namespace tracemalloc

// The JavaScript stack from inside an allocation: program counters, without allocating on V8's heap.
#pragma once

#include <v8.h>

#include <cstddef>

namespace tracemalloc {

constexpr size_t kMaxFrames = 64;

// Writes up to `limit` pcs, youngest first; returns how many. `state` tells what V8 is doing.
size_t WalkStack(v8::Isolate* isolate, void** pcs, size_t limit, v8::StateTag* state);

}  // namespace tracemalloc

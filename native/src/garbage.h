// Forced collections, without --expose-gc in user land.
#pragma once

#include <v8.h>

namespace tracemalloc {

// kLowMemory also drops what V8 caches and a full collection keeps, compiled code that nobody runs for one.
enum class Collection { kMinor, kFull, kLowMemory };

void Collect(v8::Isolate* isolate, Collection collection);

}  // namespace tracemalloc

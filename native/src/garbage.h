// Forced collections, without --expose-gc in user land.
#pragma once

#include <v8.h>

namespace tracemalloc {

// kLowMemory also drops what V8 caches and a full collection keeps, compiled code that nobody runs for one.
enum class Collection { kMinor, kFull, kLowMemory };

// The collections of V8 that free objects: what its callbacks are asked for.
constexpr auto kCollections = static_cast<v8::GCType>(v8::kGCTypeScavenge | v8::kGCTypeMarkSweepCompact);

void Collect(v8::Isolate* isolate, Collection collection);

}  // namespace tracemalloc

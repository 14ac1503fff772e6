#include "garbage.h"

#include "v8_flags.h"

namespace tracemalloc {

void Collect(v8::Isolate* isolate, Collection collection) {
  ForcedCollection forced;
  if (collection == Collection::kLowMemory) {
    isolate->LowMemoryNotification();
    return;
  }
  isolate->RequestGarbageCollectionForTesting(collection == Collection::kMinor ? v8::Isolate::kMinorGarbageCollection
                                                                               : v8::Isolate::kFullGarbageCollection);
}

}  // namespace tracemalloc

#include "heap_limit.h"

#include <cstddef>

namespace tracemalloc {

namespace {

size_t AsItIs(void*, size_t current, size_t) { return current; }

}  // namespace

void HeapLimit::Ignore(v8::Isolate* isolate) {
  // The same callback twice ends the process.
  if (isolate_) return;
  isolate_ = isolate;
  isolate->AddNearHeapLimitCallback(AsItIs, nullptr);
}

void HeapLimit::Watch() {
  if (!isolate_) return;
  isolate_->RemoveNearHeapLimitCallback(AsItIs, 0);
  isolate_ = nullptr;
}

}  // namespace tracemalloc

// Before V8 gives up on an allocation of off-heap memory it collects garbage as a last resort, and some versions tell
// whoever watches the heap's limit of that, as if the heap were full: Node ends a worker thread then (seen on Node 26). V8
// tells the one who came last, so this one comes last while an allocation is made to fail, and does nothing. It can go
// when V8 tells of the heap only.
#pragma once

#include <v8.h>

namespace tracemalloc {

class HeapLimit {
 public:
  ~HeapLimit() { Watch(); }

  // From here on nobody is told, until Watch.
  void Ignore(v8::Isolate* isolate);
  void Watch();

 private:
  v8::Isolate* isolate_ = nullptr;  // where it is ignored
};

}  // namespace tracemalloc

// Who asks the allocator for off-heap memory: which line, which file, and whether a failure could be survived.
#pragma once

#include <v8.h>

#include <cstdint>
#include <string>

#include "code_map.h"
#include "flat_map.h"
#include "frame_table.h"
#include "stack_walker.h"
#include "traceback_table.h"

namespace tracemalloc {

struct Requester {
  uint32_t traceback;
  bool native;              // V8 ends the process when there is no memory for it
  const std::string& file;  // V8's name of the code, Node's own passed over
};

// The return addresses on whose behalf V8 ends the process when there is no memory: those in the functions of its API
// that allocate for native code, and where it gives a small typed array, which lives on the heap, a buffer of its own.
class FatalCallers {
 public:
  // Finds that place. The callers of the allocator that it makes come by Learn, from the youngest on.
  void Learn(v8::Isolate* isolate);
  bool learning() const { return learning_; }
  void Learn(uintptr_t pc);

  bool Contains(uintptr_t pc);

 private:
  FlatMap<bool> known_;
  bool learnt_ = false;
  bool learning_ = false;
  uintptr_t last_ = 0;
};

class Requesters {
 public:
  Requesters(CodeMap& codes, FrameTable& frames, TracebackTable& tracebacks, StackWalker& walker)
      : codes_(codes), frames_(frames), tracebacks_(tracebacks), walker_(walker) {}

  void Learn(v8::Isolate* isolate) { fatal_.Learn(isolate); }
  // To be told of every request while learning. `frame`: of the allocator, or called by it.
  void Observe(const void* frame);
  Requester Of(uint32_t traceback, const void* frame);

 private:
  CodeMap& codes_;
  FrameTable& frames_;
  TracebackTable& tracebacks_;
  StackWalker& walker_;
  FatalCallers fatal_;
};

}  // namespace tracemalloc

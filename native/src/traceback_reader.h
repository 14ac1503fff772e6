// The traceback of the present stack. Most allocations come from a stack that was seen before, and then its return
// addresses tell which it is, without a look at any frame; else the stack is walked, and its frames are looked up.
#pragma once

#include <v8.h>

#include <cstdint>

#include "capture.h"
#include "code_map.h"
#include "domain.h"
#include "flat_map.h"
#include "frame_table.h"
#include "instance_types.h"
#include "stack_cache.h"
#include "stack_walker.h"
#include "traceback_table.h"

namespace tracemalloc {

class TracebackReader {
 public:
  // Of at most `frames` frames each. `meets`: code from before there were events is made known when it is met.
  TracebackReader(v8::Isolate* isolate, CodeMap& codes, FrameTable& table, TracebackTable& tracebacks, uint32_t frames, bool meets)
      : isolate_(isolate), codes_(codes), table_(table), tracebacks_(tracebacks), walker_(isolate, codes), frames_(frames), meets_(meets) {}

  StackWalker& walker() { return walker_; }

  // Allocates nothing on V8's heap. In kHeap what V8's compiler allocates is found to be kCode.
  uint32_t Read(Domain domain);

  bool meets() const { return meets_; }
  // There will be events of all code.
  void KnowAll() { meets_ = false; }

  // Tracebacks have new numbers.
  void Forget() { stacks_ = StackCache(); }
  size_t OwnBytes() const { return stacks_.OwnBytes() + foreign_.OwnBytes(); }

 private:
  // How far down the return addresses are looked up first, and after `links`: those of the builtins come on top.
  uint32_t FirstLinks() const { return frames_ + 3; }
  static uint32_t MoreLinks(uint32_t links) { return links * 3; }

  static Domain Own(Domain domain, bool compiling) { return domain == Domain::kHeap && compiling ? Domain::kCode : domain; }
  uint32_t Recall(FramePointers::Links& links, uint32_t* limit);
  void Remember(FramePointers::Links& links, uint32_t limit, uint32_t needed, uint32_t traceback);
  uint32_t Walk(const void* frame, Domain own, FramePointers::Links& links, uint32_t limit);
  uint32_t ReadSample(const void* frame, Domain domain);
  bool Take(Capture& capture, uintptr_t pc, bool leaf);
  bool CanKeep(const Capture& capture);

  void Meet(uintptr_t pc);
  void MeetForeign(uintptr_t pc);

  v8::Isolate* isolate_;
  CodeMap& codes_;
  FrameTable& table_;
  TracebackTable& tracebacks_;
  StackWalker walker_;
  StackCache stacks_;
  uint32_t frames_;
  bool meets_;
  ObjectProbe objects_;
  FlatMap<uint32_t> foreign_;  // how often each address was met in vain
};

}  // namespace tracemalloc

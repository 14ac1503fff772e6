// The JavaScript stack from inside an allocation, without allocating on V8's heap: by frame pointers where that has
// proved right, else as V8 sees it.
#pragma once

#include <v8.h>

#include "code_map.h"
#include "frame_pointers.h"
#include "stack.h"
#include "vm_state.h"

namespace tracemalloc {

class StackWalker {
 public:
  StackWalker(v8::Isolate* isolate, CodeMap& codes) : isolate_(isolate), codes_(codes), pointers_(isolate), state_(isolate) {}

  // V8's builtins come as code events.
  void OnEvent(const v8::JitCodeEvent* event);
  // All builtins are known.
  void Prepare() { pointers_.Prepare(__builtin_frame_address(0)); }

  // The youngest `limit` frames or more.
  void Walk(uint32_t limit, Stack* stack);

  // See FramePointers::Callers.
  template <typename Visitor>
  bool Callers(const void* frame, uint32_t limit, Visitor visit) const {
    return pointers_.Callers(frame, limit, visit);
  }

  // A pc that is no known code's: one of V8's builtins, perhaps. True when walks leave it out from now on.
  bool LearnForeign(uintptr_t pc) { return pointers_.LearnCopy(pc); }

 private:
  // Whether frame pointers are in use.
  bool fast() const { return trusted_ && state_.learnt(); }
  void AskV8(const void* frame, Stack* stack);
  bool Agrees(const void* frame, const Stack& theirs) const;

  v8::Isolate* isolate_;
  CodeMap& codes_;
  FramePointers pointers_;
  VmState state_;
  uint32_t walks_ = 0;
  bool trusted_ = true;
};

}  // namespace tracemalloc

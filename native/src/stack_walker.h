// The JavaScript stack from inside an allocation, without allocating on V8's heap: by frame pointers where that has
// proved right, else as V8 sees it.
#pragma once

#include <v8.h>

#include <cstddef>

#include "capture.h"
#include "code_map.h"
#include "frame_pointers.h"
#include "vm_state.h"

namespace tracemalloc {

class StackWalker {
 public:
  StackWalker(v8::Isolate* isolate, CodeMap& codes) : isolate_(isolate), codes_(codes), pointers_(isolate), state_(isolate) {}

  // V8's builtins come as code events.
  void OnEvent(const v8::JitCodeEvent* event);
  // All builtins are known.
  void Prepare() { pointers_.Prepare(__builtin_frame_address(0)); }

  // Fills the capture; what V8 is doing.
  v8::StateTag Walk(Capture& capture);

  // Whether frame pointers are in use. For tests.
  bool fast() const { return trusted_ && state_.learnt(); }

 private:
  struct Sample {
    void* pcs[Capture::kMaxFrames];
    size_t count;
  };

  v8::StateTag AskV8(const void* frame, Sample* sample);
  bool Agrees(const void* frame, const Sample& sample) const;

  v8::Isolate* isolate_;
  CodeMap& codes_;
  FramePointers pointers_;
  VmState state_;
  uint32_t walks_ = 0;
  bool trusted_ = true;
};

}  // namespace tracemalloc

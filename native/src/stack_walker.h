// The JavaScript stack from inside an allocation, without allocating on V8's heap: by frame pointers where that has
// proved right, else as V8 sees it.
#pragma once

#include <v8.h>

#include "code_map.h"
#include "frame_pointers.h"
#include "isolate_field.h"
#include "stack.h"

namespace tracemalloc {

class StackWalker {
 public:
  StackWalker(v8::Isolate* isolate, CodeMap& codes) : isolate_(isolate), codes_(codes), pointers_(isolate), state_(isolate) {}

  // V8's builtins come as code events.
  void OnEvent(const v8::JitCodeEvent* event);
  // See FramePointers::Prepare.
  void Prepare() { pointers_.Prepare(__builtin_frame_address(0)); }

  // Before each walk: whether frame pointers may be used. If not, V8 is asked, and what it says is compared.
  bool MayBeFast() { return ++walks_ > kTrials && walks_ % kCheckEvery != 0 && fast(); }

  // If so: the same as in Stack, and the stack as it is in memory.
  bool compiling() const { return IsCompiler(state_.Read()); }
  FramePointers::Links Links(const void* frame, uint64_t seed) const { return {pointers_, frame, seed}; }

  // See FramePointers::Walk.
  template <typename Visitor>
  bool Walk(const void* frame, Visitor visit, uint32_t* links) const {
    return pointers_.Walk(frame, visit, links);
  }

  // If not, or when that breaks off.
  void AskV8(const void* frame, Stack* stack);

  // See FramePointers::Callers.
  template <typename Visitor>
  bool Callers(const void* frame, uint32_t limit, Visitor visit) const {
    return pointers_.Callers(frame, limit, visit);
  }

  // See FramePointers::Find.
  bool Find(const void* frame, uintptr_t pc, FramePointers::Frame* out) const { return pointers_.Find(frame, pc, out); }

  // A pc that is no known code's: one of V8's builtins, perhaps. True when walks leave it out from now on.
  bool LearnForeign(uintptr_t pc) { return pointers_.LearnCopy(pc); }

 private:
  // The first walks are all compared with V8's, then one in so many.
  static constexpr uint32_t kTrials = 64;
  static constexpr uint32_t kCheckEvery = 2048;

  // Whether frame pointers are in use.
  bool fast() const { return trusted_ && state_.learnt(); }
  static bool IsCompiler(uint8_t state) { return state == v8::PARSER || state == v8::BYTECODE_COMPILER || state == v8::COMPILER; }
  bool Agrees(const void* frame, const Stack& theirs) const;

  v8::Isolate* isolate_;
  CodeMap& codes_;
  FramePointers pointers_;
  IsolateField<uint8_t> state_;  // V8's StateTag: running JavaScript, compiling, parsing …
  uint32_t walks_ = 0;
  bool trusted_ = true;
};

}  // namespace tracemalloc

// Walks the stack by frame pointers: V8's JavaScript frames and V8's own C++ keep them, in official builds of Node.
//
// Works around: v8::Isolate::GetStackSample, the only API that may be called from an allocation, takes 0.15 µs for each
// frame, because it looks every program counter up among V8's builtins.
// Where JavaScript was left for C++ last, V8's isolate knows: the frames of C++ above need not be walked.
// Checks itself: the frame that the interpreter uses is learnt from a sample that V8 took, where the isolate keeps that
// place from the chain itself; the chain must rise within the thread's stack, and StackWalker compares whole walks with
// V8's now and then. A chain that breaks (native code that keeps no frame pointers) makes this one walk V8's; a wrong one
// ends its use for good.
// Can go when V8's sample becomes cheap.
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "flat_map.h"
#include "isolate_field.h"
#include "stack.h"
#include "stack_cache.h"

namespace tracemalloc {

class FramePointers {
  struct Link;

 public:
  explicit FramePointers(v8::Isolate* isolate);

  // The range of one of V8's builtins, from a code event.
  void AddBuiltin(std::string_view name, uintptr_t start, size_t length);

  // All builtins that will be are known: walks can begin. `frame`: any of this thread. Which ones are the interpreter's is
  // learnt as they are met when no events have told.
  void Prepare(const void* frame);

  // Calls visit(pc, leaf) for JavaScript frames, youngest first, until it returns false: bytecode addresses of interpreted
  // ones, return addresses of others, some of which are no JavaScript's. A leaf has no builtin with a JavaScript frame of
  // its own above it. False when the chain breaks, or more must be learnt. `links`: as many Links tell the same.
  template <typename Visitor>
  bool Walk(const void* frame, Visitor visit, uint32_t* links) const {
    *links = 0;
    if (!OnStack(frame)) return false;
    const Link* link = Youngest(frame);
    bool leaf = true;
    for (;;) {
      const Link* caller = CallerOf(link);
      ++*links;
      if (!caller) return link == bottom_;
      uintptr_t pc = link->pc;
      link = caller;
      if (IsBuiltin(pc)) {
        Kind kind = KindOf(pc);
        if (kind != kInterpreter) {
          if (kind < kUnknownEnd && HasContext(caller)) return false;
          leaf &= !HasContext(caller);
          continue;
        }
        if (!bytecode_array_word_) return false;
        pc = BytecodePcOf(caller);
      } else if (pc - image_start_ < image_length_ || pc - own_start_ < own_length_) {
        continue;
      }
      if (!visit(pc, leaf)) return true;
    }
  }

  // Where the frames of a stack are, C++ included, youngest first: a hash of it as far down as it is asked for.
  class Links {
   public:
    Links(const FramePointers& pointers, const void* frame, uint64_t seed)
        : pointers_(pointers), link_(pointers.OnStack(frame) ? pointers.Youngest(frame) : nullptr), hash_(seed) {}

    // Of the first `limit`, the end of the stack being one as well. Asked for more and more.
    uint64_t Hash(uint32_t limit) {
      const Link* link = link_;
      uint64_t hash = hash_;
      for (; count_ < limit && link; count_++) {
        const Link* caller = pointers_.CallerOf(link);
        hash = StackCache::Combine(hash, caller ? pointers_.PlaceOf(link->pc, caller) : link == pointers_.bottom_);
        link = caller;
      }
      link_ = link;
      return hash_ = hash;
    }
    bool ended() const { return !link_; }

   private:
    const FramePointers& pointers_;
    const Link* link_;
    uint64_t hash_;
    uint32_t count_ = 0;
  };

  // Calls visit(pc) for the youngest `limit` functions of C++, and what is between them. False when there is no telling.
  template <typename Visitor>
  bool Callers(const void* frame, uint32_t limit, Visitor visit) const {
    if (!OnStack(frame)) return false;
    for (auto* link = static_cast<const Link*>(frame); link && limit > 0; link = CallerOf(link), limit--) visit(link->pc);
    return true;
  }

  // Learns where V8's copy of its builtins is, from a pc that is no other code's. True when it is in that copy.
  bool LearnCopy(uintptr_t pc);

  // Learns where interpreted frames keep their bytecode, and which frames are interpreted, from V8's own sample of the
  // same stack, and where the isolate keeps the frame that left JavaScript.
  void Learn(const void* frame, const Stack& sample);

  // A frame of a JavaScript function.
  struct Frame {
    uintptr_t* function;  // the slot of it
    uintptr_t bytecode_array;  // of an interpreted frame, else 0
  };
  // The one that Walk shows as this pc. False when there is none, or it may be something else's.
  bool Find(const void* frame, uintptr_t pc, Frame* out) const;

 private:
  struct Link {
    const Link* caller;
    uintptr_t pc;  // in the caller
  };

  static uintptr_t WordBelow(const void* frame, int word) { return static_cast<const uintptr_t*>(frame)[-word]; }
  // Bytecode offsets are small integers, in the upper half of their word.
  static uintptr_t BytecodePc(uintptr_t bytecode_array, uintptr_t offset) { return bytecode_array + (offset >> 32); }
  // Of an interpreted frame, once it is learnt where they keep it.
  uintptr_t BytecodePcOf(const void* frame) const {
    return BytecodePc(WordBelow(frame, bytecode_array_word_), WordBelow(frame, bytecode_offset_word_));
  }
  // What Walk would show of a link.
  uintptr_t PlaceOf(uintptr_t pc, const Link* caller) const {
    if (pc - compiled_start_ < compiled_length_) return pc;
    return IsBuiltin(pc) && KindOf(pc) == kInterpreter ? BytecodePcOf(caller) : pc;
  }
  // JavaScript frames keep their context below the frame pointer, V8's other frames a small integer.
  static bool HasContext(const void* frame) { return (WordBelow(frame, 1) & 3) == 1; }

  bool IsBuiltin(uintptr_t pc) const { return pc - embedded_start_ < embedded_length_ || pc - copy_start_ < embedded_length_; }
  // What a granule of the builtins is. Of an unknown one: how often it was met and V8's sample did not tell.
  using Kind = uint8_t;
  static constexpr Kind kUnknownEnd = 64, kInterpreter = 254, kOther = 255;

  size_t GranuleOf(uintptr_t builtin) const {
    return (builtin - (builtin - embedded_start_ < embedded_length_ ? embedded_start_ : copy_start_)) / kGranule;
  }
  Kind KindOf(uintptr_t builtin) const { return kinds_[GranuleOf(builtin)]; }
  // WebAssembly may run on stacks of its own, below which nothing is known to be mapped.
  bool OnStack(const void* frame) const {
    auto at = reinterpret_cast<uintptr_t>(frame);
    return at >= stack_start_ && at < stack_end_;
  }
  bool IsAbove(uintptr_t link, const void* other) const {
    return link > reinterpret_cast<uintptr_t>(other) && link <= last_link_ && link % sizeof(void*) == 0;
  }
  // Null at the end of the chain, and where it breaks.
  const Link* CallerOf(const Link* link) const {
    return IsAbove(reinterpret_cast<uintptr_t>(link->caller), link) ? link->caller : nullptr;
  }
  // Where JavaScript was left, if that is known, or `frame`.
  const Link* Youngest(const void* frame) const {
    uintptr_t exit = exit_.learnt() ? exit_.Read() : 0;
    return static_cast<const Link*>(IsAbove(exit, frame) ? reinterpret_cast<const void*>(exit) : frame);
  }

  static constexpr size_t kGranule = 64;  // the alignment of builtins

  void SetCopy(uintptr_t start);
  bool LearnBytecode(const Link* frame, const Stack& sample);
  void LearnKinds(const Link* frame, const Stack& sample);
  void LearnExit(const Link* frame);

  IsolateField<uintptr_t> exit_;  // that frame's pointer; 0 while there is none
  const Link* bottom_ = nullptr;  // where every chain of this thread ends: what called the thread keeps no frame pointer
  uintptr_t stack_start_ = 0;
  uintptr_t stack_end_ = 0;
  uintptr_t last_link_ = 0;  // where one can be at most
  uintptr_t image_start_ = 0;  // the code of the executable: C++, but for the builtins in it
  size_t image_length_ = 0;
  uintptr_t own_start_ = 0;  // ours, between V8's allocation and the walk
  size_t own_length_ = 0;
  uintptr_t jit_start_ = 0;  // what V8 compiles
  size_t jit_length_ = 0;
  uintptr_t compiled_start_ = 0;  // as much of that as has no copy of builtins in it, as far as is known
  size_t compiled_length_ = 0;
  uintptr_t embedded_start_ = 0;  // V8's builtins in the executable
  size_t embedded_length_ = 0;
  uintptr_t copy_start_ = UINTPTR_MAX;  // V8 may have copied them near to the code it compiles
  uintptr_t events_start_ = UINTPTR_MAX;  // where code events say they are: either
  FlatMap<bool> tried_;  // pcs that are not in the copy
  std::vector<Kind> kinds_;  // by granule, from the start of the builtins
  std::vector<std::pair<uintptr_t, size_t>> handlers_;  // ranges of the interpreter, until Prepare
  int bytecode_array_word_ = 0;  // of an interpreted frame, counted down from its frame pointer
  int bytecode_offset_word_ = 0;
};

}  // namespace tracemalloc

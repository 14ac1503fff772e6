#include "frame_pointers.h"

#include <pthread.h>

#include <algorithm>
#include <cstring>
#include <tuple>

#include "image.h"
#include "safe_memory.h"

namespace tracemalloc {

namespace {

constexpr size_t kPage = 4096;
constexpr size_t kSampleBytes = 128;  // enough to tell one place in the builtins from all others
constexpr size_t kMaxTries = 1024;
constexpr int kFrameWords = 8;  // of an interpreted frame, to look at
constexpr int kFunctionWord = 2;  // of every JavaScript frame, below its context

// Lowest and highest address of this thread's stack; nothing where that is not known.
std::pair<uintptr_t, uintptr_t> StackRange() {
#if defined(__linux__)
  pthread_attr_t attributes;
  void* start;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return {0, 0};
  bool known = pthread_attr_getstack(&attributes, &start, &size) == 0;
  pthread_attr_destroy(&attributes);
  uintptr_t low = reinterpret_cast<uintptr_t>(start);
  return known ? std::pair{low, low + size} : std::pair<uintptr_t, uintptr_t>{0, 0};
#else
  return {0, 0};
#endif
}

}  // namespace

FramePointers::FramePointers(v8::Isolate* isolate) : exit_(isolate) {
  std::tie(stack_start_, stack_end_) = StackRange();
  if (stack_end_ > 0) last_link_ = stack_end_ - sizeof(Link);
  const void* start;
  isolate->GetEmbeddedCodeRange(&start, &embedded_length_);
  embedded_start_ = reinterpret_cast<uintptr_t>(start);
  void* jit_start;
  isolate->GetCodeRange(&jit_start, &jit_length_);
  jit_start_ = compiled_start_ = reinterpret_cast<uintptr_t>(jit_start);
  compiled_length_ = jit_length_;
  std::tie(image_start_, image_length_) = CodeAround(embedded_start_);
  std::tie(own_start_, own_length_) = CodeAround(reinterpret_cast<uintptr_t>(&StackRange));
  kinds_.assign(embedded_length_ / kGranule + 1, 0);
}

void FramePointers::AddBuiltin(std::string_view name, uintptr_t start, size_t length) {
  bool handler = name.starts_with("BytecodeHandler:");
  if (!handler && !name.starts_with("Builtin:")) return;
  if (start < events_start_) events_start_ = start;
  if (handler || name.starts_with("Builtin:InterpreterE")) handlers_.emplace_back(start, length);
}

void FramePointers::Prepare(const void* frame) {
  if (!OnStack(frame)) return;
  bottom_ = static_cast<const Link*>(frame);
  while (const Link* caller = CallerOf(bottom_)) bottom_ = caller;
  if (handlers_.empty()) return;
  kinds_.assign(kinds_.size(), kOther);
  for (auto [start, length] : handlers_) {
    for (uintptr_t at = start; at < start + length; at += kGranule) {
      size_t granule = (at - events_start_) / kGranule;
      if (granule < kinds_.size()) kinds_[granule] = kInterpreter;
    }
  }
  handlers_ = {};
  if (events_start_ != embedded_start_) SetCopy(events_start_);
}

void FramePointers::SetCopy(uintptr_t start) {
  copy_start_ = start;
  if (start - jit_start_ >= jit_length_) return;
  size_t before = start - jit_start_;
  size_t after = jit_length_ - std::min(jit_length_, before + embedded_length_);
  compiled_start_ = before > after ? jit_start_ : start + embedded_length_;
  compiled_length_ = std::max(before, after);
}

bool FramePointers::LearnCopy(uintptr_t pc) {
  if (copy_start_ != UINTPTR_MAX || tried_.size() >= kMaxTries) return false;
  if (IsBuiltin(pc) || pc - image_start_ < image_length_) return false;
  bool added;
  tried_.Insert(pc, &added);
  if (!added) return false;
  uint8_t bytes[kSampleBytes];
  if (!ReadSafely(pc - sizeof bytes / 2, bytes, sizeof bytes)) return false;
  auto* embedded = reinterpret_cast<const uint8_t*>(embedded_start_);
  // The copy is a whole number of pages away.
  for (size_t offset = (pc - embedded_start_) % kPage; offset + sizeof bytes <= embedded_length_; offset += kPage) {
    if (offset < sizeof bytes || std::memcmp(embedded + offset - sizeof bytes / 2, bytes, sizeof bytes) != 0) continue;
    SetCopy(pc - offset);
    return true;
  }
  return false;
}

void FramePointers::Learn(const void* frame, const Stack& sample) {
  if (!OnStack(frame)) return;
  const Link* youngest = static_cast<const Link*>(frame);
  LearnExit(youngest);
  if (bytecode_array_word_ || LearnBytecode(youngest, sample)) LearnKinds(youngest, sample);
}

// A builtin that calls C++ has a frame to leave JavaScript with.
void FramePointers::LearnExit(const Link* link) {
  if (exit_.learnt() && exit_.Read() == 0) return;
  while (const Link* caller = CallerOf(link)) {
    if (IsBuiltin(link->pc)) return exit_.Observe(reinterpret_cast<uintptr_t>(caller));
    link = caller;
  }
}

bool FramePointers::LearnBytecode(const Link* link, const Stack& sample) {
  while (const Link* caller = CallerOf(link)) {
    uintptr_t pc = link->pc;
    link = caller;
    if (!IsBuiltin(pc) || KindOf(pc) == kOther || !HasContext(caller)) continue;
    for (int array = 1; array <= kFrameWords; array++) {
      for (int offset = 1; offset <= kFrameWords; offset++) {
        uintptr_t bytecode = BytecodePc(WordBelow(caller, array), WordBelow(caller, offset));
        if ((WordBelow(caller, array) & 3) != 1 || !sample.Has(bytecode)) continue;
        bytecode_array_word_ = array;
        bytecode_offset_word_ = offset;
        return true;
      }
    }
  }
  return false;
}

// V8's sample has the bytecode address of an interpreted frame, and the program counter of a builtin that JavaScript calls
// as a function. It leaves out other builtins, the youngest frame while the interpreter enters it, and the oldest ones when
// there are many: only what stands between frames that it has is known to be left out.
void FramePointers::LearnKinds(const Link* link, const Stack& sample) {
  size_t left_out[Stack::kMax];
  size_t count = 0;
  while (const Link* caller = CallerOf(link)) {
    uintptr_t pc = link->pc;
    link = caller;
    if (!IsBuiltin(pc) || !HasContext(caller)) continue;
    Kind& kind = kinds_[GranuleOf(pc)];
    bool interpreted = sample.Has(BytecodePcOf(caller));
    if (interpreted || sample.Has(pc)) {
      if (kind < kUnknownEnd) kind = interpreted ? kInterpreter : kOther;
      for (size_t i = 0; i < count; i++) {
        Kind& unknown = kinds_[left_out[i]];
        if (unknown < kUnknownEnd && ++unknown == kUnknownEnd) unknown = kOther;
      }
      count = 0;
    } else if (kind < kUnknownEnd && count < Stack::kMax) {
      left_out[count++] = GranuleOf(pc);
    }
  }
}

bool FramePointers::Find(const void* frame, uintptr_t pc, Frame* out) const {
  if (!bytecode_array_word_ || !OnStack(frame)) return false;
  const Link* link = Youngest(frame);
  while (const Link* caller = CallerOf(link)) {
    uintptr_t place = PlaceOf(link->pc, caller);
    bool interpreted = place != link->pc;
    link = caller;
    if (place != pc) continue;
    // In machine code a context is the mark of a function, but only V8's keeps it there.
    if (!interpreted && !(pc - jit_start_ < jit_length_ && HasContext(caller))) return false;
    auto* words = reinterpret_cast<uintptr_t*>(const_cast<Link*>(caller));
    *out = {words - kFunctionWord, interpreted ? WordBelow(caller, bytecode_array_word_) : 0};
    return true;
  }
  return false;
}

}  // namespace tracemalloc

#include "stack_walker.h"

#include <algorithm>
#include <iterator>

namespace tracemalloc {

namespace {

// The first walks are all compared with V8's, then one in so many.
constexpr uint32_t kTrials = 64;
constexpr uint32_t kCheckEvery = 2048;
constexpr size_t kFramesToCompare = 8;

}  // namespace

void StackWalker::OnEvent(const v8::JitCodeEvent* event) {
  if (event->type != v8::JitCodeEvent::CODE_ADDED || !event->script.IsEmpty()) return;
  pointers_.AddBuiltin({event->name.str, event->name.len}, reinterpret_cast<uintptr_t>(event->code_start), event->code_len);
}

__attribute__((noinline)) v8::StateTag StackWalker::Walk(Capture& capture) {
  const void* frame = __builtin_frame_address(0);
  uint32_t walk = walks_++;
  if (fast() && walk > kTrials && walk % kCheckEvery != 0) {
    if (pointers_.Walk(frame, [&](uintptr_t pc, bool leaf) { return capture.Add(pc, leaf); })) return state_.Read();
    capture.Reset();
  }
  Sample sample;
  v8::StateTag state = AskV8(frame, &sample);
  for (size_t i = 0; i < sample.count; i++) {
    if (!capture.Add(reinterpret_cast<uintptr_t>(sample.pcs[i]), i == 0)) break;
  }
  return state;
}

v8::StateTag StackWalker::AskV8(const void* frame, Sample* sample) {
  v8::RegisterState registers;
  registers.pc = reinterpret_cast<void*>(&v8::Isolate::GetCurrent);
  registers.fp = registers.sp = const_cast<void*>(frame);
  v8::SampleInfo info;
  isolate_->GetStackSample(registers, sample->pcs, Capture::kMaxFrames, &info);
  sample->count = info.frames_count;
  v8::StateTag state = static_cast<v8::StateTag>(info.vm_state);
  if (trusted_) {
    state_.Observe(state);
    pointers_.Learn(frame, sample->pcs, sample->count);
    trusted_ = Agrees(frame, *sample);
  }
  return state;
}

// Compares the JavaScript frames that both see. V8 misses the youngest one while the interpreter enters it, and a walk
// that breaks off is no contradiction.
bool StackWalker::Agrees(const void* frame, const Sample& sample) const {
  uintptr_t ours[kFramesToCompare + 1];
  size_t count = 0;
  auto is_code = [this](uintptr_t pc) { return codes_.Find(pc) != CodeMap::kNone; };
  pointers_.Walk(frame, [&](uintptr_t pc, bool) {
    if (is_code(pc)) ours[count++] = pc;
    return count < std::size(ours);
  });
  uintptr_t theirs[kFramesToCompare];
  size_t their_count = 0;
  for (size_t i = 0; i < sample.count && their_count < kFramesToCompare; i++) {
    uintptr_t pc = reinterpret_cast<uintptr_t>(sample.pcs[i]);
    if (is_code(pc)) theirs[their_count++] = pc;
  }
  auto same_from = [&](size_t first) {
    size_t length = count > first ? std::min(count - first, their_count) : 0;
    return std::equal(ours + first, ours + first + length, theirs);
  };
  return same_from(0) || same_from(1);
}

}  // namespace tracemalloc

#include "stack_walker.h"

#include <algorithm>
#include <iterator>

namespace tracemalloc {

namespace {

constexpr size_t kFramesToCompare = 8;

}  // namespace

void StackWalker::OnEvent(const v8::JitCodeEvent* event) {
  if (event->type != v8::JitCodeEvent::CODE_ADDED || !event->script.IsEmpty()) return;
  pointers_.AddBuiltin({event->name.str, event->name.len}, reinterpret_cast<uintptr_t>(event->code_start), event->code_len);
}

void StackWalker::AskV8(const void* frame, Stack* stack) {
  v8::RegisterState registers;
  registers.pc = reinterpret_cast<void*>(&v8::Isolate::GetCurrent);
  registers.fp = registers.sp = const_cast<void*>(frame);
  v8::SampleInfo info;
  isolate_->GetStackSample(registers, reinterpret_cast<void**>(stack->pcs), Stack::kMax, &info);
  stack->count = static_cast<uint32_t>(info.frames_count);
  stack->leaf = true;
  stack->compiling = IsCompiler(static_cast<uint8_t>(info.vm_state));
  if (!trusted_) return;
  state_.Observe(static_cast<uint8_t>(info.vm_state));
  pointers_.Learn(frame, *stack);
  trusted_ = Agrees(frame, *stack);
}

// Compares the JavaScript frames that both see. V8 misses the youngest one while the interpreter enters it, and a walk
// that breaks off is no contradiction.
bool StackWalker::Agrees(const void* frame, const Stack& stack) const {
  uintptr_t ours[kFramesToCompare + 1];
  size_t count = 0;
  auto is_code = [this](uintptr_t pc) { return codes_.IsCode(pc); };
  auto take = [&](uintptr_t pc, bool) {
    if (is_code(pc)) ours[count++] = pc;
    return count < std::size(ours);
  };
  uint32_t links;
  pointers_.Walk(frame, take, &links);
  uintptr_t theirs[kFramesToCompare];
  size_t their_count = 0;
  for (size_t i = 0; i < stack.count && their_count < kFramesToCompare; i++) {
    if (is_code(stack.pcs[i])) theirs[their_count++] = stack.pcs[i];
  }
  auto same_from = [&](size_t first) {
    size_t length = count > first ? std::min(count - first, their_count) : 0;
    return std::equal(ours + first, ours + first + length, theirs);
  };
  return same_from(0) || same_from(1);
}

}  // namespace tracemalloc

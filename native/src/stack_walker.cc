#include "stack_walker.h"

namespace tracemalloc {

__attribute__((noinline)) size_t WalkStack(v8::Isolate* isolate, void** pcs, size_t limit, v8::StateTag* state) {
  v8::RegisterState registers;
  registers.pc = reinterpret_cast<void*>(&WalkStack);
  registers.fp = __builtin_frame_address(0);
#if defined(__x86_64__)
  __asm__ volatile("mov %%rsp, %0" : "=r"(registers.sp));
#elif defined(__aarch64__)
  __asm__ volatile("mov %0, sp" : "=r"(registers.sp));
#else
  registers.sp = registers.fp;
#endif
  v8::SampleInfo info;
  isolate->GetStackSample(registers, pcs, limit, &info);
  *state = info.vm_state;
  return info.frames_count;
}

}  // namespace tracemalloc

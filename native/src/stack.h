// The program counters of a stack, youngest first, not yet resolved.
#pragma once

#include <v8.h>

#include <algorithm>
#include <cstdint>

namespace tracemalloc {

struct Stack {
  static constexpr uint32_t kMax = 64;

  uintptr_t pcs[kMax];
  uint32_t count = 0;
  bool leaf = false;      // the first one allocates itself, no builtin in between
  bool complete = false;  // there is no more, or V8 walked it, as far down as we ever look
  bool compiling = false;  // it is V8's compiler that allocates
  uint32_t links = 0;     // see FramePointers::Walk; 0: nothing tells

  bool Has(uintptr_t pc) const { return std::find(pcs, pcs + count, pc) != pcs + count; }
};

}  // namespace tracemalloc

// The program counters of a stack as V8 sees it, youngest first, not yet resolved.
#pragma once

#include <v8.h>

#include <algorithm>
#include <cstdint>

namespace tracemalloc {

struct Stack {
  // As far down as we ever look.
  static constexpr uint32_t kMax = 64;

  uintptr_t pcs[kMax];
  uint32_t count = 0;
  bool leaf = false;      // the first one allocates itself, no builtin in between
  bool compiling = false;  // it is V8's compiler that allocates

  bool Has(uintptr_t pc) const { return std::find(pcs, pcs + count, pc) != pcs + count; }
};

}  // namespace tracemalloc

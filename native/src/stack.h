// The program counters of a stack, youngest first, not yet resolved.
#pragma once

#include <v8.h>

#include <cstdint>

namespace tracemalloc {

struct Stack {
  static constexpr uint32_t kMax = 64;

  uintptr_t pcs[kMax];
  uint32_t count = 0;
  bool leaf = false;      // the first one allocates itself, no builtin in between
  bool complete = false;  // there is no more, or V8 walked it, as far down as we ever look
  v8::StateTag state = v8::OTHER;

  bool compiling() const { return state == v8::PARSER || state == v8::BYTECODE_COMPILER || state == v8::COMPILER; }
};

}  // namespace tracemalloc

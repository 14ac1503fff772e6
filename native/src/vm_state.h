// What V8 is doing (running JavaScript, compiling, parsing …), read from its isolate.
//
// Works around: the API tells it only together with a stack sample, which costs more than all else that we do for an
// allocation. Learns where the isolate keeps it, by comparing the bytes in front of the isolate's roots (an offset that
// v8-internal.h gives) with what the API says until one is left that was right in several different states. Checked
// again whenever the API is asked anyway; a single contradiction ends its use.
#pragma once

#include <v8.h>

#include <cstdint>
#include <vector>

namespace tracemalloc {

class VmState {
 public:
  explicit VmState(v8::Isolate* isolate);

  // What the API said just now.
  void Observe(v8::StateTag state);
  bool learnt() const { return offset_ != kUnknown; }
  v8::StateTag Read() const { return static_cast<v8::StateTag>(bytes_[offset_]); }

 private:
  static constexpr size_t kUnknown = SIZE_MAX;

  const volatile uint8_t* bytes_;
  std::vector<uint16_t> candidates_;  // offsets that were right so far
  uint32_t seen_ = 0;                 // the states that they were right in, as bits
  size_t offset_ = kUnknown;
};

}  // namespace tracemalloc

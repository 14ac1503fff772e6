#include "vm_state.h"

#include <v8-internal.h>

#include <algorithm>
#include <bit>

namespace tracemalloc {

namespace {

constexpr int kStatesToSee = 3;

}  // namespace

VmState::VmState(v8::Isolate* isolate) : bytes_(reinterpret_cast<const volatile uint8_t*>(isolate)) {
  for (int offset = 0; offset < v8::internal::Internals::kIsolateRootsOffset; offset++) {
    candidates_.push_back(static_cast<uint16_t>(offset));
  }
}

void VmState::Observe(v8::StateTag state) {
  uint8_t byte = static_cast<uint8_t>(state);
  if (learnt()) {
    if (bytes_[offset_] == byte) return;
    offset_ = kUnknown;
    candidates_.clear();
  }
  if (candidates_.empty()) return;
  std::erase_if(candidates_, [&](uint16_t offset) { return bytes_[offset] != byte; });
  seen_ |= 1u << (byte & 31);
  if (candidates_.size() == 1 && std::popcount(seen_) >= kStatesToSee) offset_ = candidates_.front();
}

}  // namespace tracemalloc

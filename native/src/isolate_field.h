// A value that V8's isolate holds and its API does not give, or only together with a stack sample, which costs more than
// all else that we do for an allocation.
//
// Works around: that. Learns where the isolate keeps it, by comparing what is in front of the isolate's roots (an offset
// that v8-internal.h gives) with what is known to be right until one place is left that was right for several different
// values. Checked again whenever the value is known anyway; a single contradiction ends its use.
#pragma once

#include <v8-internal.h>
#include <v8.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tracemalloc {

template <typename Value>
class IsolateField {
 public:
  explicit IsolateField(v8::Isolate* isolate) : values_(reinterpret_cast<const volatile Value*>(isolate)) {
    for (size_t i = 0; i < v8::internal::Internals::kIsolateRootsOffset / sizeof(Value); i++) candidates_.push_back(static_cast<uint16_t>(i));
  }

  // What it is just now.
  void Observe(Value value) {
    if (learnt() && Read() != value) index_ = kUnknown;  // for good: no candidates are left
    auto is_wrong = [&](uint16_t index) { return values_[index] != value; };
    if (learnt() || std::all_of(candidates_.begin(), candidates_.end(), is_wrong)) return;
    std::erase_if(candidates_, is_wrong);
    if (std::find(seen_.begin(), seen_.end(), value) == seen_.end()) seen_.push_back(value);
    if (candidates_.size() > 1 || seen_.size() < kValuesToSee) return;
    index_ = candidates_.front();
    candidates_ = {};
  }
  bool learnt() const { return index_ != kUnknown; }
  // Once learnt.
  Value Read() const { return values_[index_]; }

 private:
  static constexpr size_t kUnknown = SIZE_MAX;
  static constexpr size_t kValuesToSee = 3;

  const volatile Value* values_;
  std::vector<uint16_t> candidates_;  // places that were right so far
  std::vector<Value> seen_;           // and what was there
  size_t index_ = kUnknown;
};

}  // namespace tracemalloc

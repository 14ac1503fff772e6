// What becomes of the numbers of a table of which only some entries are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tracemalloc {

class Numbers {
 public:
  // All are dropped at first.
  explicit Numbers(size_t size) : numbers_(size, kDropped) {}

  void Keep(uint32_t old) {
    count_ += numbers_[old] == kDropped;
    numbers_[old] = 0;
  }
  bool Keeps(uint32_t old) const { return numbers_[old] != kDropped; }
  size_t count() const { return count_; }

  // When all are known: gives them new numbers, in the order that they had.
  void Assign() {
    uint32_t next = 0;
    for (uint32_t& number : numbers_) {
      if (number != kDropped) number = next++;
    }
  }
  // The new number of one that is kept.
  uint32_t operator[](uint32_t old) const { return numbers_[old]; }

 private:
  static constexpr uint32_t kDropped = UINT32_MAX;
  std::vector<uint32_t> numbers_;
  size_t count_ = 0;
};

}  // namespace tracemalloc

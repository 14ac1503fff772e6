// An array that grows by pages: elements never move, growth never copies, and a push on the hot path costs one store
// unless a page is full.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tracemalloc {

template <typename T, size_t kPageBits = 12>
class PagedArray {
 public:
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  T& operator[](size_t i) { return pages_[i >> kPageBits][i & kMask]; }
  const T& operator[](size_t i) const { return pages_[i >> kPageBits][i & kMask]; }

  T& Push(const T& value) {
    if ((size_ >> kPageBits) == pages_.size()) pages_.emplace_back(new T[kPage]());
    T& slot = (*this)[size_++];
    slot = value;
    return slot;
  }

  // Shrinks only: keeps the pages that are still needed.
  void Truncate(size_t size) {
    size_ = size;
    pages_.resize((size + kMask) >> kPageBits);
  }

  size_t OwnBytes() const { return pages_.size() * kPage * sizeof(T) + pages_.capacity() * sizeof(void*); }

 private:
  static constexpr size_t kPage = size_t{1} << kPageBits;
  static constexpr size_t kMask = kPage - 1;
  std::vector<std::unique_ptr<T[]>> pages_;
  size_t size_ = 0;
};

}  // namespace tracemalloc

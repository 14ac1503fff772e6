// Live off-heap buffers, by address. The isolate's thread adds them, and V8 frees them on whatever thread it likes: its
// sweeper's, or that of another isolate which a buffer was sent to. So this table alone has a lock; it is held for one
// probe, and by readers for as long as they read.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace tracemalloc {

struct Buffer {
  uintptr_t address;  // 0: a free slot
  size_t size;
  uint32_t traceback;
  uint32_t segment;
};

class BufferTable {
 public:
  void Add(const Buffer& buffer);
  // What was known of it; address 0: nothing.
  Buffer Remove(uintptr_t address);
  void Clear();

  // Of the segments from `segment` on.
  double AliveSince(uint32_t segment) const;
  double live_bytes() const { return static_cast<double>(live_bytes_.load(std::memory_order_relaxed)); }
  double live_count() const { return static_cast<double>(live_count_.load(std::memory_order_relaxed)); }
  size_t OwnBytes() const;

  // Visits the live ones, while other threads that free some wait.
  template <typename Visitor>
  void ForEach(Visitor visit) const {
    std::lock_guard<std::mutex> lock(mutex_);
    for (size_t i = 0; i < capacity_; i++) {
      if (slots_[i].address) visit(slots_[i]);
    }
  }

 private:
  // Open addressing with linear probing; a removal closes the gap, so nothing but growth ever allocates.
  size_t Probe(uintptr_t address) const;
  size_t HomeOf(uintptr_t address) const;
  void CloseGap(size_t gap);
  void Grow();
  void Account(const Buffer& buffer, int sign);

  mutable std::mutex mutex_;
  std::unique_ptr<Buffer[]> slots_;
  size_t capacity_ = 0;
  std::vector<uint64_t> alive_;  // bytes by segment, as far as there were any
  std::atomic<uint64_t> live_bytes_ = 0;
  std::atomic<uint64_t> live_count_ = 0;
};

}  // namespace tracemalloc

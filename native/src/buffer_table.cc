#include "buffer_table.h"

#include "flat_map.h"

namespace tracemalloc {

namespace {

constexpr size_t kFirstCapacity = 1024;

}  // namespace

size_t BufferTable::HomeOf(uintptr_t address) const { return MixHash(address) & (capacity_ - 1); }

size_t BufferTable::Probe(uintptr_t address) const {
  size_t i = HomeOf(address);
  while (slots_[i].address && slots_[i].address != address) i = (i + 1) & (capacity_ - 1);
  return i;
}

void BufferTable::Add(const Buffer& buffer) {
  std::lock_guard<std::mutex> lock(mutex_);
  if ((live_count_ + 1) * 4 > capacity_ * 3) Grow();
  Buffer& slot = slots_[Probe(buffer.address)];
  if (slot.address) Account(slot, -1);
  slot = buffer;
  Account(slot, 1);
}

Buffer BufferTable::Remove(uintptr_t address) {
  // Where nothing is traced any more, or yet. What this thread may free it has seen added.
  if (live_count_.load(std::memory_order_acquire) == 0) return {};
  std::lock_guard<std::mutex> lock(mutex_);
  if (capacity_ == 0) return {};
  size_t i = Probe(address);
  Buffer found = slots_[i];
  if (!found.address) return {};
  Account(found, -1);
  CloseGap(i);
  return found;
}

// Moves entries of the same run back, unless they would land before the slot that their search starts from.
void BufferTable::CloseGap(size_t gap) {
  size_t mask = capacity_ - 1;
  for (size_t i = (gap + 1) & mask; slots_[i].address; i = (i + 1) & mask) {
    size_t home = HomeOf(slots_[i].address);
    if (((i - home) & mask) < ((i - gap) & mask)) continue;
    slots_[gap] = slots_[i];
    gap = i;
  }
  slots_[gap] = {};
}

void BufferTable::Grow() {
  size_t old_capacity = capacity_;
  std::unique_ptr<Buffer[]> old = std::move(slots_);
  capacity_ = old_capacity ? old_capacity * 2 : kFirstCapacity;
  slots_.reset(new Buffer[capacity_]());
  for (size_t i = 0; i < old_capacity; i++) {
    if (old[i].address) slots_[Probe(old[i].address)] = old[i];
  }
}

void BufferTable::Account(const Buffer& buffer, int sign) {
  if (alive_.size() <= buffer.segment) alive_.resize(buffer.segment + size_t{1});
  uint64_t bytes = sign < 0 ? -buffer.size : buffer.size;  // modulo 2^64, as all sums here
  alive_[buffer.segment] += bytes;
  live_bytes_.fetch_add(bytes, std::memory_order_relaxed);
  live_count_.fetch_add(static_cast<uint64_t>(static_cast<int64_t>(sign)), std::memory_order_release);
}

void BufferTable::Clear() {
  std::lock_guard<std::mutex> lock(mutex_);
  slots_.reset();
  capacity_ = 0;
  alive_ = {};
  live_bytes_ = live_count_ = 0;
}

double BufferTable::AliveSince(uint32_t segment) const {
  std::lock_guard<std::mutex> lock(mutex_);
  uint64_t bytes = 0;
  for (size_t i = segment; i < alive_.size(); i++) bytes += alive_[i];
  return static_cast<double>(bytes);
}

size_t BufferTable::OwnBytes() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return capacity_ * sizeof(Buffer) + alive_.capacity() * sizeof(uint64_t);
}

}  // namespace tracemalloc

#include "buffer_table.h"

#include <algorithm>
#include <numeric>

#include "flat_map.h"

namespace tracemalloc {

namespace {

constexpr size_t kFirstCapacity = 64;

uint64_t HashOf(uintptr_t address) { return MixHash(address); }

}  // namespace

size_t BufferShard::Probe(uintptr_t address, uint64_t hash) const {
  size_t i = hash & (capacity_ - 1);
  while (slots_[i].address && slots_[i].address != address) i = (i + 1) & (capacity_ - 1);
  return i;
}

Buffer BufferShard::Put(const Buffer& buffer, uint64_t hash) {
  if ((count_ + 1) * 4 > capacity_ * 3) Grow();
  Buffer& slot = slots_[Probe(buffer.address, hash)];
  Buffer before = slot;
  if (before.address) Account(before, -1);
  slot = buffer;
  Account(slot, 1);
  return before;
}

Buffer BufferShard::Take(uintptr_t address, uint64_t hash) {
  if (capacity_ == 0) return {};
  size_t i = Probe(address, hash);
  Buffer found = slots_[i];
  if (!found.address) return {};
  Account(found, -1);
  CloseGap(i);
  return found;
}

const Buffer* BufferShard::Find(uintptr_t address, uint64_t hash) const {
  if (capacity_ == 0) return nullptr;
  const Buffer& slot = slots_[Probe(address, hash)];
  return slot.address ? &slot : nullptr;
}

// Moves entries of the same run back, unless they would land before the slot that their search starts from.
void BufferShard::CloseGap(size_t gap) {
  size_t mask = capacity_ - 1;
  for (size_t i = (gap + 1) & mask; slots_[i].address; i = (i + 1) & mask) {
    size_t home = HashOf(slots_[i].address) & mask;
    if (((i - home) & mask) < ((i - gap) & mask)) continue;
    slots_[gap] = slots_[i];
    gap = i;
  }
  slots_[gap] = {};
}

void BufferShard::Grow() {
  size_t old_capacity = capacity_;
  std::unique_ptr<Buffer[]> old = std::move(slots_);
  capacity_ = old_capacity ? old_capacity * 2 : kFirstCapacity;
  slots_.reset(new Buffer[capacity_]());
  for (size_t i = 0; i < old_capacity; i++) {
    if (old[i].address) slots_[Probe(old[i].address, HashOf(old[i].address))] = old[i];
  }
}

void BufferShard::Account(const Buffer& buffer, int sign) {
  uint64_t bytes = sign < 0 ? -buffer.size : buffer.size;  // modulo 2^64, as all sums here
  if (buffer.segment < first_) {
    older_ += bytes;
  } else {
    size_t index = buffer.segment - first_;
    if (alive_.size() <= index) alive_.resize(index + 1);
    alive_[index] += bytes;
  }
  count_.store(count_.load(std::memory_order_relaxed) + static_cast<size_t>(static_cast<ptrdiff_t>(sign)), std::memory_order_release);
}

uint64_t BufferShard::BytesSince(uint32_t segment) const {
  uint64_t bytes = segment < first_ ? older_ : 0;
  for (size_t i = segment < first_ ? 0 : segment - first_; i < alive_.size(); i++) bytes += alive_[i];
  return bytes;
}

void BufferShard::Forget(uint32_t segment) {
  if (segment <= first_) return;
  size_t count = std::min<size_t>(segment - first_, alive_.size());
  auto kept = alive_.begin() + static_cast<ptrdiff_t>(count);
  older_ = std::accumulate(alive_.begin(), kept, older_);
  alive_.erase(alive_.begin(), kept);
  first_ = segment;
}

uint64_t BufferShard::Clear() {
  uint64_t bytes = BytesSince(0);
  slots_.reset();
  capacity_ = 0;
  count_ = 0;
  alive_ = {};
  older_ = 0;
  return bytes;
}

void BufferShard::Renumber(const Numbers& tracebacks) {
  for (size_t i = 0; i < capacity_; i++) {
    if (slots_[i].address) slots_[i].traceback = tracebacks[slots_[i].traceback];
  }
}

void BufferTable::Expect(uintptr_t address) {
  uint64_t hash = HashOf(address);
  ShardOf(hash).Expect(hash);
}

void BufferTable::Add(const Buffer& buffer) {
  uint64_t hash = HashOf(buffer.address);
  BufferShard& shard = ShardOf(hash);
  Buffer before;
  {
    std::lock_guard<std::mutex> lock(shard.mutex());
    before = shard.Put(buffer, hash);
  }
  added_bytes_.fetch_add(buffer.size - before.size, std::memory_order_relaxed);
}

Buffer BufferTable::Remove(uintptr_t address) {
  uint64_t hash = HashOf(address);
  BufferShard& shard = ShardOf(hash);
  // Where nothing is traced any more, or yet. What this thread may free it has seen added.
  if (shard.count() == 0) return {};
  Buffer found;
  {
    std::lock_guard<std::mutex> lock(shard.mutex());
    found = shard.Take(address, hash);
  }
  removed_bytes_.fetch_add(found.size, std::memory_order_relaxed);
  return found;
}

void BufferTable::Shrink(uintptr_t address, size_t size) {
  uint64_t hash = HashOf(address);
  BufferShard& shard = ShardOf(hash);
  std::lock_guard<std::mutex> lock(shard.mutex());
  const Buffer* found = shard.Find(address, hash);
  if (!found) return;
  Buffer shrunk = *found;
  shrunk.size = size;
  Buffer before = shard.Put(shrunk, hash);
  removed_bytes_.fetch_add(before.size - size, std::memory_order_relaxed);
}

void BufferTable::Clear() {
  for (BufferShard& shard : shards_) {
    std::lock_guard<std::mutex> lock(shard.mutex());
    removed_bytes_.fetch_add(shard.Clear(), std::memory_order_relaxed);
  }
}

void BufferTable::Forget(uint32_t segment) {
  for (BufferShard& shard : shards_) {
    std::lock_guard<std::mutex> lock(shard.mutex());
    shard.Forget(segment);
  }
}

void BufferTable::Renumber(const Numbers& tracebacks) {
  for (BufferShard& shard : shards_) {
    std::lock_guard<std::mutex> lock(shard.mutex());
    shard.Renumber(tracebacks);
  }
}

template <typename Read>
size_t BufferTable::Sum(Read read) const {
  size_t sum = 0;
  for (const BufferShard& shard : shards_) {
    std::lock_guard<std::mutex> lock(shard.mutex());
    sum += read(shard);
  }
  return sum;
}

double BufferTable::AliveSince(uint32_t segment) const {
  return static_cast<double>(Sum([segment](const BufferShard& shard) { return shard.BytesSince(segment); }));
}

double BufferTable::live_count() const {
  return static_cast<double>(Sum([](const BufferShard& shard) { return shard.count(); }));
}

size_t BufferTable::OwnBytes() const {
  return Sum([](const BufferShard& shard) { return shard.OwnBytes(); });
}

}  // namespace tracemalloc

// A hash table from a 64-bit key to a small value: open addressing, linear probing, one allocation, no deletion.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace tracemalloc {

// The finaliser of MurmurHash3: every bit of the key reaches every bit of the hash.
inline uint64_t MixHash(uint64_t h) {
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdULL;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53ULL;
  return h ^ (h >> 33);
}

// For keys that are hashes already.
inline uint64_t TakeHash(uint64_t hash) { return hash ^ hash >> 32; }

template <typename Value, uint64_t (*kHash)(uint64_t) = MixHash>
class FlatMap {
 public:
  explicit FlatMap(size_t capacity = 64) { Allocate(capacity); }

  size_t size() const { return size_; }

  Value* Find(uint64_t key) {
    Entry* entry = Probe(key);
    return entry->used ? &entry->value : nullptr;
  }

  // The value of the key, default-constructed when it is new. Pointers are valid until the next Insert.
  Value& Insert(uint64_t key, bool* added = nullptr) {
    if ((size_ + 1) * 4 > capacity_ * 3) Grow();
    Entry* entry = Probe(key);
    if (added) *added = !entry->used;
    if (!entry->used) {
      entry->used = true;
      entry->key = key;
      entry->value = Value();
      size_++;
    }
    return entry->value;
  }

  void Clear() {
    for (size_t i = 0; i < capacity_; i++) entries_[i].used = false;
    size_ = 0;
  }

  size_t OwnBytes() const { return capacity_ * sizeof(Entry); }

 private:
  struct Entry {
    uint64_t key;
    Value value;
    bool used;
  };

  Entry* Probe(uint64_t key) {
    size_t i = kHash(key) & (capacity_ - 1);
    while (entries_[i].used && entries_[i].key != key) i = (i + 1) & (capacity_ - 1);
    return &entries_[i];
  }

  void Allocate(size_t capacity) {
    capacity_ = capacity;
    entries_.reset(new Entry[capacity]());
  }

  void Grow() {
    std::unique_ptr<Entry[]> old = std::move(entries_);
    size_t old_capacity = capacity_;
    Allocate(old_capacity * 2);
    for (size_t i = 0; i < old_capacity; i++) {
      if (old[i].used) *Probe(old[i].key) = old[i];
    }
  }

  std::unique_ptr<Entry[]> entries_;
  size_t capacity_ = 0;
  size_t size_ = 0;
};

}  // namespace tracemalloc

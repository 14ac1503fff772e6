// Live traces. Each is one weak handle to the object and where it came from; V8's weak callback, called when the object
// has died, takes it out again. Traces are pooled: neither an allocation nor a death calls malloc, but for a new page.
#pragma once

#include <v8.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "v8_compat.h"

namespace tracemalloc {

class TraceTable;

// Of the estimate size * weight, estimated from the sample itself, which was taken with probability 1 / weight; without
// bias, and the variances of samples add up (Horvitz and Thompson, 1952).
inline double VarianceOf(uint32_t size, float weight) {
  double bytes = static_cast<double>(size) * weight;
  return weight > 1 ? bytes * bytes * (1 - 1 / static_cast<double>(weight)) : 0;
}

struct Trace {
  v8::Global<v8::Value> object;
  uint32_t traceback;
  uint32_t segment;
  uint32_t size;
  float weight;  // how many such allocations this one stands for: 1 in exact mode, 0 in a free slot

  bool live() const { return weight > 0; }
  double bytes() const { return static_cast<double>(size) * weight; }
  double variance() const { return VarianceOf(size, weight); }
};

// Live bytes and traces of one segment.
struct Alive {
  double bytes = 0;
  double count = 0;
};

class TraceTable {
 public:
  explicit TraceTable(v8::Isolate* isolate) : isolate_(isolate), alive_(1) {}
  ~TraceTable() { Clear(); }
  TraceTable(const TraceTable&) = delete;
  TraceTable& operator=(const TraceTable&) = delete;

  // Adds a trace of the object that V8 is about to initialise at `address`. Allocates nothing on V8's heap.
  void Add(Address address, uint32_t traceback, uint32_t size, float weight);

  uint32_t segment() const { return first_ + static_cast<uint32_t>(alive_.size() - 1); }
  uint32_t NextSegment();
  // Live bytes of the segments from `segment` on; of all that were forgotten, when it is one of them.
  double AliveSince(uint32_t segment) const;

  double live_bytes() const { return live_bytes_; }
  double live_count() const { return live_count_; }

  // Visits the live traces.
  template <typename Visitor>
  void ForEach(Visitor visit) {
    for (auto& page : pages_) {
      for (Trace& trace : page->traces) {
        if (trace.live()) visit(trace);
      }
    }
  }

  // Corrects the size of a live trace.
  void Resize(Trace& trace, uint32_t size);

  // Sums up the segments before `segment`, which has begun. Traces keep theirs.
  void Forget(uint32_t segment);

  void Clear();
  size_t OwnBytes() const { return pages_.size() * sizeof(Page) + alive_.capacity() * sizeof(Alive); }

 private:
  static constexpr size_t kPageBytes = size_t{1} << 16;
  static constexpr size_t kPerPage = (kPageBytes - 2 * sizeof(void*)) / sizeof(Trace);
  // Aligned to its size, so that a trace finds its table by masking its own address.
  struct alignas(kPageBytes) Page {
    TraceTable* table;
    Trace traces[kPerPage];
  };

  static void OnDeath(const v8::WeakCallbackInfo<Trace>& info);
  Trace* Take();
  void AddPage();
  // A free slot's traceback and segment hold the next free one.
  static Trace* NextFree(const Trace* slot);
  static void SetNextFree(Trace* slot, Trace* next);

  v8::Isolate* isolate_;
  std::vector<std::unique_ptr<Page>> pages_;
  Trace* free_ = nullptr;
  Alive& AliveOf(uint32_t segment) { return segment < first_ ? older_ : alive_[segment - first_]; }

  std::vector<Alive> alive_;  // by segment, from first_ on
  uint32_t first_ = 0;
  Alive older_;  // of those before
  double live_bytes_ = 0;
  double live_count_ = 0;
};

}  // namespace tracemalloc

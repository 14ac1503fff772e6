// Live traces. Each is one weak handle to the object and where it came from. V8 empties the handle when the object has
// died, without calling us for each; after a collection we look where that has happened. After a scavenge only the pages
// with young traces are looked through: most objects die young. Traces are pooled: neither an allocation nor a death calls
// malloc, but for a new page.
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
  v8::Global<v8::Value> object;  // empty in a free slot, and where V8 has emptied it
  uint32_t traceback;
  uint32_t segment;
  uint32_t size;
  float weight = 0;  // how many such allocations this one stands for: 1 in exact mode, 0 in a free slot

  bool live() const { return !object.IsEmpty(); }
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
  explicit TraceTable(v8::Isolate* isolate);
  ~TraceTable();
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

  // The trace that was added last, unless there was a collection since.
  Trace* last() const { return next_ && next_[-1].live() ? next_ - 1 : nullptr; }

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
  static constexpr size_t kPerPage = (kPageBytes - 2 * sizeof(uint32_t)) / sizeof(Trace);
  static constexpr size_t kWorthFilling = kPerPage / 4;  // free slots of a page
  // V8 moves objects that live through two scavenges to where only full collections look.
  static constexpr uint32_t kYoungFor = 2;
  struct Page {
    uint32_t age = 0;        // scavenges since a trace was added
    bool is_young = false;   // in young_
    bool is_roomy = false;   // in roomy_
    Trace traces[kPerPage];
  };

  static void OnCollected(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags flags, void* table);
  // Takes out what has died.
  void Sweep(Page& page);
  void Remove(Trace& trace);
  Trace* Take();
  void OpenPage();
  Alive& AliveOf(uint32_t segment) { return segment < first_ ? older_ : alive_[segment - first_]; }

  v8::Isolate* isolate_;
  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<Page*> young_;
  std::vector<Page*> roomy_;
  Trace* next_ = nullptr;  // of the page that is being filled, up to end_
  Trace* end_ = nullptr;

  std::vector<Alive> alive_;  // by segment, from first_ on
  uint32_t first_ = 0;
  Alive older_;  // of those before
  double live_bytes_ = 0;
  double live_count_ = 0;
};

}  // namespace tracemalloc

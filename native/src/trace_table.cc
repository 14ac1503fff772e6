#include "trace_table.h"

#include "garbage.h"

namespace tracemalloc {

TraceTable::TraceTable(v8::Isolate* isolate) : isolate_(isolate), alive_(1) {
  isolate_->AddGCEpilogueCallback(OnCollected, this, kCollections);
}

TraceTable::~TraceTable() {
  isolate_->RemoveGCEpilogueCallback(OnCollected, this);
  Clear();
}

void TraceTable::OpenPage() {
  if (roomy_.empty()) {
    pages_.push_back(std::make_unique<Page>());
    roomy_.push_back(pages_.back().get());
  }
  Page* page = roomy_.back();
  roomy_.pop_back();
  page->is_roomy = false;
  page->age = 0;
  if (!page->is_young) young_.push_back(page);
  page->is_young = true;
  next_ = page->traces;
  end_ = next_ + kPerPage;
}

Trace* TraceTable::Take() {
  for (;;) {
    while (next_ != end_) {
      Trace* trace = next_++;
      if (trace->weight == 0) return trace;
    }
    OpenPage();
  }
}

void TraceTable::Add(Address address, uint32_t traceback, uint32_t size, float weight) {
  Trace* trace = Take();
  trace->traceback = traceback;
  trace->segment = segment();
  trace->size = size;
  trace->weight = weight;
  Address tagged = address + kHeapObjectTag;
  trace->object.Reset(isolate_, LocalOver(&tagged));
  trace->object.SetWeak();

  double bytes = trace->bytes();
  Alive& alive = alive_.back();
  alive.bytes += bytes;
  alive.count += weight;
  live_bytes_ += bytes;
  live_count_ += weight;
}

void TraceTable::Remove(Trace& trace) {
  Alive& alive = AliveOf(trace.segment);
  alive.bytes -= trace.bytes();
  alive.count -= trace.weight;
  live_bytes_ -= trace.bytes();
  live_count_ -= trace.weight;
  trace.weight = 0;
}

void TraceTable::Sweep(Page& page) {
  size_t free = 0;
  for (Trace& trace : page.traces) {
    if (trace.live()) continue;
    if (trace.weight > 0) Remove(trace);
    free++;
  }
  if (free == kPerPage) page.age = kYoungFor;
  if (free < kWorthFilling || page.is_roomy) return;
  page.is_roomy = true;
  roomy_.push_back(&page);
}

void TraceTable::OnCollected(v8::Isolate*, v8::GCType type, v8::GCCallbackFlags, void* table) {
  auto* self = static_cast<TraceTable*>(table);
  self->next_ = self->end_ = nullptr;  // the page that is being filled is like the others from here on
  if (type == v8::kGCTypeScavenge) {
    for (Page* page : self->young_) self->Sweep(*page);
  } else {
    for (auto& page : self->pages_) self->Sweep(*page);
  }
  std::erase_if(self->young_, [](Page* page) { return !(page->is_young = ++page->age < kYoungFor); });
}

void TraceTable::Resize(Trace& trace, uint32_t size) {
  double bytes = (static_cast<double>(size) - trace.size) * trace.weight;
  trace.size = size;
  AliveOf(trace.segment).bytes += bytes;
  live_bytes_ += bytes;
}

uint32_t TraceTable::NextSegment() {
  alive_.emplace_back();
  return segment();
}

double TraceTable::AliveSince(uint32_t segment) const {
  double bytes = segment < first_ ? older_.bytes : 0;
  for (size_t i = segment < first_ ? 0 : segment - first_; i < alive_.size(); i++) bytes += alive_[i].bytes;
  return bytes;
}

void TraceTable::Forget(uint32_t segment) {
  if (segment <= first_) return;
  auto kept = alive_.begin() + (segment - first_);
  for (auto alive = alive_.begin(); alive != kept; ++alive) {
    older_.bytes += alive->bytes;
    older_.count += alive->count;
  }
  alive_.erase(alive_.begin(), kept);
  first_ = segment;
}

void TraceTable::Clear() {
  ForEach([](Trace& trace) { trace.object.Reset(); });
  pages_.clear();
  young_.clear();
  roomy_.clear();
  next_ = end_ = nullptr;
  alive_.assign(alive_.size(), Alive{});  // segments keep their numbers
  older_ = {};
  live_bytes_ = live_count_ = 0;
}

}  // namespace tracemalloc

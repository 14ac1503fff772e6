#include "trace_table.h"

#include <cstring>

namespace tracemalloc {

Trace* TraceTable::NextFree(const Trace* slot) {
  Trace* next;
  static_assert(offsetof(Trace, segment) == offsetof(Trace, traceback) + sizeof(uint32_t));
  std::memcpy(&next, &slot->traceback, sizeof next);
  return next;
}

void TraceTable::SetNextFree(Trace* slot, Trace* next) {
  std::memcpy(&slot->traceback, &next, sizeof next);
  slot->weight = 0;
}

void TraceTable::AddPage() {
  pages_.emplace_back(new Page);
  Page& page = *pages_.back();
  page.table = this;
  for (size_t i = kPerPage; i-- > 0;) {
    SetNextFree(&page.traces[i], free_);
    free_ = &page.traces[i];
  }
}

Trace* TraceTable::Take() {
  if (!free_) AddPage();
  Trace* trace = free_;
  free_ = NextFree(trace);
  return trace;
}

void TraceTable::Add(Address address, uint32_t traceback, uint32_t size, float weight) {
  Trace* trace = Take();
  trace->traceback = traceback;
  trace->segment = segment();
  trace->size = size;
  trace->weight = weight;
  Address tagged = address + kHeapObjectTag;
  trace->object.Reset(isolate_, LocalOver(&tagged));
  trace->object.SetWeak(trace, OnDeath, v8::WeakCallbackType::kParameter);

  Alive& alive = alive_.back();
  alive.bytes += trace->bytes();
  alive.count += weight;
  live_bytes_ += trace->bytes();
  live_count_ += weight;
}

void TraceTable::OnDeath(const v8::WeakCallbackInfo<Trace>& info) {
  Trace* trace = info.GetParameter();
  trace->object.Reset();
  TraceTable* table = reinterpret_cast<Page*>(reinterpret_cast<uintptr_t>(trace) & ~(kPageBytes - 1))->table;
  Alive& alive = table->AliveOf(trace->segment);
  alive.bytes -= trace->bytes();
  alive.count -= trace->weight;
  table->live_bytes_ -= trace->bytes();
  table->live_count_ -= trace->weight;
  SetNextFree(trace, table->free_);
  table->free_ = trace;
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
  free_ = nullptr;
  alive_.assign(alive_.size(), Alive{});  // segments keep their numbers
  older_ = {};
  live_bytes_ = live_count_ = 0;
}

}  // namespace tracemalloc

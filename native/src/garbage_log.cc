#include "garbage_log.h"

#include <algorithm>

#include "garbage.h"

namespace tracemalloc {

namespace {

constexpr size_t kMost = 1024;

size_t UsedBytes(v8::Isolate* isolate) {
  v8::HeapStatistics statistics;
  isolate->GetHeapStatistics(&statistics);
  return statistics.used_heap_size();
}

}  // namespace

GarbageLog::GarbageLog(v8::Isolate* isolate, const int& own_work) : isolate_(isolate), own_work_(own_work) {
  entries_.reserve(kMost);
  isolate->AddGCPrologueCallback(OnBegin, this, kCollections);
  isolate->AddGCEpilogueCallback(OnEnd, this, kCollections);
}

GarbageLog::~GarbageLog() {
  isolate_->RemoveGCPrologueCallback(OnBegin, this);
  isolate_->RemoveGCEpilogueCallback(OnEnd, this);
}

void GarbageLog::OnBegin(v8::Isolate* isolate, v8::GCType, v8::GCCallbackFlags, void* log) {
  auto* self = static_cast<GarbageLog*>(log);
  self->used_ = UsedBytes(isolate);
  self->begin_ = Clock::now();
}

void GarbageLog::OnEnd(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags, void* log) {
  auto* self = static_cast<GarbageLog*>(log);
  if (self->begin_ == Clock::time_point()) return;  // it had begun before we listened
  double milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - self->begin_).count();
  Kind kind = self->own_work_ ? Kind::kMeasuring : type == v8::kGCTypeScavenge ? Kind::kMinor : Kind::kFull;
  double freed = static_cast<double>(self->used_) - static_cast<double>(UsedBytes(isolate));
  if (self->entries_.size() == kMost) self->LeaveOutShorterHalf();
  self->entries_.push_back({self->begin_, milliseconds, std::max(freed, 0.0), kind});
}

// Long ones are what a reader looks for.
void GarbageLog::LeaveOutShorterHalf() {
  std::vector<double> times(entries_.size());
  std::transform(entries_.begin(), entries_.end(), times.begin(), [](const Entry& entry) { return entry.milliseconds; });
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  double middle = times[times.size() / 2];
  size_t before = entries_.size();
  std::erase_if(entries_, [middle](const Entry& entry) { return entry.milliseconds < middle; });
  // All as long as each other: then any will do.
  if (entries_.size() == before) entries_.erase(entries_.begin(), entries_.begin() + before / 2);
  left_out_ += before - entries_.size();
}

}  // namespace tracemalloc

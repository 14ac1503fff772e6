// When V8 collected garbage in an isolate, how long that took and what it freed: for a timeline.
#pragma once

#include <v8.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tracemalloc {

class GarbageLog {
 public:
  using Clock = std::chrono::steady_clock;

  enum class Kind : uint8_t { kMinor, kFull, kMeasuring };

  struct Entry {
    Clock::time_point begin;
    double milliseconds;
    double freed;  // bytes of V8's heap
    Kind kind;
  };

  // Listens to the isolate as long as it lives. `own_work`: what is collected while it is not 0 is collected for us.
  GarbageLog(v8::Isolate* isolate, const int& own_work);
  ~GarbageLog();
  GarbageLog(const GarbageLog&) = delete;
  GarbageLog& operator=(const GarbageLog&) = delete;

  // In order.
  const std::vector<Entry>& entries() const { return entries_; }
  // Shorter ones that are not among them any more: there is an end to what a file of results can list.
  size_t left_out() const { return left_out_; }
  size_t OwnBytes() const { return entries_.capacity() * sizeof(Entry); }

 private:
  static void OnBegin(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags flags, void* log);
  static void OnEnd(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags flags, void* log);
  void LeaveOutShorterHalf();

  v8::Isolate* isolate_;
  const int& own_work_;
  Clock::time_point begin_;
  size_t used_ = 0;  // bytes of the heap at `begin_`
  size_t left_out_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace tracemalloc

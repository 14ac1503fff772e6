// One isolate's tracer: owns the tables, receives V8's allocations, and is torn down with the environment.
#pragma once

#include <v8.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "array_buffers.h"
#include "code_map.h"
#include "failure_injection.h"
#include "frame_table.h"
#include "garbage.h"
#include "garbage_log.h"
#include "heap_observer.h"
#include "mementos.h"
#include "pace.h"
#include "post_mortem.h"
#include "shedding.h"
#include "trace_table.h"
#include "traceback_reader.h"
#include "traceback_table.h"
#include "v8_flags.h"

namespace tracemalloc {

struct TracerOptions {
  double interval = 1;  // mean bytes between samples, whole; 1 traces every allocation
  double overhead = 0;  // the share of the thread's CPU time beyond which the interval is raised; 0: never
  uint32_t frames = 8;
  Lines lines = Lines::kExact;
  Owners owners;
  uint64_t seed = 0;
  // Whether V8 tells of all code that is there. Otherwise functions are made known when they are met on a stack, which is
  // cheaper where there are thousands and little of that code is going to run; they have no names, and are deemed the runner's.
  bool enumerates = true;
};

struct StartOutcome {
  bool ok = false;
  std::string code;
  std::string reason;
  std::string buffers;  // what off-heap memory is not traced, and why; empty: all is
  Quality lines = Quality::kApproximate;
};

class Tracer final : public AllocationSink, public BufferSink {
 public:
  // The isolate's tracer; null when it is not tracing.
  static Tracer* Of(v8::Isolate* isolate);
  static StartOutcome Start(v8::Isolate* isolate, const TracerOptions& options);
  static void Stop(v8::Isolate* isolate);

  ~Tracer() override;

  void OnAllocation(int since, Address address, size_t size) override;
  intptr_t NextStep() override;
  void OnBuffer(void* data, size_t size) override;
  bool Refuses(size_t size) override;

  uint32_t Mark();
  double AllocatedSince(uint32_t mark) const;
  double AliveSince(uint32_t mark) const;
  // What was allocated in the segments before.
  void Forget(uint32_t mark);
  // Lets allocations of off-heap memory fail; false where that is not possible.
  bool Arm(const FailurePlan& plan);
  void Disarm();
  // Drops all traces and accounts; marks go on.
  void Clear();
  // From here on; traces keep their weights. False when V8 did not let us: nothing is traced. See TracerOptions.
  bool SetInterval(double interval, double overhead);
  double interval() const { return options_.interval; }
  // Whether V8 has been optimising code: lines of it are approximate.
  bool has_optimised() const { return has_flags_ && HasOptimised(); }
  // The largest in force in the segments from <= segment < to.
  double LargestInterval(uint32_t from, uint32_t to) const;
  void Pause() { paused_++; }
  void Resume();

  // Collects garbage, and brings the tables up to date with what that left.
  void Collect(Collection collection);
  void TrimMementos();
  // Begins anew. Nobody listens before.
  void WatchCollections() { garbage_log_.emplace(isolate_, own_work_); }
  void UnwatchCollections() { garbage_log_.reset(); }
  const GarbageLog* garbage_log() const { return garbage_log_ ? &*garbage_log_ : nullptr; }

  v8::Isolate* isolate() const { return isolate_; }
  CodeMap& codes() { return codes_; }
  FrameTable& frames() { return frames_; }
  TracebackTable& tracebacks() { return tracebacks_; }
  TraceTable& traces() { return traces_; }
  Mementos& mementos() { return mementos_; }
  // Null when they are not traced.
  ArrayBuffers* buffers() { return buffers_; }
  PostMortem& post_mortem() { return post_mortem_; }
  const FailureInjection& failures() const { return failures_; }
  double allocated_bytes() const { return allocated_bytes_; }
  double live_bytes() const { return traces_.live_bytes() + (buffers_ ? buffers_->live().live_bytes() : 0); }
  double live_count() const { return traces_.live_count() + (buffers_ ? buffers_->live().live_count() : 0); }
  double peak_bytes() const { return peak_bytes_; }
  void ResetPeak() { peak_bytes_ = live_bytes(); }
  // In exact mode: bytes by which V8's spaces grew without a report; 0 when all is well.
  double unobserved_bytes() const;
  // How often somebody else's heap sampler has taken the place of ours. Then what was allocated up to the next mark that
  // found it gone is missing.
  uint32_t interruptions() const { return interruptions_; }
  size_t OwnBytes() const;

 private:
  friend class PauseScope;

  Tracer(v8::Isolate* isolate, const TracerOptions& options);
  static void OnCodeEvent(const v8::JitCodeEvent* event);
  void Return();
  bool UseInterval(double interval);
  bool InstallAnew();
  // Has V8 report no more until Resume.
  intptr_t Doze();
  bool Reinstall();
  // Raises the interval if tracing is too dear; not at once, as V8 is in the middle of an allocation.
  void Economise();
  // Lets V8 optimise code, which makes its lines approximate, where that takes long.
  void Optimise(bool on);
  // Otherwise V8 optimises anyway.
  bool MayOptimise() const { return options_.lines == Lines::kExact; }
  static void OnInterrupt(v8::Isolate* isolate, void*);
  void Record(Address address, size_t size);
  void Account(uint32_t traceback, double bytes, double count, double variance);
  void ListenToCode();
  void LeaveLineEndsToV8();

  v8::Isolate* isolate_;
  TracerOptions options_;
  bool exact_ = true;
  bool has_flags_ = false;  // and code events
  bool interrupted_ = false;
  uint32_t interruptions_ = 0;
  uint64_t random_;
  int paused_ = 0;
  uint32_t paused_allocations_ = 0;  // that were reported since it was paused; 0 while it is not
  bool dozing_ = false;
  int own_work_ = 0;  // scopes of it
  CodeMap codes_;
  FrameTable frames_;
  TracebackTable tracebacks_;
  TracebackReader reader_;
  TraceTable traces_;
  Mementos mementos_;
  uint32_t first_untrimmed_ = 0;  // segment
  HeapObserver observer_;
  ArrayBuffers* buffers_ = nullptr;
  FailureInjection failures_;
  Requesters requesters_;
  Pace pace_;
  bool asked_ = false;  // for an interrupt
  bool optimising_ = false;
  double wanted_ = 1;  // the interval that `pace_` asks for; more than the present one while that waits to be raised
  Shedding shedding_;
  std::vector<double> allocated_before_;  // by segment, from first_segment_ on: allocated_bytes_ when it began
  std::vector<float> intervals_;          // by segment, likewise: the largest
  uint32_t first_segment_ = 0;
  double allocated_bytes_ = 0;
  double peak_bytes_ = 0;
  uint64_t grown_bytes_ = 0;
  uint64_t reported_bytes_ = 0;
  PostMortem post_mortem_{this};
  std::optional<GarbageLog> garbage_log_;
};

// Our own work on V8's heap is not traced.
class PauseScope {
 public:
  explicit PauseScope(Tracer* tracer) : tracer_(tracer) {
    tracer_->Pause();
    tracer_->own_work_++;
  }
  ~PauseScope() {
    tracer_->own_work_--;
    tracer_->Resume();
  }

 private:
  Tracer* tracer_;
};

}  // namespace tracemalloc

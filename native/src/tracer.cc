#include "tracer.h"

#include <v8-profiler.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <mutex>
#include <utility>

#include "line_ends.h"
#include "self_check.h"

namespace tracemalloc {

namespace {

// Isolates that trace. Looked up by V8's code events, which carry no pointer of ours, and by the addon, which may be
// loaded more than once into an isolate.
struct Registry {
  std::mutex mutex;
  std::vector<std::pair<v8::Isolate*, Tracer*>> tracers;
};

Registry& registry() {
  static Registry* instance = new Registry;  // never destroyed: threads may outlive static destructors
  return *instance;
}

constexpr double kMaxStep = 1 << 30;
// Of our own allocations in one piece of work: from here on it is worth putting the observer in anew afterwards.
constexpr uint32_t kMany = 1000;

}  // namespace

Tracer* Tracer::Of(v8::Isolate* isolate) {
  std::lock_guard<std::mutex> lock(registry().mutex);
  for (auto& [owner, tracer] : registry().tracers) {
    if (owner == isolate) return tracer;
  }
  return nullptr;
}

StartOutcome Tracer::Start(v8::Isolate* isolate, const TracerOptions& options) {
  StartOutcome outcome;
  auto* tracer = new Tracer(isolate, options);
  {
    std::lock_guard<std::mutex> lock(registry().mutex);
    registry().tracers.emplace_back(isolate, tracer);
  }
  // First, and before anything of the process or the isolate is changed: another copy of the addon may be tracing.
  tracer->Pause();
  switch (tracer->observer_.Install(isolate, tracer, 1)) {
    case HeapObserver::Result::kInstalled:
      AcquireFlags(isolate, options.lines);
      tracer->has_flags_ = true;
      // Optimised code has source positions only when V8 is asked for them. It looks at all functions then.
      if (options.lines == Lines::kFast) v8::CpuProfiler::UseDetailedSourcePositionsForProfiling(isolate);
      tracer->ListenToCode();
      tracer->Resume();
      outcome = SelfCheck(tracer);
      if (tracer->reader_.meets() && !tracer->frames_.KnowsRanges()) {
        tracer->reader_.KnowAll();
        tracer->ListenToCode();
      }
      if (options.lines == Lines::kFast) outcome.lines = Quality::kApproximate;
      tracer->buffers_ = ArrayBuffers::Attach(isolate, tracer, &outcome.buffers);
      tracer->SetInterval(options.interval, options.overhead);
      tracer->frames_.ForgetLookups();
      tracer->Clear();
      break;
    case HeapObserver::Result::kAnotherSampler:
      outcome.code = "ANOTHER_SAMPLER";
      outcome.reason = "a sampling heap profiler is already running in this isolate";
      break;
    case HeapObserver::Result::kUnknownLayout:
      outcome.code = "UNKNOWN_V8";
      outcome.reason = "the allocation observer of this V8 was not recognised";
      break;
  }
  if (!outcome.ok) Stop(isolate);
  return outcome;
}

void Tracer::Stop(v8::Isolate* isolate) {
  Tracer* tracer = Of(isolate);
  if (!tracer) return;
  tracer->Pause();
  bool has_flags = tracer->has_flags_;
  tracer->Optimise(false);
  tracer->observer_.Remove();
  if (tracer->buffers_) tracer->buffers_->Detach();
  if (has_flags) isolate->SetJitCodeEventHandler(v8::kJitCodeEventDefault, nullptr);
  {
    std::lock_guard<std::mutex> lock(registry().mutex);
    std::erase_if(registry().tracers, [isolate](auto& entry) { return entry.first == isolate; });
  }
  delete tracer;
  if (has_flags) ReleaseFlags();
}

Tracer::Tracer(v8::Isolate* isolate, const TracerOptions& options)
    : isolate_(isolate),
      options_(options),
      random_(options.seed ? options.seed : static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()) | 1),
      codes_(isolate, options.owners),
      frames_(isolate, codes_),
      reader_(isolate, codes_, frames_, tracebacks_, options.frames, !options.enumerates),
      traces_(isolate),
      requesters_(codes_, frames_, tracebacks_, reader_.walker()),
      allocated_before_(1),
      intervals_(1, 1) {
  random_ = MixHash(random_) | 1;
  options_.interval = 1;  // until the self-check has passed
}

Tracer::~Tracer() = default;

void Tracer::OnCodeEvent(const v8::JitCodeEvent* event) {
  Tracer* tracer = Of(event->isolate);
  if (!tracer) return;
  bool added = event->type == v8::JitCodeEvent::CODE_ADDED && !event->script.IsEmpty();
  if (added && !tracer->codes_.Knows(event->script->GetId())) tracer->LeaveLineEndsToV8();
  tracer->codes_.OnEvent(event);
  tracer->reader_.walker().OnEvent(event);
}

void Tracer::ListenToCode() {
  isolate_->SetJitCodeEventHandler(reader_.meets() ? v8::kJitCodeEventDefault : v8::kJitCodeEventEnumExisting, OnCodeEvent);
  reader_.walker().Prepare();
}

// What was traced last, if it is the line ends of a script whose first event this is.
void Tracer::LeaveLineEndsToV8() {
  Trace* last = traces_.last();
  if (!last || last->segment != traces_.segment() || !IsLineEnds(ObjectOf(last->object))) return;
  uint32_t from = last->traceback;
  const TracebackTable::Traceback& traceback = tracebacks_[from];
  if (traceback.domain != Domain::kHeap) return;
  uint32_t frames[Stack::kMax];
  for (uint32_t i = 0; i < traceback.length; i++) frames[i] = tracebacks_.frame(traceback, i);
  last->traceback = tracebacks_.Intern(frames, traceback.length, traceback.total, Domain::kCode);
  tracebacks_.Allocated(from, last->segment, -last->bytes(), -last->weight, -last->variance());
  tracebacks_.Allocated(last->traceback, last->segment, last->bytes(), last->weight, last->variance());
}

// The exponential distribution makes each byte equally likely to be sampled, whatever came before.
intptr_t Tracer::NextStep() {
  if (exact_) return paused_allocations_ > kMany ? Doze() : 1;
  random_ ^= random_ << 13;
  random_ ^= random_ >> 7;
  random_ ^= random_ << 17;
  double uniform = (static_cast<double>(random_ >> 11) + 1) * (1.0 / 9007199254740993.0);
  // V8 reports the allocation that reaches the step, so a fraction of a byte counts as a whole one.
  double step = std::ceil(-std::log(uniform) * options_.interval);
  return static_cast<intptr_t>(std::clamp(step, 8.0, kMaxStep));
}

// The hot path: called for every allocation in exact mode. Nothing here may allocate on V8's heap.
void Tracer::OnAllocation(int since, Address address, size_t size) {
  // `since` is what the allocated space has grown by from the last report to this one: the allocation reported then.
  if (exact_) {
    grown_bytes_ += since;
    if (address) reported_bytes_ += size;
  }
  if (paused_) {
    paused_allocations_++;
    return;
  }
  if (!address) return;
  if (!pace_.active()) return Record(address, size);
  bool timed = pace_.Enter();
  Record(address, size);
  if (timed) pace_.Leave();
  if (pace_.IsDue()) Economise();
}

// Each allocation that is reported takes V8 a detour, in our own work as well.
intptr_t Tracer::Doze() {
  dozing_ = true;
  return static_cast<intptr_t>(kMaxStep);
}

void Tracer::Resume() {
  if (paused_ == 0 || --paused_ > 0) return;
  paused_allocations_ = 0;
  if (std::exchange(dozing_, false) && !interrupted_ && !observer_.IsLost()) InstallAnew();
}

void Tracer::Record(Address address, size_t size) {
  // A sample of `size` bytes is taken with probability 1 - exp(-size / interval), so it stands for 1 / that many.
  float weight = exact_ ? 1.0f : static_cast<float>(1.0 / -std::expm1(-static_cast<double>(size) / options_.interval));
  uint32_t clamped = static_cast<uint32_t>(std::min<size_t>(size, std::numeric_limits<uint32_t>::max()));
  uint32_t traceback = reader_.Read(Domain::kHeap);
  traces_.Add(address, traceback, clamped, weight);
  Account(traceback, static_cast<double>(clamped) * weight, weight, VarianceOf(clamped, weight));
}

void Tracer::Economise() {
  double wanted = pace_.Wanted(options_.interval, allocated_bytes_);
  bool optimise = !optimising_ && MayOptimise() && pace_.IsLong();
  if (wanted <= wanted_ && !optimise) return;
  wanted_ = std::max(wanted, wanted_);
  if (asked_) return;
  asked_ = true;
  isolate_->RequestInterrupt(OnInterrupt, nullptr);
}

void Tracer::OnInterrupt(v8::Isolate* isolate, void*) {
  Tracer* tracer = Of(isolate);
  if (!tracer) return;
  tracer->asked_ = false;
  if (!tracer->pace_.active()) return;
  tracer->Optimise(tracer->pace_.IsLong());
  if (tracer->wanted_ > tracer->options_.interval) tracer->UseInterval(tracer->wanted_);
}

void Tracer::Optimise(bool on) {
  if (on == optimising_ || !MayOptimise()) return;
  optimising_ = on;
  on ? AllowOptimiser() : ForbidOptimiser();
}

// Buffers are few and large: they are all traced, also where objects are sampled.
void Tracer::OnBuffer(void* data, size_t size) {
  if (paused_) return;
  uint32_t traceback = reader_.Read(Domain::kArrayBuffer);
  buffers_->live().Add({reinterpret_cast<uintptr_t>(data), size, traceback, traces_.segment()});
  Account(traceback, static_cast<double>(size), 1, 0);
}

bool Tracer::Arm(const FailurePlan& plan) {
  if (!buffers_) return false;
  buffers_->Ask(true);
  requesters_.Learn(isolate_);
  bool possible = failures_.Learn(isolate_);
  if (possible) failures_.Arm(plan);
  buffers_->Ask(possible);
  return possible;
}

void Tracer::Disarm() {
  if (buffers_) buffers_->Ask(false);
  failures_.Disarm();
}

bool Tracer::Refuses(size_t size) {
  const void* frame = __builtin_frame_address(0);
  requesters_.Observe(frame);
  if (failures_.Repeats()) return true;
  if (paused_ || !failures_.active()) return false;
  return failures_.Fails(requesters_.Of(reader_.Read(Domain::kArrayBuffer), frame), size);
}

void Tracer::Account(uint32_t traceback, double bytes, double count, double variance) {
  tracebacks_.Allocated(traceback, traces_.segment(), bytes, count, variance);
  allocated_bytes_ += bytes;
  peak_bytes_ = std::max(peak_bytes_, live_bytes());
}

// When our sampler was stopped, and as soon as there is no other one.
void Tracer::Return() {
  if (!interrupted_) {
    interrupted_ = true;
    interruptions_++;
    observer_.Remove();
  }
  interrupted_ = !Reinstall();
}

bool Tracer::Reinstall() {
  auto rate = static_cast<uint64_t>(options_.interval);
  return observer_.Install(isolate_, this, rate) == HeapObserver::Result::kInstalled;
}

uint32_t Tracer::Mark() {
  if (interrupted_ || observer_.IsLost()) Return();
  if (pace_.IsLong()) Optimise(true);
  allocated_before_.push_back(allocated_bytes_);
  intervals_.push_back(static_cast<float>(options_.interval));
  return traces_.NextSegment();
}

double Tracer::AllocatedSince(uint32_t mark) const {
  size_t index = mark > first_segment_ ? mark - first_segment_ : 0;
  return index < allocated_before_.size() ? allocated_bytes_ - allocated_before_[index] : 0;
}

void Tracer::Forget(uint32_t mark) {
  uint32_t first = std::min(mark, traces_.segment());
  tracebacks_.Forget(mark);
  traces_.Forget(first);
  if (buffers_) buffers_->live().Forget(first);
  if (first > first_segment_) {
    allocated_before_.erase(allocated_before_.begin(), allocated_before_.begin() + (first - first_segment_));
    intervals_.erase(intervals_.begin(), intervals_.begin() + (first - first_segment_));
    first_segment_ = first;
  }
  if (shedding_.Shed(this)) reader_.Forget();
}

double Tracer::AliveSince(uint32_t mark) const {
  return traces_.AliveSince(mark) + (buffers_ ? buffers_->live().AliveSince(mark) : 0);
}

void Tracer::Clear() {
  traces_.Clear();
  if (buffers_) buffers_->live().Clear();
  peak_bytes_ = 0;
  tracebacks_.Forget(UINT32_MAX);
}

bool Tracer::SetInterval(double interval, double overhead) {
  pace_.Begin(overhead, allocated_bytes_);
  if (interval <= 1) Optimise(false);
  wanted_ = interval;
  return UseInterval(interval);
}

// The steps that were drawn before are still pending, one for each space: from sampled to exact they would hide
// allocations, and their samples would have the wrong weight. So the observer is put in anew.
bool Tracer::UseInterval(double interval) {
  if (interval == options_.interval && !interrupted_ && !observer_.IsLost()) return true;
  options_.interval = interval;
  exact_ = interval <= 1;
  intervals_.back() = std::max(intervals_.back(), static_cast<float>(interval));
  if (interrupted_ || observer_.IsLost()) {
    Return();
    return !interrupted_;
  }
  return InstallAnew();
}

bool Tracer::InstallAnew() {
  observer_.Remove();
  if (Reinstall()) return true;
  interrupted_ = true;
  interruptions_++;
  return false;
}

double Tracer::LargestInterval(uint32_t from, uint32_t to) const {
  auto index = [this](uint32_t segment) { return std::min<size_t>(segment - std::min(segment, first_segment_), intervals_.size()); };
  float largest = 1;
  for (size_t i = index(from); i < index(to); i++) largest = std::max(largest, intervals_[i]);
  return largest;
}

double Tracer::unobserved_bytes() const {
  // Reports run ahead of the growth, by the last allocation of each space.
  return grown_bytes_ > reported_bytes_ ? static_cast<double>(grown_bytes_ - reported_bytes_) : 0;
}

void Tracer::Collect(Collection collection) {
  PauseScope pause(this);
  // Frames that wait for their lines hold their scripts.
  frames_.Resolve();
  tracemalloc::Collect(isolate_, collection);
  codes_.Prune();
  TrimMementos();
}

// What was there at the collection before has none.
void Tracer::TrimMementos() {
  uint32_t first = std::exchange(first_untrimmed_, traces_.segment());
  traces_.ForEach([this, first](Trace& trace) {
    if (trace.segment < first) return;
    uint32_t size = mementos_.Trimmed(ObjectOf(trace.object), trace.size);
    if (size != trace.size) traces_.Resize(trace, size);
  });
}

size_t Tracer::OwnBytes() const {
  return sizeof(Tracer) + codes_.OwnBytes() + frames_.OwnBytes() + reader_.OwnBytes() + tracebacks_.OwnBytes() + traces_.OwnBytes() +
         (buffers_ ? buffers_->live().OwnBytes() : 0) + (garbage_log_ ? garbage_log_->OwnBytes() : 0);
}

}  // namespace tracemalloc

#include "pace.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <ctime>
#include <limits>

namespace tracemalloc {

namespace {

// What a trace takes in V8, in terms of what it takes in our code: by a profile of `bench/allocation-probe.mjs`.
constexpr double kElsewhere = 1.5;
// A step that takes longer has been interrupted.
constexpr uint64_t kLongestStep = 100'000;
// Shorter measurements say nothing about a file.
constexpr double kShortest = 5e6;
constexpr double kLong = 200e6;
// Less would hardly be cheaper than every allocation.
constexpr double kMinInterval = 512;

double ThreadCpu() {
#if defined(CLOCK_THREAD_CPUTIME_ID)
  timespec time;
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0) return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
#endif
  return 0;
}

}  // namespace

uint64_t Pace::Now() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
}

void Pace::Begin(double share, double allocated_bytes) {
  share_ = share;
  if (!active()) return;
  clock_ = std::numeric_limits<uint64_t>::max();
  for (int i = 0; i < 16; i++) {
    uint64_t before = Now();
    clock_ = std::min(clock_, Now() - before);
  }
  Restart(allocated_bytes);
  begun_ = cpu_;
}

bool Pace::IsLong() const { return active() && ThreadCpu() - begun_ > kLong; }

void Pace::Restart(double allocated_bytes) {
  cpu_ = ThreadCpu();
  allocated_ = allocated_bytes;
  own_ = 0;
  steps_ = measured_ = 0;
}

void Pace::Leave() {
  uint64_t taken = std::min(Now() - entered_, kLongestStep);
  own_ += static_cast<double>(taken > clock_ ? taken - clock_ : 0);
}

double Pace::Wanted(double interval, double allocated_bytes) {
  measured_ += steps_;
  steps_ = 0;
  double cpu = ThreadCpu() - cpu_;
  if (cpu < kShortest) return interval;
  double own = own_ * kTimeEvery * (1 + kElsewhere);
  double excess = own / (share_ * cpu);
  double per_step = (allocated_bytes - allocated_) / measured_;
  Restart(allocated_bytes);
  if (excess <= 1 || interval >= kMaxInterval) return interval;
  // While all are traced a step stands for the bytes of one allocation.
  double wanted = (interval <= 1 ? per_step : interval) * excess;
  auto power = std::bit_ceil(static_cast<uint64_t>(std::clamp(wanted, kMinInterval, kMaxInterval)));
  return std::max(interval, static_cast<double>(power));
}

}  // namespace tracemalloc

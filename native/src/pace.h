// How much of a thread's CPU time tracing takes, and how rarely it must sample to take no more than its share.
//
// What our own code costs is timed for one allocation in so many. The rest cannot be seen from here: V8's slow path for
// every allocation that is reported, and its work on a weak handle for every trace. It is a constant, from
// a profile.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tracemalloc {

class Pace {
 public:
  static constexpr double kMaxInterval = 65536;

  // From here on; `share` of the thread's CPU time, 0: unlimited, nothing is measured.
  void Begin(double share, double allocated_bytes);
  bool active() const { return share_ > 0; }

  // Around the work for one allocation. `Enter` tells whether it is timed.
  bool Enter() {
    if (++steps_ % kTimeEvery != 0) return false;
    entered_ = Now();
    return true;
  }
  void Leave();

  // Whether what runs since `Begin` takes so long that it should be optimised.
  bool IsLong() const;

  // Whether it is time to call `Wanted`.
  bool IsDue() const { return steps_ >= kSteps; }
  // The mean bytes between samples that would keep to the share; `interval` when that does.
  double Wanted(double interval, double allocated_bytes);

 private:
  static constexpr uint32_t kTimeEvery = 16;
  static constexpr uint32_t kSteps = 128;

  static uint64_t Now();
  void Restart(double allocated_bytes);

  double share_ = 0;
  double begun_ = 0;      // nanoseconds of the thread at `Begin`
  double cpu_ = 0;        // and when this measurement began
  double allocated_ = 0;  // bytes by then
  double own_ = 0;        // nanoseconds of the timed steps
  uint64_t entered_ = 0;
  uint64_t clock_ = 0;  // nanoseconds that reading the clock takes
  uint32_t steps_ = 0;
  uint32_t measured_ = 0;  // steps before these, in the same measurement
};

}  // namespace tracemalloc

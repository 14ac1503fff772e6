// Lets chosen allocations of off-heap memory fail, to see whether a program survives that. Told apart are those that
// JavaScript asks for, where a failure is a RangeError, and those that native code asks for through V8's API, where it
// ends the process.
//
// V8 asks again after it has collected garbage, a fixed number of times; all of these calls are one failure.
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "heap_limit.h"
#include "requesters.h"

namespace tracemalloc {

struct FailurePlan {
  uint64_t nth = 0;  // the first that fails, counted from 1; 0: none, they are only counted
  uint64_t count = 1;
  bool persistent = false;  // all from the nth on
  bool native = false;      // those of native code as well
  bool owned = false;       // only those that some code asks for which is not transparent
  size_t min_size = 0;      // smaller ones are not counted
  std::string file;         // a part of the name of the file whose code asks, Node's own left out; empty: any
};

class FailureInjection {
 public:
  // What was asked for, in order.
  struct Attempt {
    uint32_t traceback;
    size_t size;
    bool failed;
  };

  // Finds out how often V8 asks for the same, once. False when a failure is no RangeError here.
  bool Learn(v8::Isolate* isolate);
  void Arm(const FailurePlan& plan);
  void Disarm();
  const std::vector<Attempt>& attempts() const { return attempts_; }
  const FailurePlan& plan() const { return plan_; }

  // Whether V8 asks again for what has just failed, or something is being learnt: then that is all there is to know.
  bool Repeats();
  bool active() const { return active_; }
  // Whether this one fails.
  bool Fails(const Requester& requester, size_t size);

 private:
  v8::Isolate* isolate_ = nullptr;
  HeapLimit limit_;
  bool active_ = false;
  bool learning_ = false;
  uint64_t calls_ = 0;    // that V8 makes for one allocation that fails
  uint64_t repeats_ = 0;  // that are still to come
  FailurePlan plan_;
  std::vector<Attempt> attempts_;
};

}  // namespace tracemalloc

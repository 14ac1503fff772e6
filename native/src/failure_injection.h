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

#include "flat_map.h"

namespace tracemalloc {

struct FailurePlan {
  uint64_t nth = 0;  // the first that fails, counted from 1; 0: none, they are only counted
  uint64_t count = 1;
  bool persistent = false;  // all from the nth on
  bool native = false;      // those of native code as well
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

  // Where a call of the allocator comes from.
  struct Origin {
    uint32_t traceback;
    bool native;
    const std::string& file;
  };

  // Finds out how often V8 asks for the same, once. False when a failure is no RangeError here.
  bool Learn(v8::Isolate* isolate);
  void Arm(const FailurePlan& plan);
  void Disarm() { active_ = false; }
  const std::vector<Attempt>& attempts() const { return attempts_; }
  const FailurePlan& plan() const { return plan_; }

  // Whether V8 asks again for what has just failed, or something is being learnt: then that is all there is to know.
  bool Repeats();
  bool active() const { return active_; }
  // Whether this one fails.
  bool Fails(const Origin& origin, size_t size);

 private:
  bool active_ = false;
  bool learning_ = false;
  uint64_t calls_ = 0;    // that V8 makes for one allocation that fails
  uint64_t repeats_ = 0;  // that are still to come
  uint64_t failed_ = 0;
  FailurePlan plan_;
  std::vector<Attempt> attempts_;
};

// The return addresses on whose behalf V8 ends the process when there is no memory: those in the functions of its API
// that allocate for native code, and where it gives a small typed array, which lives on the heap, a buffer of its own.
class FatalCallers {
 public:
  // Finds that place. The callers of the allocator that it makes come by Learn, from the youngest on.
  void Learn(v8::Isolate* isolate);
  bool learning() const { return learning_; }
  void Learn(uintptr_t pc);

  bool Contains(uintptr_t pc);

 private:
  FlatMap<bool> known_;
  bool learnt_ = false;
  bool learning_ = false;
  uintptr_t last_ = 0;
};

}  // namespace tracemalloc

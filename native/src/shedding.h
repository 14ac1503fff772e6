// In a process that runs test files again and again (watch mode, shared workers), scripts come and go, and each brings
// tracebacks and frames of its own. Those that nothing refers to any more are dropped now and then, all at once, since the
// others get new numbers: what was remembered by number must be forgotten. So are the names of their functions.
#pragma once

#include <cstddef>

namespace tracemalloc {

class Tracer;

class Shedding {
 public:
  // After segments were forgotten, on the isolate's thread. Whether numbers of tracebacks have changed.
  bool Shed(Tracer* tracer);

 private:
  bool ShedTracebacks(Tracer* tracer);
  void ShedNames(Tracer* tracer);

  // So many tracebacks (4 MB with all that belongs to them) cost less than to look through them.
  static constexpr size_t kFew = size_t{1} << 15;
  size_t limit_ = kFew;
  // The same, of names: 1 MB.
  static constexpr size_t kFewNames = size_t{1} << 13;
  size_t names_limit_ = kFewNames;
};

}  // namespace tracemalloc

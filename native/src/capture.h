// The frames of one traceback while the stack is walked: the youngest ones, and in the last places those that decide whose
// memory it is when they are deeper, below the code of Node or the runner: the runner's youngest, and the one that decides
// in any case.
#pragma once

#include <cstdint>

#include "frame_table.h"
#include "stack.h"

namespace tracemalloc {

class Capture {
 public:
  Capture(FrameTable& table, uint32_t limit) : table_(table), limit_(limit) {}

  // Takes the next older frame, at `pc`; false when no more are wanted.
  bool Add(uint32_t frame, uintptr_t pc) {
    if (frame == FrameTable::kNone) foreign_ = pc;
    if (frame == FrameTable::kNone || frame == FrameTable::kOther) return true;
    seen_++;
    Owner owner = table_[frame].owner;
    bool decides = owner == Owner::kUser || owner == Owner::kEnds;
    if (kept_ < limit_) {
      frames_[kept_++] = frame;
    } else if (decides) {
      if (runner_is_last_ && limit_ > 1) frames_[kept_ - 2] = frames_[kept_ - 1];
      frames_[kept_ - 1] = frame;
    } else if (owner == Owner::kRunner && !found_runner_) {
      frames_[kept_ - 1] = frame;
      runner_is_last_ = true;
    }
    found_runner_ |= owner == Owner::kRunner;
    decided_ |= decides;
    return seen_ < Stack::kMax && !(decided_ && kept_ == limit_);
  }

  const uint32_t* frames() const { return frames_; }
  uint32_t kept() const { return kept_; }
  uint32_t seen() const { return seen_; }
  bool decided() const { return decided_; }
  // A program counter that was no known code's, or 0.
  uintptr_t foreign() const { return foreign_; }

 private:
  FrameTable& table_;
  uint32_t limit_;
  uint32_t kept_ = 0;
  uint32_t seen_ = 0;
  bool decided_ = false;
  bool found_runner_ = false;
  bool runner_is_last_ = false;  // it was deeper than the youngest
  uintptr_t foreign_ = 0;
  uint32_t frames_[Stack::kMax] = {};
};

}  // namespace tracemalloc

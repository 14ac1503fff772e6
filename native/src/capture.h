// The frames of one traceback while the stack is walked: the youngest ones, and in the last place the user's youngest
// frame when it is deeper, below the code of a library or the runner.
#pragma once

#include <cstdint>

#include "frame_table.h"
#include "stack.h"

namespace tracemalloc {

class Capture {
 public:
  Capture(FrameTable& table, uint32_t limit) : table_(table), limit_(limit) {}

  // Takes the next older frame; false when no more are wanted.
  bool Add(uintptr_t pc, bool leaf) {
    uint32_t frame = table_.FrameOf(pc, leaf && seen_ == 0);
    if (frame == FrameTable::kNone) foreign_ = pc;
    if (frame == FrameTable::kNone || frame == FrameTable::kOther) return true;
    seen_++;
    bool users = !table_[frame].transparent;
    if (kept_ < limit_) {
      frames_[kept_++] = frame;
    } else if (users) {
      frames_[kept_ - 1] = frame;
    }
    found_user_ |= users;
    return seen_ < Stack::kMax && !(found_user_ && kept_ == limit_);
  }

  const uint32_t* frames() const { return frames_; }
  uint32_t kept() const { return kept_; }
  uint32_t seen() const { return seen_; }
  bool found_user() const { return found_user_; }
  // A program counter that was no known code's, or 0.
  uintptr_t foreign() const { return foreign_; }

 private:
  FrameTable& table_;
  uint32_t limit_;
  uint32_t kept_ = 0;
  uint32_t seen_ = 0;
  bool found_user_ = false;
  uintptr_t foreign_ = 0;
  uint32_t frames_[Stack::kMax];
};

}  // namespace tracemalloc

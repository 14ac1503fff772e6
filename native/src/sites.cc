#include "sites.h"

#include <algorithm>

namespace tracemalloc {

Sites::Sites(FrameTable& frames, TracebackTable& tracebacks, RoleOf role_of, const std::vector<uint32_t>& tests)
    : frames_(frames), tracebacks_(tracebacks), role_of_(std::move(role_of)), tests_(64) {
  for (uint32_t mark : tests) tests_.Insert(mark) = true;
}

void Sites::LearnRoles() {
  std::vector<bool> asked(frames_.strings().size());
  roles_.assign(frames_.strings().size(), Role::kPassed);
  representatives_.assign(frames_.strings().size(), FrameTable::kNone);
  for (uint32_t id = 0; id < frames_.size(); id++) {
    uint32_t file = frames_[id].file;
    if (asked[file]) continue;
    asked[file] = true;
    roles_[file] = role_of_(frames_.strings()[file]);
  }
  for (auto& sites : sites_) sites.assign(tracebacks_.size(), FrameTable::kNone);
}

uint32_t Sites::SiteOf(uint32_t traceback, uint32_t segment) {
  bool in_test = tests_.Find(segment) != nullptr;
  uint32_t& site = sites_[in_test][traceback];
  if (site == FrameTable::kNone) site = Find(tracebacks_[traceback], in_test);
  return site;
}

uint32_t Sites::Find(const TracebackTable::Traceback& traceback, bool in_test) {
  for (uint32_t i = 0; i < traceback.length; i++) {
    uint32_t frame = tracebacks_.frame(traceback, i);
    Role role = roles_[frames_[frame].file];
    if (role == Role::kUser) return frame;
    if (role == Role::kEnds || (role == Role::kRunner && !in_test)) return AnyOfFile(frame);
  }
  return traceback.length ? AnyOfFile(tracebacks_.frame(traceback, 0)) : FrameTable::kNone;
}

// What is nobody's is not shown line by line.
uint32_t Sites::AnyOfFile(uint32_t frame) {
  uint32_t& representative = representatives_[frames_[frame].file];
  if (representative == FrameTable::kNone) representative = frame;
  return representative;
}

}  // namespace tracemalloc

// Which frame of a traceback stands for it: the choice of `blame.ts`, made here because a test file has tens of thousands
// of tracebacks and a few hundred places, and only the places need to cross into JavaScript.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "flat_map.h"
#include "frame_table.h"
#include "traceback_table.h"

namespace tracemalloc {

// What a file's frames are to a traceback that they are in.
enum class Role : uint8_t {
  kUser,    // the newest one of these is the site
  kRunner,  // a site outside of tests, passed over in them
  kPassed,  // passed over
  kEnds,    // nothing below counts either: Node was loading its own modules
};

class Sites {
 public:
  using RoleOf = std::function<Role(const std::string& file)>;

  // tests: marks of the segments in which a test was running.
  Sites(FrameTable& frames, TracebackTable& tracebacks, RoleOf role_of, const std::vector<uint32_t>& tests);

  // Asks for the role of every file that is not known yet. What it calls may collect garbage, so no table may be open.
  void LearnRoles();

  // A frame: that which stands for the traceback or, when nobody's does, one of the newest frame's file.
  uint32_t SiteOf(uint32_t traceback, uint32_t segment);

 private:
  uint32_t Find(const TracebackTable::Traceback& traceback, bool in_test);
  uint32_t AnyOfFile(uint32_t frame);

  FrameTable& frames_;
  TracebackTable& tracebacks_;
  RoleOf role_of_;
  FlatMap<bool> tests_;
  std::vector<Role> roles_;                // by file
  std::vector<uint32_t> representatives_;  // by file
  std::vector<uint32_t> sites_[2];         // by traceback, outside of tests and in them
};

}  // namespace tracemalloc

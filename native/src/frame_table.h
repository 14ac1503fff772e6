// Frames, interned: a place in a script with the quality of its position. From a pc to a frame there is a cache, so the
// hot path is one probe per frame of the stack.
#pragma once

#include <v8.h>

#include <memory>
#include <vector>

#include "baseline_table.h"
#include "code_map.h"
#include "flat_map.h"
#include "numbers.h"
#include "paged_array.h"
#include "source_positions.h"
#include "string_pool.h"

namespace tracemalloc {

enum class Quality : uint8_t { kExact, kApproximate, kFunction };

struct Frame {
  uint32_t name;     // in CodeMap::names()
  int32_t position;  // in the script; -1 when unknown
  int script;
  uint32_t file = 0;      // in FrameTable::strings(), once resolved; 0 before
  uint32_t function = 0;  // likewise
  uint32_t line = 0;      // 1-based, 0 unknown
  uint32_t column = 0;
  Quality quality;
  Owner owner;
};

// A frame in words, as far as they are known.
struct FrameText {
  std::string file;
  std::string function;
  uint32_t line = 0;
  uint32_t column = 0;
  bool exact = false;      // the line of the call; else where the function begins
  std::string source_map;  // what the script says of it
};

class FrameTable {
 public:
  FrameTable(v8::Isolate* isolate, CodeMap& codes) : isolate_(isolate), codes_(codes), cache_(4096) {}

  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr uint32_t kOther = UINT32_MAX - 1;

  // The frame of a pc from the stack; kNone for what is no known code, kOther for what is known to be no JavaScript.
  // `leaf`: the youngest JavaScript frame.
  // Allocates nothing on V8's heap.
  uint32_t FrameOf(uintptr_t pc, bool leaf);

  // See SourcePositions::RangeOf.
  bool RangeOf(Address bytecode_array, uintptr_t* start, size_t* length) const {
    return source_positions_.RangeOf(bytecode_array, start, length);
  }
  // Whether it can be told by now.
  bool KnowsRanges() const { return source_positions_.learnt(); }

  // Looks everything up anew: after the self-check more can be read than before.
  void ForgetLookups();

  // Turns positions into lines. Only at a safe point: it may allocate on V8's heap.
  void Resolve();

  // One frame. `may_ask`: V8's API may be used, at a safe point; else it allocates nothing on V8's heap.
  FrameText TextOf(uint32_t id, bool may_ask);

  // Drops what has no new number, and all lookups. At a safe point, as Resolve, which it does before.
  void Renumber(const Numbers& numbers);

  // Names of frames; and what they are when names have new numbers.
  void KeepNames(Numbers* names) const;
  void RenumberNames(const Numbers& numbers);

  Frame& operator[](uint32_t id) { return frames_[id]; }
  size_t size() const { return frames_.size(); }
  const StringPool& strings() const { return strings_; }
  size_t OwnBytes() const;

 private:
  struct Cached {
    uint32_t code;
    uint32_t generation;
    uint32_t frame;
  };
  struct Pending {
    uint32_t frame;
    v8::Global<v8::UnboundScript> shared;  // strong until resolved: the script may die before
  };

  uint32_t Lookup(uintptr_t pc, uint32_t index, bool leaf);
  void FindPositions(uint32_t index);
  int PositionOf(uintptr_t pc, uint32_t index, Quality* quality, bool leaf);
  static uint64_t KeyOf(const Frame& frame);
  uint32_t Intern(const Code& code, int position, Quality quality);
  v8::Local<v8::UnboundScript> ScriptOf(uint32_t id);
  void ResolveOne(Frame& frame, v8::Local<v8::UnboundScript> script);
  uint32_t ScriptName(int script, v8::Local<v8::UnboundScript> shared);

  v8::Isolate* isolate_;
  CodeMap& codes_;
  BaselineTable baseline_;
  SourcePositions source_positions_;
  FlatMap<Cached> cache_;
  FlatMap<uint32_t> index_;
  FlatMap<uint32_t> script_names_;
  PagedArray<Frame> frames_;
  std::vector<Pending> pending_;
  StringPool strings_;
};

}  // namespace tracemalloc

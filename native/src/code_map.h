// Which code a pc belongs to: V8's JIT code events, kept as a sorted map of ranges.
//
// Bytecode arrays and machine code move and die. Every change of a range bumps the generation of its entry, so that
// whoever remembers an entry for a pc (FrameTable's cache) sees that it is stale without being told.
#pragma once

#include <v8.h>

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "flat_map.h"
#include "numbers.h"
#include "string_pool.h"

namespace tracemalloc {

enum class Tier : uint8_t { kInterpreter, kBaseline, kOptimized };

struct PositionEntry {
  uint32_t offset;  // of the bytecode or machine instruction, ascending
  int32_t position;  // in the script's source
};

constexpr int kNoScript = -1;

// Whose code it is: parts of the names of their scripts tell.
struct Owners {
  std::vector<std::string> transparent;  // of Node, the runner, and what both use
  std::vector<std::string> runner;       // of these, the runner
  std::vector<std::string> ends;         // of these, what is never the user's, whoever called it
};

enum class Owner : uint8_t { kUser, kTransparent, kRunner, kEnds };

struct Code {
  uintptr_t start = 0;
  size_t length = 0;
  uint32_t generation = 1;
  uint32_t name = 0;  // V8's "function /path/file.js:line:column"
  int script = kNoScript;
  Tier tier = Tier::kInterpreter;
  Owner owner = Owner::kUser;
  bool positions_tried = false;
  std::vector<PositionEntry> positions;
  v8::Global<v8::UnboundScript> shared;  // weak: a strong handle would keep test modules alive

  // The last position at or before an offset; -1 when there is none.
  int PositionAt(uint32_t offset) const;
};

class CodeMap {
 public:
  CodeMap(v8::Isolate* isolate, Owners parts) : isolate_(isolate), parts_(std::move(parts)) {}

  // Called for every event of the isolate. Moves are reported by V8's garbage collection threads, one at a time, while
  // the isolate's own thread waits; everything else comes on that thread.
  void OnEvent(const v8::JitCodeEvent* event);

  // Code from before there were events: bytecode, or one address of machine code. Allocates nothing on V8's heap. It counts
  // as the runner's, but for what decides in any case: its name is unknown.
  void AddMet(uintptr_t start, size_t length, Tier tier, v8::Local<v8::UnboundScript> shared);
  // An address that is no JavaScript's, until code is added there.
  void AddOther(uintptr_t pc);

  // Whether there was an event of a script before.
  bool Knows(int script) { return owners_.Find(static_cast<uint32_t>(script)) != nullptr; }

  static constexpr uint32_t kNone = UINT32_MAX;

  // Index of the code that contains pc, or kNone.
  uint32_t Find(uintptr_t pc) const;
  // Whether pc is in JavaScript.
  bool IsCode(uintptr_t pc) const {
    uint32_t index = Find(pc);
    return index != kNone && codes_[index]->script != kNoScript;
  }
  // Index of the bytecode whose instructions start within `reach` bytes behind an object's address, or kNone. Ranges of
  // flushed functions, which no event removes, may lie there too: length and script tell them apart.
  uint32_t FindBytecodeBehind(uintptr_t object, size_t reach, size_t length, int script) const;

  Code& operator[](uint32_t index) { return *codes_[index]; }
  // Positions that were found otherwise than by events.
  void SetPositions(uint32_t index, std::vector<PositionEntry>&& positions);
  void RetryPositions();
  // Drops code whose function is gone, and what waits for code. Only at a safe point, where nothing is being compiled.
  void Prune();
  uint32_t generation(uint32_t index) const { return codes_[index]->generation; }
  // Grows whenever code is added or moved: a pc that had no code may have some since.
  uint32_t changes() const { return changes_; }
  // Grows whenever what was known of a pc may no longer hold.
  uint32_t removals() const { return removals_; }
  // A function of the script that is still there; empty when none is.
  v8::Local<v8::UnboundScript> AnyOfScript(int script) const;
  const StringPool& names() const { return names_; }
  // Names of code that is there.
  void KeepNames(Numbers* names) const;
  // Drops those that have no new number.
  void RenumberNames(const Numbers& numbers);
  size_t OwnBytes() const;

 private:
  void Add(const v8::JitCodeEvent* event);
  void MakeRoom(uintptr_t start, size_t length);
  Code& AddRange(uintptr_t start, size_t length);
  void SetScript(Code& code, v8::Local<v8::UnboundScript> shared);
  void Move(uintptr_t from, uintptr_t to);
  void TakePositions(uintptr_t start, std::vector<PositionEntry>&& positions);
  void EraseOverlaps(uintptr_t start, size_t length);
  void Bury();
  Owner OwnerOf(int script, std::string_view name);
  bool Ends(v8::Local<v8::UnboundScript> shared) const;

  v8::Isolate* isolate_;
  Owners parts_;
  std::map<uintptr_t, uint32_t> ranges_;  // start → index; only walked when the cache of pcs misses
  std::vector<std::unique_ptr<Code>> codes_;
  // Overwritten code. Its handle may only be reset on the isolate's own thread, so it is kept until code is added.
  std::vector<uint32_t> dead_;
  std::vector<uint32_t> free_;
  StringPool names_;
  FlatMap<Owner> owners_;  // by script
  // Line info comes before the code it belongs to, that of all functions of a script at once.
  std::unordered_map<uintptr_t, std::vector<PositionEntry>> early_positions_;
  uint32_t changes_ = 1;
  uint32_t removals_ = 1;
  size_t position_bytes_ = 0;
};

}  // namespace tracemalloc

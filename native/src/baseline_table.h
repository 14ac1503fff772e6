// Exact positions for V8's baseline tier (Sparkplug).
//
// Sparkplug's code has an own piece of machine code for every bytecode, so a return address names one bytecode. V8's
// code events carry no positions for it, but the code object does: a table of the machine-code length of each bytecode.
// Walking it together with the bytecodes gives, for each return address, the bytecode's offset and from that, through
// the line info of the bytecode, the position.
//
// This reads V8's heap by a layout that no header promises. Every step checks itself (instance types, back pointers, the
// end of the walk), and a table that does not fit is refused: the frame then has its function's line.
#pragma once

#include <cstdint>
#include <vector>

#include "byte_array.h"
#include "code_map.h"
#include "instance_types.h"
#include "v8_compat.h"

namespace tracemalloc {

class BaselineTable {
 public:
  // False when this V8 has no known bytecode lengths or does not export its instance types.
  bool Available() const;

  // Finds the table of a baseline code object, and its bytecode. False when something does not fit.
  bool Find(CodeMap& codes, const Code& baseline);
  uint32_t bytecode() const { return bytecode_; }
  Address bytecode_array() const { return bytecode_array_; }

  // Positions by machine-code offset, from those of the bytecode. An entry holds for the calls that stand at its offset
  // and after. False when something does not fit.
  bool Read(const Code& bytecode, const Code& baseline, std::vector<PositionEntry>* out) const;

 private:
  bool ReadCodeObject(uintptr_t instruction_start);
  bool FindTable();

  OnlyMap code_map_{"Code__CODE_TYPE"};
  OnlyMap bytecode_array_map_{"BytecodeArray__BYTECODE_ARRAY_TYPE"};
  ByteArrayMaps table_maps_;
  int word_ = 0;          // which of those in front of the instructions it was the last time
  Address code_[6] = {};  // the Code object's first words
  uint32_t bytecode_ = CodeMap::kNone;
  Address bytecode_array_ = 0;
  Address table_ = 0;
};

}  // namespace tracemalloc

// Positions of bytecode that was compiled before tracing started: V8's code events bring none for it, but the bytecode
// array itself has its table, unless V8 left it out (its source positions are lazy).
//
// Reads V8's heap by a layout that no header promises, so it learns that layout first, from a function whose positions
// are known from events: where the bytecode array begins, and which of its fields decodes to exactly those positions.
// Not learnt: such functions keep the line they start on.
#pragma once

#include <cstdint>
#include <vector>

#include "byte_array.h"
#include "code_map.h"
#include "v8_compat.h"

namespace tracemalloc {

class SourcePositions {
 public:
  // From a bytecode array (found through its baseline code) and its range, which has positions from events.
  void Learn(Address bytecode_array, const Code& bytecode);
  bool learnt() const { return field_ > 0; }

  // Where the instructions of a bytecode array begin, and how long they are. The word may be anything: false unless it points
  // to one for sure. Not for the hot path.
  bool RangeOf(Address bytecode_array, uintptr_t* start, size_t* length) const;

  // False when there is no table.
  bool Read(const Code& bytecode, std::vector<PositionEntry>* out);

 private:
  ByteArrayMaps table_maps_;
  Address map_ = 0;  // of every bytecode array of the isolate
  size_t header_bytes_ = 0;
  int field_ = 0;
  bool flags_ = false;  // of the two encodings that V8 has had
};

}  // namespace tracemalloc

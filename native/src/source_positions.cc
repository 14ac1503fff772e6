#include "source_positions.h"

#include "safe_memory.h"

namespace tracemalloc {

namespace {

constexpr int kMaxField = 6;

// The step of the bytecode offset. Signed: the complement where the entry is no statement. Flags (V8 14): above two bits.
bool ReadStep(VlqReader& reader, bool flags, int64_t* step) {
  if (!flags) {
    if (!reader.ReadSigned(step)) return false;
    if (*step < 0) *step = -(*step + 1);
    return true;
  }
  uint32_t bits;
  if (!reader.Read(&bits)) return false;
  *step = bits >> 2;
  return true;
}

// V8's source position table: pairs of numbers, the step of the bytecode offset and the step of the position. Offsets
// start at -1, the function's entry; a position is one more than the offset in the script, shifted to make room for a bit
// that is not set in JavaScript.
bool Decode(Address table, bool flags, size_t bytecode_length, std::vector<PositionEntry>* out) {
  VlqReader reader(table);
  int64_t offset = -1, position = 0;
  while (!reader.done()) {
    int64_t step, position_step;
    if (!ReadStep(reader, flags, &step) || !reader.ReadSigned(&position_step)) return false;
    offset += step;
    position += position_step;
    int64_t script_offset = (position >> 1) - 1;
    if (offset < -1 || offset > static_cast<int64_t>(bytecode_length) || (position & 1)) return false;
    if (script_offset < 0 || script_offset > INT32_MAX) return false;
    if (offset >= 0) out->push_back({static_cast<uint32_t>(offset), static_cast<int32_t>(script_offset)});
  }
  return !out->empty();
}

// Events repeat entries and may order those of one offset differently: compare what a look-up would find.
bool SamePositions(const Code& bytecode, const std::vector<PositionEntry>& found) {
  Code other;
  other.positions = found;
  for (uint32_t offset = 0; offset < bytecode.length; offset++) {
    if (bytecode.PositionAt(offset) != other.PositionAt(offset)) return false;
  }
  return true;
}

}  // namespace

void SourcePositions::Learn(Address bytecode_array, const Code& bytecode) {
  for (int field = 1; field <= kMaxField; field++) {
    Address word = FieldOf(bytecode_array, field);
    if (!table_maps_.IsByteArray(word)) continue;
    for (bool flags : {false, true}) {
      std::vector<PositionEntry> found;
      if (!Decode(word, flags, bytecode.length, &found) || !SamePositions(bytecode, found)) continue;
      map_ = FieldOf(bytecode_array, 0);
      header_bytes_ = bytecode.start - (bytecode_array - kHeapObjectTag);
      field_ = field;
      flags_ = flags;
      return;
    }
  }
}

bool SourcePositions::RangeOf(Address bytecode_array, uintptr_t* start, size_t* length) const {
  Address map;
  if (!learnt() || !ProbeMap(bytecode_array, &map) || map != map_) return false;
  *start = bytecode_array - kHeapObjectTag + header_bytes_;
  *length = LengthOf(bytecode_array);
  return true;
}

bool SourcePositions::Read(const Code& bytecode, std::vector<PositionEntry>* out) {
  if (!learnt()) return false;
  Address bytecode_array = bytecode.start - header_bytes_ + kHeapObjectTag;
  // By its map, not by its type: where another object stands by now, no word but the first need be a pointer.
  Address words[kMaxField + 1];
  if (!ReadSafely(bytecode_array - kHeapObjectTag, words, (field_ + 1) * sizeof *words) || words[0] != map_) return false;
  return table_maps_.IsByteArray(words[field_]) && Decode(words[field_], flags_, bytecode.length, out);
}

}  // namespace tracemalloc

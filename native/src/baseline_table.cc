#include "baseline_table.h"

#include "bytecode_lengths.h"
#include "safe_memory.h"
#include "v8_compat.h"

namespace tracemalloc {

namespace {

constexpr int kCodeInstructionStartWord = 5;   // of a Code object
constexpr size_t kBytecodeArrayHeaderMax = 128;

// Bytes of the bytecode at `at`, its prefix included; 0 when unknown.
size_t BytecodeLength(const uint8_t* at) {
  constexpr int kLastPrefix = 3;  // Wide, ExtraWide and their debugger twins
  int row = 0;
  size_t prefix = 0;
  if (*at <= kLastPrefix) {
    row = (*at & 1) ? 2 : 1;
    prefix = 1;
    at++;
  }
  if (*at >= kBytecodeLengths.count) return 0;
  return prefix + kBytecodeLengths.sizes[row * kBytecodeLengths.count + *at];
}

}  // namespace

bool BaselineTable::Available() const {
  return TRACEMALLOC_KNOWN_LAYOUT && kBytecodeLengths.count > 0 && code_map_.known() && bytecode_array_map_.known();
}

bool BaselineTable::Find(CodeMap& codes, const Code& baseline) {
  if (!Available() || !ReadCodeObject(baseline.start) || !FindTable()) return false;
  bytecode_ = codes.FindBytecodeBehind(bytecode_array_, kBytecodeArrayHeaderMax, LengthOf(bytecode_array_), baseline.script);
  return bytecode_ != CodeMap::kNone;
}

// The Code object of a machine-code range: one of the three words in front of the instructions. The range may be of code
// that is gone, and the words may be anything.
bool BaselineTable::ReadCodeObject(uintptr_t instruction_start) {
  constexpr int kWords = 3;
  Address words[kWords];
  static_assert(kCodeInstructionStartWord + 1 == sizeof code_ / sizeof *code_);
  if (!ReadSafely(instruction_start - sizeof words, words, sizeof words)) return false;
  for (int tried = 0; tried < kWords; tried++, word_ = (word_ + 1) % kWords) {
    if (!IsHeapPointer(words[word_]) || !ReadSafely(words[word_] - kHeapObjectTag, code_, sizeof code_)) continue;
    if (code_[kCodeInstructionStartWord] == instruction_start && code_map_.Is(code_[0])) return true;
  }
  return false;
}

// Among the first fields of Code: the BytecodeArray, and right behind it the table of bytecode offsets. When the code is
// gone, so may they be.
bool BaselineTable::FindTable() {
  constexpr size_t kFields = 3;
  Address objects[kFields], maps[kFields];
  size_t count = 0;
  for (size_t i = 1; i <= kFields; i++) {
    if (IsHeapPointer(code_[i])) objects[count++] = code_[i] - kHeapObjectTag;
  }
  count = ReadWordsSafely(objects, count, maps);
  for (size_t i = 0; i + 1 < count; i++) {
    if (!bytecode_array_map_.Is(maps[i]) || !table_maps_.Hold(maps[i + 1])) continue;
    bytecode_array_ = objects[i] + kHeapObjectTag;
    table_ = objects[i + 1] + kHeapObjectTag;
    return true;
  }
  return false;
}

bool BaselineTable::Read(const Code& bytecode, const Code& baseline, std::vector<PositionEntry>* out) const {
  if (bytecode.positions.empty()) return false;

  const uint8_t* bytes = reinterpret_cast<const uint8_t*>(bytecode.start);
  VlqReader lengths(table_);
  uint32_t machine_end, length;
  if (!lengths.Read(&machine_end)) return false;  // the prologue
  auto entry = bytecode.positions.begin();
  int position = -1;
  for (size_t offset = 0; offset < bytecode.length;) {
    // As PositionAt, where the offset only rises.
    for (; entry != bytecode.positions.end() && entry->offset <= offset; ++entry) position = entry->position;
    if (out->empty() || out->back().position != position) out->push_back({machine_end, position});
    size_t bytecode_length = BytecodeLength(bytes + offset);
    if (bytecode_length == 0 || !lengths.Read(&length)) return false;
    offset += bytecode_length;
    machine_end += length;
    if (machine_end > baseline.length) return false;
    if (offset > bytecode.length) return false;
  }
  return true;
}

}  // namespace tracemalloc

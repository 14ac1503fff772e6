#include "baseline_table.h"

#include "byte_array.h"
#include "bytecode_lengths.h"
#include "instance_types.h"
#include "safe_memory.h"
#include "v8_compat.h"

namespace tracemalloc {

namespace {

struct Types {
  int bytecode_array = InstanceTypeNamed("BytecodeArray__BYTECODE_ARRAY_TYPE");
  int code = InstanceTypeNamed("Code__CODE_TYPE");
};

const Types& types() {
  static const Types found;
  return found;
}

constexpr int kCodeInstructionStartWord = 5;   // of a Code object
constexpr size_t kBytecodeArrayHeaderMax = 128;

// The Code object of a machine-code range: one of the three words in front of the instructions. The range may be of code
// that is gone, and the words may be anything.
Address FindCodeObject(uintptr_t instruction_start) {
  constexpr int kWords = 3;
  Address words[kWords];
  if (!ReadSafely(instruction_start - sizeof words, words, sizeof words)) return 0;
  for (int i = kWords; i-- > 0;) {
    Address start;
    if (ProbeInstanceType(words[i]) != types().code) continue;
    uintptr_t field = words[i] - kHeapObjectTag + kCodeInstructionStartWord * sizeof(Address);
    if (ReadSafely(field, &start, sizeof start) && start == instruction_start) return words[i];
  }
  return 0;
}

// Among the first fields of Code: the BytecodeArray, and right behind it the table of bytecode offsets. When the code is
// gone, so may they be.
bool FindTable(Address code, Address* bytecode_array, Address* table) {
  *bytecode_array = 0;
  for (int i = 1; i <= 3; i++) {
    Address field = FieldOf(code, i);
    int type = ProbeInstanceType(field);
    if (type < 0) return false;
    if (type == types().bytecode_array) {
      *bytecode_array = field;
    } else if (*bytecode_array && IsByteArray(field)) {
      *table = field;
      return true;
    }
  }
  return false;
}

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

bool BaselineTable::Available() {
  return TRACEMALLOC_KNOWN_LAYOUT && kBytecodeLengths.count > 0 && types().code >= 0 && types().bytecode_array >= 0;
}

bool BaselineTable::Find(CodeMap& codes, const Code& baseline) {
  if (!Available()) return false;
  Address code = FindCodeObject(baseline.start);
  if (!code || !FindTable(code, &bytecode_array_, &table_)) return false;
  bytecode_ = codes.FindBytecodeBehind(bytecode_array_, kBytecodeArrayHeaderMax, LengthOf(bytecode_array_), baseline.script);
  return bytecode_ != CodeMap::kNone;
}

bool BaselineTable::Read(const Code& bytecode, const Code& baseline, std::vector<PositionEntry>* out) const {
  if (bytecode.positions.empty()) return false;

  const uint8_t* bytes = reinterpret_cast<const uint8_t*>(bytecode.start);
  VlqReader lengths(table_);
  uint32_t machine_end, length;
  if (!lengths.Read(&machine_end)) return false;  // the prologue
  for (size_t offset = 0; offset < bytecode.length;) {
    int position = bytecode.PositionAt(static_cast<uint32_t>(offset));
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

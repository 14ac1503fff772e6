#include "byte_array.h"

namespace tracemalloc {

namespace {

constexpr size_t kHeader = 16;  // map, length
constexpr int kMaxShift = 56;

}  // namespace

bool ByteArrayMaps::IsByteArray(Address object) {
  Address map;
  return ProbeMap(object, &map) && Hold(map);
}

VlqReader::VlqReader(Address byte_array)
    : at_(reinterpret_cast<const uint8_t*>(byte_array - kHeapObjectTag + kHeader)), end_(at_ + LengthOf(byte_array)) {}

bool VlqReader::ReadBits(uint64_t* bits) {
  *bits = 0;
  for (int shift = 0; shift <= kMaxShift && at_ < end_; shift += 7) {
    uint8_t byte = *at_++;
    *bits |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (!(byte & 0x80)) return true;
  }
  return false;
}

bool VlqReader::Read(uint32_t* value) {
  uint64_t bits;
  if (!ReadBits(&bits) || bits > UINT32_MAX) return false;
  *value = static_cast<uint32_t>(bits);
  return true;
}

bool VlqReader::ReadSigned(int64_t* value) {
  uint64_t bits;
  if (!ReadBits(&bits)) return false;
  *value = static_cast<int64_t>(bits >> 1) ^ -static_cast<int64_t>(bits & 1);
  return true;
}

}  // namespace tracemalloc

#include "byte_array.h"

#include "instance_types.h"

namespace tracemalloc {

namespace {

constexpr size_t kHeader = 16;  // map, length
constexpr int kMaxShift = 56;

}  // namespace

bool IsByteArray(Address object) {
  static const int plain = InstanceTypeNamed("ByteArray__BYTE_ARRAY_TYPE");
  static const int trusted = InstanceTypeNamed("TrustedByteArray__TRUSTED_BYTE_ARRAY_TYPE");
  int type = ProbeInstanceType(object);
  return type >= 0 && (type == plain || type == trusted);
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

// V8's internal byte arrays, and the variable-length numbers it keeps in them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "v8_compat.h"

namespace tracemalloc {

// ByteArray, or TrustedByteArray in newer versions.
bool IsByteArray(Address object);

// VLQ: seven bits a byte, low ones first, the eighth tells that more follow.
class VlqReader {
 public:
  explicit VlqReader(Address byte_array);

  bool done() const { return at_ == end_; }
  bool Read(uint32_t* value);
  // Zigzag: the lowest bit is the sign.
  bool ReadSigned(int64_t* value);

 private:
  bool ReadBits(uint64_t* bits);

  const uint8_t* at_;
  const uint8_t* end_;
};

}  // namespace tracemalloc

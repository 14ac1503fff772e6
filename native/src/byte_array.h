// V8's internal byte arrays, and the variable-length numbers it keeps in them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "instance_types.h"
#include "v8_compat.h"

namespace tracemalloc {

// Of ByteArray, and of TrustedByteArray in newer versions.
class ByteArrayMaps {
 public:
  // `map` may be anything. Newer versions keep in trusted ones what is read here.
  bool Hold(Address map) { return trusted_.Is(map) || plain_.Is(map); }
  // `object` may be anything. Not for the hot path.
  bool IsByteArray(Address object);

 private:
  OnlyMap trusted_{"TrustedByteArray__TRUSTED_BYTE_ARRAY_TYPE"};
  OnlyMap plain_{"ByteArray__BYTE_ARRAY_TYPE"};
};

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

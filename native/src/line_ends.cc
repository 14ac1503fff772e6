#include "line_ends.h"

#include "instance_types.h"

namespace tracemalloc {

namespace {

constexpr int kHeaderWords = 2;  // of a FixedArray: map, length
constexpr Address kNotSmall = 0xffffffff;

}  // namespace

bool IsLineEnds(Address object) {
  static const int fixed_array = InstanceTypeNamed("FixedArray__FIXED_ARRAY_TYPE");
  if (!TRACEMALLOC_KNOWN_LAYOUT || fixed_array < 0 || !IsHeapPointer(object) || InstanceTypeOf(object) != fixed_array) return false;
  auto length = static_cast<int>(LengthOf(object));
  if (length == 0) return false;
  for (int i = 0; i < length; i++) {
    Address word = FieldOf(object, kHeaderWords + i);
    if (word & kNotSmall || (i > 0 && word <= FieldOf(object, kHeaderWords + i - 1))) return false;
  }
  return true;
}

}  // namespace tracemalloc

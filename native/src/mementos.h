// V8 puts an allocation memento of two words behind an object or array that a literal makes, in the same allocation; the
// first collection drops it. What is kept is the object without it.
//
// Works around: the size of an allocation is reported once. Reads object sizes from V8's maps, whose layout no header
// promises: Verify checks it on an object of known size, and without that sizes stay as they were reported.
#pragma once

#include <cstdint>

#include "v8_compat.h"

namespace tracemalloc {

class Mementos {
 public:
  // `array`: any JSArray.
  void Verify(Address array);

  // The bytes of an allocation of `size` that are still the object's.
  uint32_t Trimmed(Address object, uint32_t size) const;

 private:
  bool verified_ = false;
};

}  // namespace tracemalloc

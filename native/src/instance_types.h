// V8's instance types by name, from the constants that V8 exports for debuggers (v8dbg_type_*).
#pragma once

#include "v8_compat.h"

namespace tracemalloc {

// -1 when this V8 has no such type. `name` is "ByteArray__BYTE_ARRAY_TYPE".
int InstanceTypeNamed(const char* name);

// What is in the place of the map of the object that a word points to; the word may be anything. False when there is nothing
// to read. Not for the hot path.
bool ProbeMap(Address word, Address* map);

// Tells what points to an object that V8's API may be asked about. Not for the hot path.
class ObjectProbe {
 public:
  // `word` may be anything.
  bool IsObject(Address word);

 private:
  Address meta_map_ = 0;  // the map of maps that was met last: most share one
};

// The map that all objects of a type share: V8 has one for each type of its own, in read-only space. Once it was met, its
// address tells the type.
class OnlyMap {
 public:
  // `name` as above. A type that this V8 does not have matches nothing.
  explicit OnlyMap(const char* name) : type_(InstanceTypeNamed(name)) {}

  bool known() const { return type_ >= 0; }
  // `map` may be anything.
  bool Is(Address map);

 private:
  int type_;
  Address map_ = 0;
};

}  // namespace tracemalloc

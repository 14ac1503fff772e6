// V8's instance types by name, from the constants that V8 exports for debuggers (v8dbg_type_*).
#pragma once

#include "v8_compat.h"

namespace tracemalloc {

// -1 when this V8 has no such type. `name` is "ByteArray__BYTE_ARRAY_TYPE".
int InstanceTypeNamed(const char* name);

// The type of the object that a word points to, which may be anything: -1 when it is no object. Not for the hot path.
int ProbeInstanceType(Address word);

}  // namespace tracemalloc

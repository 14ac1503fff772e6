// V8's instance types by name, from the constants that V8 exports for debuggers (v8dbg_type_*).
#pragma once

namespace tracemalloc {

// -1 when this V8 has no such type. `name` is "ByteArray__BYTE_ARRAY_TYPE".
int InstanceTypeNamed(const char* name);

}  // namespace tracemalloc

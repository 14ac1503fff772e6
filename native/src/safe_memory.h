// Reads memory that may not be there. The kernel copies it for us: it fails where a wild pointer would crash.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tracemalloc {

// False, and nothing is copied, when not all of it is mapped and readable. A system call: not for the hot path.
bool ReadSafely(uintptr_t address, void* to, size_t length);

}  // namespace tracemalloc

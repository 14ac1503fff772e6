// Reads memory that may not be there. The kernel copies it for us: it fails where a wild pointer would crash.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tracemalloc {

// False when not all of it is mapped and readable; some of it may have been copied then. A system call: not for the hot path.
// Where the kernel refuses that call no more than a page can be read at once.
bool ReadSafely(uintptr_t address, void* to, size_t length);

// As much of it as there is, up to the first page that cannot be read; how many bytes.
size_t ReadWhatIsThere(uintptr_t address, void* to, size_t length);

// One word from each of a few addresses, in one system call. Stops at the first that cannot be read, and returns how many
// were: at most kMaxWords.
constexpr size_t kMaxWords = 4;
size_t ReadWordsSafely(const uintptr_t* addresses, size_t count, uintptr_t* to);

}  // namespace tracemalloc

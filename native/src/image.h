// The executable or library that an address lies in, as the dynamic linker has mapped it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tracemalloc {

// Names an image; null for an address in none, or where there is no way to know. Much cheaper than dladdr, which looks
// for a symbol as well.
const void* ImageOf(uintptr_t address);

// The same for an address of executable code; null for any other.
const void* ImageOfCode(uintptr_t address);

// Start and length of the executable segment that an address lies in; nothing when it lies in none.
std::pair<uintptr_t, size_t> CodeAround(uintptr_t address);

// Start and length of what the image that an address lies in may write to: its variables.
std::vector<std::pair<uintptr_t, size_t>> DataAround(uintptr_t address);

}  // namespace tracemalloc

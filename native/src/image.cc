#include "image.h"

#if defined(__linux__)
#include <link.h>
#endif

namespace tracemalloc {

#if defined(__linux__)

namespace {

struct Search {
  uintptr_t address;
  const void* image = nullptr;
  bool executable = false;
  std::pair<uintptr_t, size_t> segment{};
};

int Look(dl_phdr_info* info, size_t, void* data) {
  auto* search = static_cast<Search*>(data);
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const auto& segment = info->dlpi_phdr[i];
    uintptr_t start = info->dlpi_addr + segment.p_vaddr;
    if (segment.p_type != PT_LOAD || search->address - start >= segment.p_memsz) continue;
    search->image = info->dlpi_phdr;  // every image has its own
    search->executable = segment.p_flags & PF_X;
    search->segment = {start, segment.p_memsz};
    return 1;
  }
  return 0;
}

}  // namespace

const void* ImageOf(uintptr_t address) {
  Search search{address};
  dl_iterate_phdr(Look, &search);
  return search.image;
}

std::pair<uintptr_t, size_t> CodeAround(uintptr_t address) {
  Search search{address};
  dl_iterate_phdr(Look, &search);
  return search.executable ? search.segment : std::pair<uintptr_t, size_t>{};
}

#else

const void* ImageOf(uintptr_t) { return nullptr; }
std::pair<uintptr_t, size_t> CodeAround(uintptr_t) { return {}; }

#endif

}  // namespace tracemalloc

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

Search SearchFor(uintptr_t address) {
  Search search{address};
  dl_iterate_phdr(Look, &search);
  return search;
}

}  // namespace

const void* ImageOf(uintptr_t address) { return SearchFor(address).image; }

const void* ImageOfCode(uintptr_t address) {
  Search search = SearchFor(address);
  return search.executable ? search.image : nullptr;
}

std::pair<uintptr_t, size_t> CodeAround(uintptr_t address) {
  Search search = SearchFor(address);
  return search.executable ? search.segment : std::pair<uintptr_t, size_t>{};
}

namespace {

struct Variables {
  const void* image;
  std::vector<std::pair<uintptr_t, size_t>> ranges{};
};

// What the dynamic linker writes once and then protects stands in front of the variables of the same segment.
int LookForVariables(dl_phdr_info* info, size_t, void* data) {
  auto* found = static_cast<Variables*>(data);
  if (info->dlpi_phdr != found->image) return 0;
  uintptr_t protected_end = 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const auto& segment = info->dlpi_phdr[i];
    if (segment.p_type == PT_GNU_RELRO) protected_end = info->dlpi_addr + segment.p_vaddr + segment.p_memsz;
  }
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const auto& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || !(segment.p_flags & PF_W)) continue;
    uintptr_t start = info->dlpi_addr + segment.p_vaddr, end = start + segment.p_memsz;
    if (protected_end > start && protected_end <= end) start = protected_end;
    start = (start + sizeof(uintptr_t) - 1) & ~(sizeof(uintptr_t) - 1);
    if (start < end) found->ranges.emplace_back(start, end - start);
  }
  return 1;
}

}  // namespace

std::vector<std::pair<uintptr_t, size_t>> DataAround(uintptr_t address) {
  Variables variables{ImageOf(address)};
  if (variables.image) dl_iterate_phdr(LookForVariables, &variables);
  return std::move(variables.ranges);
}

#else

const void* ImageOf(uintptr_t) { return nullptr; }
const void* ImageOfCode(uintptr_t) { return nullptr; }
std::pair<uintptr_t, size_t> CodeAround(uintptr_t) { return {}; }
std::vector<std::pair<uintptr_t, size_t>> DataAround(uintptr_t) { return {}; }

#endif

}  // namespace tracemalloc

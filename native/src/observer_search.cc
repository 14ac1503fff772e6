#include "observer_search.h"

#include <algorithm>
#include <iterator>

#include "image.h"
#include "safe_memory.h"

namespace tracemalloc {

namespace {

constexpr size_t kMaxBlockWords = 64;
constexpr size_t kOwnerWords = 4;
constexpr size_t kObserverWords = 8;

bool MayPoint(uintptr_t word) { return word > 65536 && (word & 7) == 0; }

// A table in an executable or library, all of whose functions are code of the same one.
bool ReadVtable(uintptr_t address, ObserverVtable* vtable) {
  const void* image = MayPoint(address) ? ImageOf(address) : nullptr;
  if (!image || !ReadSafely(address - offsetof(ObserverVtable, slots), vtable, sizeof *vtable)) return false;
  return std::all_of(std::begin(vtable->slots), std::end(vtable->slots),
                     [image](uintptr_t slot) { return ImageOfCode(slot) == image; });
}

// The observer is a word that points to a vtable, followed within a few words by a pointer to the block itself and by the rate.
bool LooksLikeObserver(const uintptr_t* words, size_t count, uintptr_t block, uint64_t rate) {
  const uintptr_t *first = words + 1, *last = words + std::min(kObserverWords, count);
  return count > 1 && std::find(first, last, block) != last && std::find(first, last, rate) != last;
}

// Adds what it finds in the block that a word of the profiler points to. It begins with whose it is.
void SearchBlock(uintptr_t* in_profiler, uintptr_t block, uintptr_t isolate, uint64_t rate, std::vector<FoundObserver>* found) {
  uintptr_t words[kMaxBlockWords];
  size_t count = ReadWhatIsThere(block, words, sizeof words) / sizeof *words;
  const uintptr_t* owners = words + std::min(kOwnerWords, count);
  if (std::find(static_cast<const uintptr_t*>(words), owners, isolate) == owners) return;
  auto* start = reinterpret_cast<uintptr_t*>(block);
  for (size_t i = 0; i < count; i++) {
    ObserverVtable vtable;
    if (LooksLikeObserver(words + i, count - i, block, rate) && ReadVtable(words[i], &vtable)) {
      found->push_back({in_profiler, start, start + i, vtable});
    }
  }
}

}  // namespace

ObserverSearch::ObserverSearch(const void* profiler, const void* isolate)
    : profiler_(profiler), isolate_(reinterpret_cast<uintptr_t>(isolate)), count_(ReadWhatIsThere(reinterpret_cast<uintptr_t>(profiler), before_.data(), sizeof before_) / sizeof(uintptr_t)) {}

// Starting the profiler makes a word of HeapProfiler that was null point to a new block. That may lie right behind it, and has
// pointers to itself: so of the words that lead to one observer only the first counts.
std::optional<FoundObserver> ObserverSearch::Find(uint64_t rate) const {
  Words now;
  uintptr_t start = reinterpret_cast<uintptr_t>(profiler_);
  size_t count = std::min(count_, ReadWhatIsThere(start, now.data(), sizeof now) / sizeof(uintptr_t));
  std::vector<FoundObserver> found;
  for (size_t i = 0; i < count; i++) {
    if (before_[i] != 0 || !MayPoint(now[i])) continue;
    auto is_same = [&](const FoundObserver& other) { return reinterpret_cast<uintptr_t>(other.block) == now[i]; };
    if (std::any_of(found.begin(), found.end(), is_same)) continue;
    SearchBlock(reinterpret_cast<uintptr_t*>(start) + i, now[i], isolate_, rate, &found);
  }
  if (found.size() != 1) return {};
  return found.front();
}

}  // namespace tracemalloc

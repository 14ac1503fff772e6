#include "heap_observer.h"

#include <v8-profiler.h>

#include <algorithm>
#include <vector>

#include "image.h"

#if defined(__linux__)
#include <malloc.h>
#define TRACEMALLOC_CAN_OBSERVE TRACEMALLOC_KNOWN_LAYOUT
#else
#define TRACEMALLOC_CAN_OBSERVE 0
#endif

namespace tracemalloc {

#if TRACEMALLOC_CAN_OBSERVE

namespace {

constexpr size_t kMaxProfilerWords = 512;
constexpr size_t kMaxBlockWords = 64;
constexpr size_t kObserverWords = 8;

bool IsAligned(uintptr_t word) { return word > 65536 && (word & 7) == 0; }

}  // namespace

HeapObserver::Result HeapObserver::Install(v8::Isolate* isolate, AllocationSink* sink, uint64_t rate) {
  isolate_ = isolate;
  rate_ = rate;
  vtable_.sink = sink;
  v8::HeapProfiler* profiler = isolate->GetHeapProfiler();
  auto* words = reinterpret_cast<uintptr_t*>(profiler);
  size_t count = std::min(malloc_usable_size(profiler) / sizeof(uintptr_t), kMaxProfilerWords);
  std::vector<uintptr_t> before(words, words + count);
  if (!profiler->StartSamplingHeapProfiler(rate, 1)) return Result::kAnotherSampler;
  if (Find(profiler, before.data(), count)) return Result::kInstalled;
  profiler->StopSamplingHeapProfiler();
  observer_ = nullptr;
  return Result::kUnknownLayout;
}

// Starting the profiler makes exactly one word of HeapProfiler point to a new block. In it the observer is a word that
// points to a vtable, followed within a few words by a pointer to the block itself and by the rate.
bool HeapObserver::Find(v8::HeapProfiler* profiler, const uintptr_t* before, size_t count) {
  auto* words = reinterpret_cast<uintptr_t*>(profiler);
  profiler_word_ = nullptr;
  for (size_t i = 0; i < count; i++) {
    if (words[i] == before[i] || before[i] != 0 || !IsAligned(words[i])) continue;
    if (profiler_word_) return false;
    profiler_word_ = reinterpret_cast<uintptr_t**>(&words[i]);
  }
  if (!profiler_word_) return false;
  block_ = *profiler_word_;
  size_t block_words = std::min(malloc_usable_size(block_) / sizeof(uintptr_t), kMaxBlockWords);
  for (size_t i = 0; i + 1 < block_words; i++) {
    if (!LooksLikeObserver(&block_[i], block_, block_words - i)) continue;
    observer_ = &block_[i];
    original_vtable_ = *observer_;
    auto* original = reinterpret_cast<uintptr_t*>(original_vtable_);
    vtable_.offset_to_top = original[-2];
    vtable_.type_info = original[-1];
    std::copy(original, original + kSlots, vtable_.slots);
    vtable_.slots[kStep] = reinterpret_cast<uintptr_t>(&Step);
    vtable_.slots[kGetNextStepSize] = reinterpret_cast<uintptr_t>(&GetNextStepSize);
    *observer_ = reinterpret_cast<uintptr_t>(vtable_.slots);
    return true;
  }
  return false;
}

bool HeapObserver::LooksLikeObserver(uintptr_t* word, uintptr_t* block, size_t words_left) const {
  bool points_back = false, has_rate = false;
  for (size_t i = 1; i < std::min(kObserverWords, words_left); i++) {
    points_back |= word[i] == reinterpret_cast<uintptr_t>(block);
    has_rate |= word[i] == rate_;
  }
  if (!points_back || !has_rate || !IsAligned(*word)) return false;
  const void* image = ImageOf(*word);
  if (!image) return false;
  auto* vtable = reinterpret_cast<uintptr_t*>(*word);
  return std::all_of(vtable, vtable + kSlots, [image](uintptr_t slot) { return ImageOf(slot) == image; });
}

// The observer is gone with the profiler. Another one may be at its place by now.
bool HeapObserver::IsLost() const {
  return observer_ && !(*profiler_word_ == block_ && *observer_ == reinterpret_cast<uintptr_t>(vtable_.slots));
}

void HeapObserver::Remove() {
  if (!observer_) return;
  if (!IsLost()) {
    *observer_ = original_vtable_;
    isolate_->GetHeapProfiler()->StopSamplingHeapProfiler();
  }
  observer_ = nullptr;
}

AllocationSink* HeapObserver::SinkOf(void* observer) {
  uintptr_t slots = *static_cast<uintptr_t*>(observer);
  return reinterpret_cast<Vtable*>(slots - offsetof(Vtable, slots))->sink;
}

void HeapObserver::Step(void* observer, int since, Address address, size_t size) {
  SinkOf(observer)->OnAllocation(since, address, size);
}

intptr_t HeapObserver::GetNextStepSize(void* observer) { return SinkOf(observer)->NextStep(); }

#else

HeapObserver::Result HeapObserver::Install(v8::Isolate*, AllocationSink*, uint64_t) { return Result::kUnknownLayout; }
void HeapObserver::Remove() {}
bool HeapObserver::IsLost() const { return false; }

#endif

}  // namespace tracemalloc

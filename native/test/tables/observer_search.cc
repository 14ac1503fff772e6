// The search for V8's observer on memory that was made up: what is right is found, and whatever else stands there is refused,
// without a crash. Started by scripts/check-tables.mjs. Ends with 1 at the first thing that is wrong.
#include "observer_search.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <random>

using namespace tracemalloc;

namespace {

constexpr uint64_t kRate = 1;

struct Observer {
  virtual ~Observer() = default;
  virtual void Step(int, void*, size_t) {}
  virtual intptr_t GetNextStepSize() { return 1; }
};

uintptr_t Word(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer); }

uintptr_t TableOf(const Observer& observer) {
  uintptr_t table;
  std::memcpy(&table, static_cast<const void*>(&observer), sizeof table);
  return table;
}

// Pages of its own, so that what lies behind them is known: nothing.
class Pages {
 public:
  explicit Pages(size_t words) : words_(words) {
    start_ = static_cast<char*>(mmap(nullptr, 3 * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    mprotect(start_, kPage, PROT_NONE);
    mprotect(start_ + 2 * kPage, kPage, PROT_NONE);
  }
  ~Pages() { munmap(start_, 3 * kPage); }
  // Ends where the page does.
  uintptr_t* data() { return reinterpret_cast<uintptr_t*>(start_ + 2 * kPage) - words_; }
  void Hide() { mprotect(start_ + kPage, kPage, PROT_NONE); }
  uintptr_t nowhere() const { return Word(start_); }

 private:
  static constexpr size_t kPage = 4096;
  char* start_;
  size_t words_;
};

// A HeapProfiler before it is started, and the block that it then has.
struct Heap {
  Pages profiler{40};
  Pages block{30};
  Pages other{30};  // the block of another isolate
  Observer observer;
  static constexpr size_t kInProfiler = 13, kInBlock = 9;

  // As V8 lays it out.
  void Start() {
    profiler.data()[kInProfiler] = Word(block.data());
    block.data()[0] = Word(this);
    PutObserver(block, kInBlock);
  }
  void PutObserver(Pages& into, size_t at) {
    uintptr_t* word = into.data() + at;
    word[0] = TableOf(observer);
    word[2] = Word(into.data());
    word[4] = kRate;
  }
};

using Damage = std::function<void(Heap&)>;

bool Finds(const Damage& damage) {
  Heap heap;
  ObserverSearch search(heap.profiler.data(), &heap);
  heap.Start();
  damage(heap);
  auto found = search.Find(kRate);
  return found && found->observer == heap.block.data() + Heap::kInBlock && found->in_profiler == heap.profiler.data() + Heap::kInProfiler;
}

void Expect(bool wanted, const char* what, const Damage& damage) {
  if (Finds(damage) == wanted) return;
  std::fprintf(stderr, "%s: %s\n", what, wanted ? "not found" : "not refused");
  std::exit(1);
}

const uintptr_t numbers[] = {1, 2, 3, 4, 5, 6};

void Known() {
  Expect(true, "as V8 lays it out", [](Heap&) {});
  Expect(true, "another word that came", [](Heap& heap) { heap.profiler.data()[20] = Word(numbers); });
  Expect(true, "another word that leads nowhere", [](Heap& heap) { heap.profiler.data()[2] = heap.profiler.nowhere(); });
  Expect(true, "a block right behind, which points to itself", [](Heap& heap) { heap.profiler.data()[30] = Word(heap.block.data()); });
  Expect(true, "another isolate's that came behind it", [](Heap& heap) {
    heap.other.data()[0] = Word(numbers);
    heap.PutObserver(heap.other, Heap::kInBlock);
    heap.profiler.data()[30] = Word(heap.other.data());
  });
  Expect(false, "another isolate's", [](Heap& heap) { heap.block.data()[0] = Word(numbers); });
  Expect(false, "nothing has come", [](Heap& heap) { heap.profiler.data()[Heap::kInProfiler] = 0; });
  Expect(false, "a block of zeros", [](Heap& heap) { std::memset(heap.block.data(), 0, 30 * 8); });
  Expect(false, "a block that is not mapped", [](Heap& heap) { heap.profiler.data()[Heap::kInProfiler] = heap.block.nowhere(); });
  Expect(false, "a block at an odd address", [](Heap& heap) { heap.profiler.data()[Heap::kInProfiler] += 1; });
  Expect(false, "no way back to the block", [](Heap& heap) { heap.block.data()[Heap::kInBlock + 2] = Word(heap.profiler.data()); });
  Expect(false, "another rate", [](Heap& heap) { heap.block.data()[Heap::kInBlock + 4] = kRate + 1; });
  Expect(false, "no table", [](Heap& heap) { heap.block.data()[Heap::kInBlock] = 0; });
  Expect(false, "a table that is not mapped", [](Heap& heap) { heap.block.data()[Heap::kInBlock] = heap.block.nowhere(); });
  Expect(false, "a table on the heap", [](Heap& heap) {
    static const std::unique_ptr<uintptr_t[]> copy(new uintptr_t[6]);
    std::memcpy(copy.get(), reinterpret_cast<void*>(TableOf(heap.observer) - 16), 48);
    heap.block.data()[Heap::kInBlock] = Word(copy.get() + 2);
  });
  Expect(false, "a table of data", [](Heap& heap) { heap.block.data()[Heap::kInBlock] = Word(numbers + 2); });
  Expect(false, "a table of functions of another image", [](Heap& heap) {
    static const uintptr_t table[] = {0, 0, Word(reinterpret_cast<void*>(&std::free)), Word(reinterpret_cast<void*>(&std::free)),
                                      Word(reinterpret_cast<void*>(&std::malloc)), Word(reinterpret_cast<void*>(&std::malloc))};
    heap.block.data()[Heap::kInBlock] = Word(table + 2);
  });
  Expect(false, "code for a table", [](Heap& heap) { heap.block.data()[Heap::kInBlock] = Word(reinterpret_cast<void*>(&Finds)) & ~uintptr_t{7}; });
  Expect(false, "two observers", [](Heap& heap) { heap.PutObserver(heap.block, Heap::kInBlock + 12); });
  Expect(false, "a profiler that is gone", [](Heap& heap) { heap.profiler.Hide(); });
  Expect(false, "an observer further off than any", [](Heap& heap) {
    std::memset(heap.block.data(), 0, 30 * 8);
    heap.block.data()[5] = TableOf(heap.observer);
    heap.block.data()[27] = Word(heap.block.data());
    heap.block.data()[28] = kRate;
  });
}

// Any word, of the kinds that memory has.
uintptr_t AnyWord(std::mt19937_64& random, Heap& heap) {
  switch (random() % 8) {
    case 0: return 0;
    case 1: return kRate;
    case 2: return random();
    case 3: return Word(heap.block.data() + random() % 40);
    case 4: return Word(heap.profiler.data() + random() % 40);
    case 5: return heap.block.nowhere() + random() % 16384;
    case 6: return TableOf(heap.observer) + (random() % 9 - 4) * 8;
    default: return Word(numbers + random() % 6);
  }
}

// What is found must be what it is said to be: a pointer to the block, and the rate, behind a table.
void Random(uint32_t rounds) {
  std::mt19937_64 random(1);
  for (uint32_t round = 0; round < rounds; round++) {
    Heap heap;
    ObserverSearch search(heap.profiler.data(), &heap);
    if (random() % 2) heap.Start();
    for (uint64_t i = random() % 40; i > 0; i--) heap.block.data()[random() % 30] = AnyWord(random, heap);
    for (uint64_t i = random() % 8; i > 0; i--) heap.profiler.data()[random() % 40] = AnyWord(random, heap);
    auto found = search.Find(kRate);
    if (!found || found->vtable.slots[0] == reinterpret_cast<uintptr_t*>(TableOf(heap.observer))[0]) continue;
    std::fprintf(stderr, "round %u: found what is no observer\n", round);
    std::exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Known();
  Random(argc > 1 ? static_cast<uint32_t>(std::atoi(argv[1])) : 1000);
  return 0;
}

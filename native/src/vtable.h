// A copy of an object's table of virtual functions in which some are ours: the way to listen to an object that V8 calls and
// that cannot be replaced. The layout is that of the Itanium C++ ABI, which GCC and Clang follow.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tracemalloc {

// Where the compiler put a virtual function. A pointer to one is one more than its offset in the table.
template <typename Member>
size_t SlotOf(Member member) {
  uintptr_t word;
  std::memcpy(&word, &member, sizeof word);
  return (word - 1) / sizeof(uintptr_t);
}

class Vtable {
 public:
  // The virtual destructor, where it is declared first, is two functions.
  static constexpr size_t kDestroy = 0;
  static constexpr size_t kDelete = 1;
  // What stands in front of the functions.
  static constexpr size_t kPrefix = 2;

  explicit Vtable(const uintptr_t* original) : original_(original) { std::copy(original - kPrefix, original + kSlots, words_); }

  template <typename Function>
  void Replace(size_t slot, Function* function) {
    words_[kPrefix + slot] = reinterpret_cast<uintptr_t>(function);
  }
  template <typename Function>
  Function Original(size_t slot) const {
    return reinterpret_cast<Function>(original_[slot]);
  }

  // Other threads may be calling the object: they find the old functions or the new ones.
  void PutInto(void* object) const { __atomic_store_n(static_cast<uintptr_t*>(object), FirstWord(), __ATOMIC_RELEASE); }
  // Of an object that one was put into.
  static Vtable* Of(const void* object) {
    uintptr_t word = *static_cast<const uintptr_t*>(object);
    return reinterpret_cast<Vtable*>(word - kPrefix * sizeof(uintptr_t) - offsetof(Vtable, words_));
  }

 private:
  // As many as the classes that we meet may have, with room for more.
  static constexpr size_t kSlots = 24;

  uintptr_t FirstWord() const { return reinterpret_cast<uintptr_t>(words_ + kPrefix); }

  uintptr_t words_[kPrefix + kSlots];
  const uintptr_t* original_;
};

}  // namespace tracemalloc

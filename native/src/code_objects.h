// Tells what V8 keeps about code (domain `code`) from what the program keeps (domain `heap`): bytecode, feedback, maps,
// and what hangs on them, such as the boilerplate that an object literal is cloned from from its second run on. A test
// that keeps nothing leaves only such things behind, once per piece of code.
//
// Reads V8's objects by type and by word, at a safe point, within the bounds of each object.
#pragma once

#include <cstddef>

#include "flat_map.h"
#include "v8_compat.h"

namespace tracemalloc {

class CodeObjects {
 public:
  CodeObjects();

  // False when V8 does not export its instance types: then only what the compiler allocated counts as code.
  bool available() const { return available_; }

  // Is this an object about code by its own type?
  bool IsCode(Address object) const { return types_.Holds(InstanceTypeOf(object)); }

  // Notes what an object about code refers to.
  void AddReferences(Address object, size_t size);
  // True when a noted object refers to this one in a way that makes it an object about code.
  bool IsReferenced(Address object);

 private:
  // Sets of instance types, which are 16-bit numbers.
  class TypeSet {
   public:
    void Add(const char* name);
    void Add(int type);
    bool Holds(int type) const { return (bits_[(type >> 6) & 1023] >> (type & 63)) & 1; }

   private:
    uint64_t bits_[1024] = {};
  };
  enum Reach : uint8_t { kInternals = 1, kReceivers = 2 };

  size_t WordsToScan(Address object, size_t size) const;

  TypeSet types_;
  TypeSet array_types_;  // with a length in their second word
  TypeSet shape_types_;  // of which only the first words are references worth following
  int allocation_site_, feedback_vector_, fixed_array_, js_array_, js_object_;
  bool available_;
  FlatMap<uint8_t> references_;  // object → Reach
};

}  // namespace tracemalloc

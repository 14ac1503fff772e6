#include "mementos.h"

#include "instance_types.h"

namespace tracemalloc {

namespace {

constexpr uint32_t kWord = sizeof(Address);
constexpr uint32_t kMemento = 2 * kWord;
constexpr uint32_t kArrayHeader = 2 * kWord;      // of a FixedArray: map, length
constexpr uint32_t kJSArrayBytes = 4 * kWord;     // map, properties, elements, length
constexpr int kElementsField = 2;
constexpr int kInstanceSizeField = 1;             // of a map, the lowest byte: in words

uint32_t InstanceSizeOf(Address object) {
  Address map = FieldOf(object, 0);
  return static_cast<uint32_t>(FieldOf(map, kInstanceSizeField) & 0xff) * kWord;
}

struct Types {
  int object = InstanceTypeNamed("JSObject__JS_OBJECT_TYPE");
  int array = InstanceTypeNamed("JSArray__JS_ARRAY_TYPE");
  int fixed_array = InstanceTypeNamed("FixedArray__FIXED_ARRAY_TYPE");
  int fixed_double_array = InstanceTypeNamed("FixedDoubleArray__FIXED_DOUBLE_ARRAY_TYPE");
};

const Types& types() {
  static const Types found;
  return found;
}

// An array and its first elements may come in one allocation, the memento between them.
uint32_t ElementsSizeOf(Address array) {
  Address elements = FieldOf(array, kElementsField);
  if (!IsHeapPointer(elements)) return 0;
  int type = InstanceTypeOf(elements);
  if (type != types().fixed_array && type != types().fixed_double_array) return 0;
  return kArrayHeader + static_cast<uint32_t>(LengthOf(elements)) * kWord;
}

}  // namespace

void Mementos::Verify(Address array) {
  verified_ = TRACEMALLOC_KNOWN_LAYOUT && types().array >= 0 && InstanceTypeOf(array) == types().array && InstanceSizeOf(array) == kJSArrayBytes;
}

uint32_t Mementos::Trimmed(Address object, uint32_t size) const {
  if (!verified_) return size;
  int type = InstanceTypeOf(object);
  if (type != types().object && type != types().array) return size;
  uint32_t instance = InstanceSizeOf(object);
  if (size == instance + kMemento) return instance;
  if (type == types().array && size > instance + kMemento && size == instance + kMemento + ElementsSizeOf(object)) return size - kMemento;
  return size;
}

}  // namespace tracemalloc

#include "instance_types.h"

#include "safe_memory.h"

#include <dlfcn.h>

#include <string>

namespace tracemalloc {

int InstanceTypeNamed(const char* name) {
  const int* constant = static_cast<const int*>(dlsym(RTLD_DEFAULT, (std::string("v8dbg_type_") + name).c_str()));
  return constant ? *constant : -1;
}

int ProbeInstanceType(Address word) {
  Address map;
  uint16_t type;
  auto points = [](Address to) { return (to & 7) == kHeapObjectTag && IsHeapPointer(to); };
  if (!points(word) || !ReadSafely(word - kHeapObjectTag, &map, sizeof map) || !points(map)) return -1;
  return ReadSafely(map - kHeapObjectTag + v8::internal::Internals::kMapInstanceTypeOffset, &type, sizeof type) ? type : -1;
}

}  // namespace tracemalloc

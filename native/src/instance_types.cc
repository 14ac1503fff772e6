#include "instance_types.h"

#include "safe_memory.h"

#include <dlfcn.h>

#include <string>

namespace tracemalloc {

int InstanceTypeNamed(const char* name) {
  const int* constant = static_cast<const int*>(dlsym(RTLD_DEFAULT, (std::string("v8dbg_type_") + name).c_str()));
  return constant ? *constant : -1;
}

namespace {

bool MayPoint(Address word) { return (word & 7) == kHeapObjectTag && IsHeapPointer(word); }

int TypeOfMap(Address map) {
  uint16_t type;
  if (!MayPoint(map)) return -1;
  return ReadSafely(map - kHeapObjectTag + v8::internal::Internals::kMapInstanceTypeOffset, &type, sizeof type) ? type : -1;
}

// Maps have a map in their turn, which is its own.
bool IsMapOfMaps(Address meta) {
  Address own;
  return ProbeMap(meta, &own) && own == meta;
}

bool IsMap(Address map) {
  Address meta;
  return ProbeMap(map, &meta) && IsMapOfMaps(meta);
}

}  // namespace

bool ProbeMap(Address word, Address* map) { return MayPoint(word) && ReadSafely(word - kHeapObjectTag, map, sizeof *map); }

bool ObjectProbe::IsObject(Address word) {
  Address map, meta;
  if (!ProbeMap(word, &map) || !ProbeMap(map, &meta)) return false;
  if (meta == meta_map_) return true;
  if (!IsMapOfMaps(meta)) return false;
  meta_map_ = meta;
  return true;
}

bool OnlyMap::Is(Address map) {
  if (map_ && map == map_) return true;
  if (map_ || !known() || TypeOfMap(map) != type_ || !IsMap(map)) return false;
  map_ = map;
  return true;
}

}  // namespace tracemalloc

// Every difference between V8 versions, and every assumption about V8's memory layout that a header does not promise.
#pragma once

#include <v8.h>

#include <cstdint>
#include <cstring>

#if V8_MAJOR_VERSION < 11
#error "tracemalloc needs Node 20 or newer"
#endif

// Maglev, V8's middle tier, has a run-time flag from Node 22 on (V8 12.4).
#define TRACEMALLOC_HAS_MAGLEV (V8_MAJOR_VERSION >= 12)

// An allocator of ArrayBuffers could be asked to make memory larger or smaller in place up to Node 22 (V8 12.4).
#define TRACEMALLOC_ALLOCATOR_REALLOCATES (V8_MAJOR_VERSION <= 12)

// The layouts below were verified without pointer compression, which official Node builds do not use.
#ifdef V8_COMPRESS_POINTERS
#define TRACEMALLOC_KNOWN_LAYOUT 0
#else
#define TRACEMALLOC_KNOWN_LAYOUT 1
#endif

namespace tracemalloc {

using Address = v8::internal::Address;

constexpr Address kHeapObjectTag = 1;

inline bool IsHeapPointer(Address word) { return (word & 3) == kHeapObjectTag && word > 65536; }

// The object that a handle points to, without making a local handle: a Global is one pointer to V8's slot.
template <typename T>
inline Address ObjectOf(const v8::Global<T>& handle) {
  static_assert(sizeof(v8::Global<T>) == sizeof(Address*));
  Address* slot;
  std::memcpy(static_cast<void*>(&slot), static_cast<const void*>(&handle), sizeof slot);
  return slot ? *slot : 0;
}

inline Address ObjectOf(v8::Local<v8::Value> local) {
  Address* slot;
  std::memcpy(static_cast<void*>(&slot), static_cast<const void*>(&local), sizeof slot);
  return slot ? *slot : 0;
}

// A local over a slot on our own stack: V8's HandleScope::CreateHandle changed its signature in Node 26.
inline v8::Local<v8::Value> LocalOver(Address* slot) {
  v8::Local<v8::Value> local;
  static_assert(sizeof local == sizeof slot);
  std::memcpy(static_cast<void*>(&local), &slot, sizeof slot);
  return local;
}

// What functions of one source have in common; empty for what is no function of a script. A Script of V8's API is a
// function, and nothing is asked of it but this.
inline v8::Local<v8::UnboundScript> SharedOf(v8::Local<v8::Value> function) {
  if (!function->IsFunction() || function.As<v8::Function>()->ScriptId() == v8::Message::kNoScriptIdInfo) return {};
  v8::Local<v8::Script> script;
  static_assert(sizeof script == sizeof function);
  std::memcpy(static_cast<void*>(&script), static_cast<const void*>(&function), sizeof script);
  return script->GetUnboundScript();
}

inline Address FieldOf(Address object, int word) {
  return reinterpret_cast<const Address*>(object - kHeapObjectTag)[word];
}

// Of an array, in its second word: a small integer in the upper half or, in newer versions, a plain 32-bit number.
inline size_t LengthOf(Address array) {
  Address word = FieldOf(array, 1);
  return word >> 32 ? word >> 32 : word;
}

inline int InstanceTypeOf(Address object) { return v8::internal::Internals::GetInstanceType(object); }

// Whether a string has all its characters in itself.
inline bool IsSequential(Address string) {
  constexpr int kRepresentation = 0x7;
  static_assert(v8::internal::Internals::kExternalTwoByteRepresentationTag == 0x2 && v8::internal::Internals::kExternalOneByteRepresentationTag == 0xa);
  return (InstanceTypeOf(string) & kRepresentation) == 0;
}

}  // namespace tracemalloc

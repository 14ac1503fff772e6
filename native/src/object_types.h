// What a traced object is, as a person would call it. Looks at the object only: no heap snapshot.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "flat_map.h"
#include "v8_compat.h"

namespace tracemalloc {

// Whether a program can have it in a variable.
bool IsVisible(v8::Local<v8::Value> object);

// Names types, each once.
class ObjectTypes {
 public:
  explicit ObjectTypes(v8::Isolate* isolate) : isolate_(isolate) {}

  // A number of names(): `Session`, `string`, `closure onMessage`; `(internal)` for what no program sees, such as the storage
  // of a Map.
  uint32_t Of(v8::Local<v8::Value> object);

  const std::vector<std::string>& names() const { return names_; }

 private:
  uint32_t Name(const std::string& name);

  v8::Isolate* isolate_;
  FlatMap<uint32_t> by_class_;  // V8's hidden class of objects of no function → number + 1
  std::unordered_map<std::string, uint32_t> by_name_;
  std::vector<std::string> names_;
};

}  // namespace tracemalloc

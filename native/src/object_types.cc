#include "object_types.h"

#include "heap_graph.h"

namespace tracemalloc {

namespace {

std::string NameOf(v8::Isolate* isolate, v8::Local<v8::Value> object) {
  if (object->IsString()) return "string";
  if (object->IsProxy()) return "Proxy";
  if (object->IsFunction()) {
    std::string name = TextOf(isolate, object.As<v8::Function>()->GetName());
    return name.empty() ? "closure" : "closure " + name;
  }
  if (object->IsObject()) {
    std::string name = TextOf(isolate, object.As<v8::Object>()->GetConstructorName());
    return name.empty() ? "Object" : name;
  }
  if (object->IsNumber()) return "number";
  if (object->IsBigInt()) return "bigint";
  if (object->IsSymbol()) return "symbol";
  return "(internal)";
}

}  // namespace

bool IsVisible(v8::Local<v8::Value> object) {
  return object->IsObject() || object->IsString() || object->IsSymbol() || object->IsBigInt() || object->IsNumber();
}

uint32_t ObjectTypes::Name(const std::string& name) {
  auto [entry, added] = by_name_.try_emplace(name, static_cast<uint32_t>(names_.size()));
  if (added) names_.push_back(name);
  return entry->second;
}

// Functions of one hidden class have different names; all else of one class is alike.
uint32_t ObjectTypes::Of(v8::Local<v8::Value> object) {
  v8::HandleScope scope(isolate_);
  if (object->IsFunction()) return Name(NameOf(isolate_, object));
  uint32_t& known = by_class_.Insert(FieldOf(ObjectOf(object), 0));
  if (known == 0) known = Name(NameOf(isolate_, object)) + 1;
  return known - 1;
}

}  // namespace tracemalloc

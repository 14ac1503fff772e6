#include "evaluate.h"

namespace tracemalloc {

v8::MaybeLocal<v8::Value> Evaluate(v8::Isolate* isolate, const char* expression) {
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::String> source;
  v8::Local<v8::Script> script;
  if (!v8::String::NewFromUtf8(isolate, expression).ToLocal(&source)) return {};
  if (!v8::Script::Compile(context, source).ToLocal(&script)) return {};
  return script->Run(context);
}

}  // namespace tracemalloc

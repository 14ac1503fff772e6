// JavaScript of our own, to learn from what V8 does for it.
#pragma once

#include <v8.h>

namespace tracemalloc {

// The value of an expression in the current context; nothing when it throws.
v8::MaybeLocal<v8::Value> Evaluate(v8::Isolate* isolate, const char* expression);

}  // namespace tracemalloc

// Rows as JavaScript takes them: one typed array per column, see index.d.ts.
#pragma once

#include <napi.h>
#include <v8.h>

#include "window_reader.h"

namespace tracemalloc {

Napi::Object ColumnsOf(Napi::Env env, const WindowRows& rows);

void SetColumn(Napi::Object& object, const char* name, const std::vector<uint8_t>& values);
void SetColumn(Napi::Object& object, const char* name, const std::vector<uint32_t>& values);
void SetColumn(Napi::Object& object, const char* name, const std::vector<double>& values);
void SetStrings(Napi::Object& object, const char* name, const std::vector<std::string>& values);

// Node-API's values are V8's handles.
v8::Local<v8::Value> LocalOf(Napi::Value value);

}  // namespace tracemalloc

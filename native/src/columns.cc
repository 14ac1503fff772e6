#include "columns.h"

#include <cstring>
#include <vector>

namespace tracemalloc {

namespace {

template <typename Array, typename T>
void Set(Napi::Object& object, const char* name, const std::vector<T>& values) {
  Array array = Array::New(object.Env(), values.size());
  if (array.IsEmpty()) return;  // the thread is being terminated
  if (!values.empty()) std::memcpy(array.Data(), values.data(), values.size() * sizeof(T));
  object.Set(name, array);
}

}  // namespace

void SetColumn(Napi::Object& object, const char* name, const std::vector<uint8_t>& values) { Set<Napi::Uint8Array>(object, name, values); }
void SetColumn(Napi::Object& object, const char* name, const std::vector<uint32_t>& values) { Set<Napi::Uint32Array>(object, name, values); }
void SetColumn(Napi::Object& object, const char* name, const std::vector<double>& values) { Set<Napi::Float64Array>(object, name, values); }

void SetStrings(Napi::Object& object, const char* name, const std::vector<std::string>& values) {
  Napi::Array strings = Napi::Array::New(object.Env(), values.size());
  for (uint32_t i = 0; i < values.size(); i++) strings[i] = values[i];
  object.Set(name, strings);
}

v8::Local<v8::Value> LocalOf(Napi::Value value) {
  napi_value raw = value;
  v8::Local<v8::Value> local;
  static_assert(sizeof local == sizeof raw);
  std::memcpy(static_cast<void*>(&local), &raw, sizeof local);
  return local;
}

Napi::Object ColumnsOf(Napi::Env env, const WindowRows& rows) {
  Napi::Object result = Napi::Object::New(env);
  SetColumn(result, "mark", rows.mark);
  SetColumn(result, "traceback", rows.traceback);
  SetColumn(result, "domain", rows.domain);
  SetColumn(result, "retainedBytes", rows.retained_bytes);
  SetColumn(result, "retainedCount", rows.retained_count);
  SetColumn(result, "allocatedBytes", rows.allocated_bytes);
  SetColumn(result, "allocatedCount", rows.allocated_count);
  SetColumn(result, "retainedVariance", rows.retained_variance);
  SetColumn(result, "allocatedVariance", rows.allocated_variance);
  SetColumn(result, "tracebackStart", rows.traceback_start);
  SetColumn(result, "tracebackFrames", rows.traceback_frames);
  SetColumn(result, "tracebackTotal", rows.traceback_total);
  SetColumn(result, "tracebackId", rows.traceback_id);
  SetColumn(result, "frameFile", rows.frame_file);
  SetColumn(result, "frameFunction", rows.frame_function);
  SetColumn(result, "frameLine", rows.frame_line);
  SetColumn(result, "frameColumn", rows.frame_column);
  SetColumn(result, "frameQuality", rows.frame_quality);
  SetStrings(result, "strings", rows.strings);
  return result;
}

}  // namespace tracemalloc

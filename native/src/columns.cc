#include "columns.h"

#include <cstring>
#include <vector>

namespace tracemalloc {

namespace {

template <typename Array, typename T>
void SetColumn(Napi::Object& object, const char* name, const std::vector<T>& values) {
  Array array = Array::New(object.Env(), values.size());
  if (array.IsEmpty()) return;  // the thread is being terminated
  if (!values.empty()) std::memcpy(array.Data(), values.data(), values.size() * sizeof(T));
  object.Set(name, array);
}

}  // namespace

Napi::Object ColumnsOf(Napi::Env env, const WindowRows& rows) {
  Napi::Object result = Napi::Object::New(env);
  SetColumn<Napi::Uint32Array>(result, "mark", rows.mark);
  SetColumn<Napi::Uint32Array>(result, "traceback", rows.traceback);
  SetColumn<Napi::Uint8Array>(result, "domain", rows.domain);
  SetColumn<Napi::Float64Array>(result, "retainedBytes", rows.retained_bytes);
  SetColumn<Napi::Float64Array>(result, "retainedCount", rows.retained_count);
  SetColumn<Napi::Float64Array>(result, "allocatedBytes", rows.allocated_bytes);
  SetColumn<Napi::Float64Array>(result, "allocatedCount", rows.allocated_count);
  SetColumn<Napi::Uint32Array>(result, "tracebackStart", rows.traceback_start);
  SetColumn<Napi::Uint32Array>(result, "tracebackFrames", rows.traceback_frames);
  SetColumn<Napi::Uint32Array>(result, "tracebackTotal", rows.traceback_total);
  SetColumn<Napi::Uint32Array>(result, "frameFile", rows.frame_file);
  SetColumn<Napi::Uint32Array>(result, "frameFunction", rows.frame_function);
  SetColumn<Napi::Uint32Array>(result, "frameLine", rows.frame_line);
  SetColumn<Napi::Uint32Array>(result, "frameColumn", rows.frame_column);
  SetColumn<Napi::Uint8Array>(result, "frameQuality", rows.frame_quality);
  Napi::Array strings = Napi::Array::New(env, rows.strings.size());
  for (uint32_t i = 0; i < rows.strings.size(); i++) strings[i] = rows.strings[i];
  result["strings"] = strings;
  return result;
}

}  // namespace tracemalloc

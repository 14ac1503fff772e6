#include "garbage_log_surface.h"

#include <vector>

#include "tracer.h"

namespace tracemalloc {

namespace {

void WatchCollections(const Napi::CallbackInfo&) {
  if (Tracer* tracer = Tracer::Of(v8::Isolate::GetCurrent())) tracer->WatchCollections();
}

// As columns, and no more of them are written down.
Napi::Value TakeCollections(const Napi::CallbackInfo& info) {
  Tracer* tracer = Tracer::Of(v8::Isolate::GetCurrent());
  std::vector<GarbageLog::Entry> entries;
  double left_out = 0;
  if (const GarbageLog* log = tracer ? tracer->garbage_log() : nullptr) {
    entries = log->entries();
    left_out = static_cast<double>(log->left_out());
    tracer->UnwatchCollections();
  }
  auto age = Napi::Float64Array::New(info.Env(), entries.size()), time = Napi::Float64Array::New(info.Env(), entries.size());
  auto freed = Napi::Float64Array::New(info.Env(), entries.size());
  auto kind = Napi::Uint8Array::New(info.Env(), entries.size());
  auto now = GarbageLog::Clock::now();
  for (size_t i = 0; i < entries.size(); i++) {
    age[i] = std::chrono::duration<double, std::milli>(now - entries[i].begin).count();
    time[i] = entries[i].milliseconds;
    freed[i] = entries[i].freed;
    kind[i] = static_cast<uint8_t>(entries[i].kind);
  }
  Napi::Object result = Napi::Object::New(info.Env());
  result["age"] = age;
  result["duration"] = time;
  result["freed"] = freed;
  result["kind"] = kind;
  result["leftOut"] = left_out;
  return result;
}

}  // namespace

void ExportGarbageLog(Napi::Env env, Napi::Object exports) {
  exports["watchCollections"] = Napi::Function::New(env, WatchCollections);
  exports["takeCollections"] = Napi::Function::New(env, TakeCollections);
}

}  // namespace tracemalloc

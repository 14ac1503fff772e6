// The Node-API surface: argument checks and exports, nothing else. See index.d.ts.
#include <napi.h>
#include <v8.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "columns.h"
#include "explanation_surface.h"
#include "garbage.h"
#include "garbage_log_surface.h"
#include "sites.h"
#include "tracer.h"
#include "window_reader.h"

namespace tracemalloc {

namespace {

Tracer* CurrentTracer() { return Tracer::Of(v8::Isolate::GetCurrent()); }

// A worker's environment goes before its isolate: handles must be reset by then. Every environment that loads the addon
// registers this; the first to run stops the tracer.
void TearDown(void* isolate) { Tracer::Stop(static_cast<v8::Isolate*>(isolate)); }

// A share of CPU time; 0 when it is left out, negative when it is none.
double OverheadOf(Napi::Value value) {
  if (value.IsUndefined()) return 0;
  double share = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  return share >= 0 && share < 1 ? share : -1;
}

bool IsInterval(double interval) { return interval >= 1 && interval <= static_cast<double>(UINT32_MAX); }

bool ReadTexts(Napi::Value value, std::vector<std::string>* texts) {
  if (!value.IsArray()) return false;
  Napi::Array array = value.As<Napi::Array>();
  for (uint32_t i = 0; i < array.Length(); i++) {
    Napi::Value text = array[i];
    if (!text.IsString()) return false;
    texts->push_back(text.As<Napi::String>().Utf8Value());
  }
  return true;
}

bool ReadOptions(const Napi::CallbackInfo& info, TracerOptions* options) {
  if (!info[0].IsObject()) return false;
  Napi::Object object = info[0].As<Napi::Object>();
  Napi::Value interval = object["interval"], frames = object["frames"], lines = object["lines"];
  Napi::Value seed = object["seed"], overhead = object["overhead"], existing = object["existing"];
  if (!interval.IsNumber() || !frames.IsNumber() || !lines.IsString() || !seed.IsNumber()) return false;
  options->interval = std::round(interval.As<Napi::Number>().DoubleValue());
  options->overhead = OverheadOf(overhead);
  options->enumerates = !(existing.IsString() && existing.As<Napi::String>().Utf8Value() == "met");
  double frame_count = frames.As<Napi::Number>().DoubleValue();
  if (!IsInterval(options->interval) || options->overhead < 0 || !(frame_count >= 1 && frame_count <= static_cast<double>(Stack::kMax))) return false;
  options->frames = static_cast<uint32_t>(frame_count);
  options->lines = lines.As<Napi::String>().Utf8Value() == "fast" ? Lines::kFast : Lines::kExact;
  options->seed = static_cast<uint64_t>(std::min(std::max(0.0, seed.As<Napi::Number>().DoubleValue()), 9007199254740991.0));
  auto read = [&object](const char* name, std::vector<std::string>* texts) {
    Napi::Value value = object[name];
    return value.IsUndefined() || ReadTexts(value, texts);
  };
  Owners& owners = options->owners;
  return read("transparent", &owners.transparent) && read("runner", &owners.runner) && read("ends", &owners.ends);
}

Napi::Value Start(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  TracerOptions options;
  if (!ReadOptions(info, &options)) {
    if (env.IsExceptionPending()) return env.Undefined();  // a getter's own
    Napi::TypeError::New(env, "start({ interval >= 1, frames 1..64, lines, transparent, runner, ends, seed, overhead, existing }): bad options").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  StartOutcome outcome;
  if (CurrentTracer()) {
    outcome.code = "TRACING";
    outcome.reason = "already tracing";
  } else {
    outcome = Tracer::Start(v8::Isolate::GetCurrent(), options);
  }
  Napi::Object result = Napi::Object::New(env);
  result["ok"] = outcome.ok;
  result["code"] = outcome.code;
  result["reason"] = outcome.reason;
  result["buffers"] = outcome.buffers;
  result["lines"] = outcome.lines == Quality::kExact ? "exact" : "approximate";
  return result;
}

void Stop(const Napi::CallbackInfo&) { Tracer::Stop(v8::Isolate::GetCurrent()); }

Napi::Value Tracing(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), CurrentTracer() != nullptr); }

// A mark; throws and returns false when it is none.
bool MarkArgument(const Napi::CallbackInfo& info, size_t index, uint32_t* mark) {
  double value = info[index].IsNumber() ? info[index].As<Napi::Number>().DoubleValue() : -1;
  if (!(value >= 0)) {
    Napi::TypeError::New(info.Env(), "a mark is a number from mark()").ThrowAsJavaScriptException();
    return false;
  }
  *mark = value < static_cast<double>(UINT32_MAX) ? static_cast<uint32_t>(value) : UINT32_MAX;
  return true;
}

Napi::Value Mark(const Napi::CallbackInfo& info) {
  Tracer* tracer = CurrentTracer();
  return Napi::Number::New(info.Env(), tracer ? tracer->Mark() : 0);
}

Napi::Value AllocatedSince(const Napi::CallbackInfo& info) {
  Tracer* tracer = CurrentTracer();
  uint32_t mark;
  if (!MarkArgument(info, 0, &mark)) return info.Env().Undefined();
  return Napi::Number::New(info.Env(), tracer ? tracer->AllocatedSince(mark) : 0);
}

Napi::Value AliveSince(const Napi::CallbackInfo& info) {
  Tracer* tracer = CurrentTracer();
  uint32_t mark;
  if (!MarkArgument(info, 0, &mark)) return info.Env().Undefined();
  return Napi::Number::New(info.Env(), tracer ? tracer->AliveSince(mark) : 0);
}

// What `read` finds, as columns; neither is traced.
template <typename Reader>
Napi::Value ReadColumns(Napi::Env env, Reader read) {
  WindowRows rows;
  if (Tracer* tracer = CurrentTracer()) {
    tracer->Pause();
    rows = read(tracer);
  }
  Napi::Object columns = ColumnsOf(env, rows);
  if (Tracer* still = CurrentTracer()) still->Resume();  // a setter of Object.prototype may have stopped it
  return columns;
}

// From a Siting: see index.d.ts.
Sites ReadSiting(Tracer* tracer, Napi::Object siting) {
  Napi::Function role_of = siting.Get("roleOf").As<Napi::Function>();
  Napi::Uint32Array tests = siting.Get("testMarks").As<Napi::Uint32Array>();
  auto ask = [role_of](const std::string& file) {
    Napi::Env env = role_of.Env();
    if (env.IsExceptionPending()) return Role::kPassed;
    Napi::HandleScope scope(env);
    Napi::Value role = role_of.Call({Napi::String::New(env, file)});
    if (role.IsEmpty() || !role.IsNumber()) return Role::kPassed;
    return static_cast<Role>(std::clamp(role.As<Napi::Number>().Int32Value(), 0, 3));
  };
  return Sites(tracer->frames(), tracer->tracebacks(), ask, {tests.Data(), tests.Data() + tests.ElementLength()});
}

bool IsSiting(Napi::Value value) {
  if (!value.IsObject()) return false;
  Napi::Value tests = value.As<Napi::Object>().Get("testMarks");
  return value.As<Napi::Object>().Get("roleOf").IsFunction() && tests.IsTypedArray() &&
         tests.As<Napi::TypedArray>().TypedArrayType() == napi_uint32_array;
}

Napi::Value Read(const Napi::CallbackInfo& info) {
  uint32_t from, to;
  if (!MarkArgument(info, 0, &from) || !MarkArgument(info, 1, &to)) return info.Env().Undefined();
  Napi::Value siting = info[2];
  if (!siting.IsUndefined() && !IsSiting(siting)) {
    Napi::TypeError::New(info.Env(), "read(from, to, { roleOf, testMarks })").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  return ReadColumns(info.Env(), [&](Tracer* tracer) {
    if (siting.IsUndefined()) return ReadWindow(tracer, from, to, nullptr);
    Sites sites = ReadSiting(tracer, siting.As<Napi::Object>());
    return ReadWindow(tracer, from, to, &sites);
  });
}

Napi::Value Find(const Napi::CallbackInfo& info) {
  if (!info[0].IsArray()) {
    Napi::TypeError::New(info.Env(), "find(objects)").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  Napi::Array array = info[0].As<Napi::Array>();
  std::vector<v8::Local<v8::Value>> objects;
  for (uint32_t i = 0; i < array.Length(); i++) objects.push_back(LocalOf(array.Get(i)));
  return ReadColumns(info.Env(), [&](Tracer* tracer) { return ReadObjects(tracer, objects); });
}

void Forget(const Napi::CallbackInfo& info) {
  uint32_t before;
  if (!MarkArgument(info, 0, &before)) return;
  if (Tracer* tracer = CurrentTracer()) tracer->Forget(before);
}

void ClearTraces(const Napi::CallbackInfo&) {
  if (Tracer* tracer = CurrentTracer()) tracer->Clear();
}

void CollectGarbage(const Napi::CallbackInfo& info) {
  int kind = info[0].IsNumber() ? info[0].As<Napi::Number>().Int32Value() : 1;
  Collection collection = kind == 0 ? Collection::kMinor : kind == 2 ? Collection::kLowMemory : Collection::kFull;
  if (Tracer* tracer = CurrentTracer()) {
    tracer->Collect(collection);
  } else {
    Collect(v8::Isolate::GetCurrent(), collection);
  }
}

Napi::Value SetInterval(const Napi::CallbackInfo& info) {
  double interval = info[0].IsNumber() ? info[0].As<Napi::Number>().DoubleValue() : 0;
  double overhead = OverheadOf(info[1]);
  if (!IsInterval(interval) || overhead < 0) {
    Napi::TypeError::New(info.Env(), "setInterval(interval >= 1, 0 <= overhead < 1)").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  Tracer* tracer = CurrentTracer();
  return Napi::Boolean::New(info.Env(), tracer && tracer->SetInterval(std::round(interval), overhead));
}

Napi::Value LargestInterval(const Napi::CallbackInfo& info) {
  uint32_t from, to;
  if (!MarkArgument(info, 0, &from) || !MarkArgument(info, 1, &to)) return info.Env().Undefined();
  Tracer* tracer = CurrentTracer();
  return Napi::Number::New(info.Env(), tracer ? tracer->LargestInterval(from, to) : 1);
}

void Pause(const Napi::CallbackInfo&) {
  if (Tracer* tracer = CurrentTracer()) tracer->Pause();
}

void Resume(const Napi::CallbackInfo&) {
  if (Tracer* tracer = CurrentTracer()) tracer->Resume();
}

Napi::Value Totals(const Napi::CallbackInfo& info) {
  Tracer* tracer = CurrentTracer();
  Napi::Object result = Napi::Object::New(info.Env());
  result["allocatedBytes"] = tracer ? tracer->allocated_bytes() : 0;
  result["liveBytes"] = tracer ? tracer->live_bytes() : 0;
  result["liveCount"] = tracer ? tracer->live_count() : 0;
  result["peakBytes"] = tracer ? tracer->peak_bytes() : 0;
  result["bufferBytes"] = tracer && tracer->buffers() ? tracer->buffers()->live().live_bytes() : 0;
  result["unobservedBytes"] = tracer ? tracer->unobserved_bytes() : 0;
  result["optimised"] = tracer && tracer->has_optimised();
  result["interval"] = tracer ? tracer->interval() : 1;
  result["interruptions"] = tracer ? tracer->interruptions() : 0;
  result["ownBytes"] = tracer ? static_cast<double>(tracer->OwnBytes()) : 0;
  return result;
}

bool ReadPlan(Napi::Value value, FailurePlan* plan) {
  if (!value.IsObject()) return false;
  Napi::Object object = value.As<Napi::Object>();
  Napi::Value nth = object["nth"], count = object["count"], min_size = object["minSize"];
  Napi::Value persistent = object["persistent"], native = object["native"], owned = object["owned"], file = object["file"];
  if (!nth.IsNumber() || !count.IsNumber() || !min_size.IsNumber() || !file.IsString()) return false;
  if (!persistent.IsBoolean() || !native.IsBoolean() || !owned.IsBoolean()) return false;
  auto whole = [](Napi::Value number) { return static_cast<uint64_t>(std::clamp(number.As<Napi::Number>().DoubleValue(), 0.0, 9007199254740991.0)); };
  plan->nth = whole(nth);
  plan->count = whole(count);
  plan->min_size = whole(min_size);
  plan->persistent = persistent.As<Napi::Boolean>();
  plan->native = native.As<Napi::Boolean>();
  plan->owned = owned.As<Napi::Boolean>();
  plan->file = file.As<Napi::String>().Utf8Value();
  return true;
}

Napi::Value ArmFailures(const Napi::CallbackInfo& info) {
  FailurePlan plan;
  if (!ReadPlan(info[0], &plan)) {
    if (!info.Env().IsExceptionPending()) {
      Napi::TypeError::New(info.Env(), "armFailures({ nth, count, persistent, native, owned, minSize, file }): bad plan").ThrowAsJavaScriptException();
    }
    return info.Env().Undefined();
  }
  Tracer* tracer = CurrentTracer();
  return Napi::Boolean::New(info.Env(), tracer && tracer->Arm(plan));
}

void DisarmFailures(const Napi::CallbackInfo&) {
  if (Tracer* tracer = CurrentTracer()) tracer->Disarm();
}

Napi::Value ReadFailures(const Napi::CallbackInfo& info) {
  return ReadColumns(info.Env(), [](Tracer* tracer) { return ReadAttempts(tracer); });
}

void WatchHeapLimit(const Napi::CallbackInfo& info) {
  if (!info[0].IsString() || !info[1].IsBoolean()) {
    Napi::TypeError::New(info.Env(), "watchHeapLimit(path, announce)").ThrowAsJavaScriptException();
    return;
  }
  if (Tracer* tracer = CurrentTracer()) tracer->post_mortem().Watch(info[0].As<Napi::String>().Utf8Value(), info[1].As<Napi::Boolean>());
}

void Running(const Napi::CallbackInfo& info) {
  if (!info[0].IsString() || !info[1].IsString()) {
    Napi::TypeError::New(info.Env(), "running(file, test)").ThrowAsJavaScriptException();
    return;
  }
  if (Tracer* tracer = CurrentTracer()) tracer->post_mortem().Running(info[0].As<Napi::String>().Utf8Value(), info[1].As<Napi::String>().Utf8Value());
}

void ResetPeak(const Napi::CallbackInfo&) {
  if (Tracer* tracer = CurrentTracer()) tracer->ResetPeak();
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  env.AddCleanupHook(TearDown, static_cast<void*>(v8::Isolate::GetCurrent()));
  KeepUsersGc(v8::Isolate::GetCurrent());
  exports["start"] = Napi::Function::New(env, Start);
  exports["stop"] = Napi::Function::New(env, Stop);
  exports["tracing"] = Napi::Function::New(env, Tracing);
  exports["mark"] = Napi::Function::New(env, Mark);
  exports["allocatedSince"] = Napi::Function::New(env, AllocatedSince);
  exports["aliveSince"] = Napi::Function::New(env, AliveSince);
  exports["read"] = Napi::Function::New(env, Read);
  exports["find"] = Napi::Function::New(env, Find);
  exports["forget"] = Napi::Function::New(env, Forget);
  exports["clearTraces"] = Napi::Function::New(env, ClearTraces);
  exports["collect"] = Napi::Function::New(env, CollectGarbage);
  exports["setInterval"] = Napi::Function::New(env, SetInterval);
  exports["largestInterval"] = Napi::Function::New(env, LargestInterval);
  exports["pause"] = Napi::Function::New(env, Pause);
  exports["resume"] = Napi::Function::New(env, Resume);
  exports["totals"] = Napi::Function::New(env, Totals);
  exports["armFailures"] = Napi::Function::New(env, ArmFailures);
  exports["disarmFailures"] = Napi::Function::New(env, DisarmFailures);
  exports["attempts"] = Napi::Function::New(env, ReadFailures);
  exports["watchHeapLimit"] = Napi::Function::New(env, WatchHeapLimit);
  exports["running"] = Napi::Function::New(env, Running);
  exports["resetPeak"] = Napi::Function::New(env, ResetPeak);
  ExportExplanation(env, exports);
  ExportGarbageLog(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(tracemalloc, Init)

}  // namespace tracemalloc

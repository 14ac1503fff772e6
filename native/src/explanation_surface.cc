#include "explanation_surface.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "columns.h"
#include "explanation.h"

namespace tracemalloc {

namespace {

Tracer* CurrentTracer() { return Tracer::Of(v8::Isolate::GetCurrent()); }

bool ReadUint32s(Napi::Value value, std::vector<uint32_t>* numbers) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array) return false;
  Napi::Uint32Array array = value.As<Napi::Uint32Array>();
  numbers->assign(array.Data(), array.Data() + array.ElementLength());
  return true;
}

bool ReadMark(Napi::Value value, uint32_t* mark) {
  if (!value.IsNumber()) return false;
  *mark = static_cast<uint32_t>(std::clamp(value.As<Napi::Number>().DoubleValue(), 0.0, static_cast<double>(UINT32_MAX)));
  return true;
}

bool ReadQuestion(Napi::Value value, Question* question) {
  if (!value.IsObject()) return false;
  Napi::Object object = value.As<Napi::Object>();
  return ReadUint32s(object["segments"], &question->segments) && ReadUint32s(object["tracebacks"], &question->tracebacks) &&
         ReadUint32s(object["sites"], &question->sites) && question->sites.size() == question->tracebacks.size() &&
         question->segments.size() == question->tracebacks.size();
}

bool ReadLimits(Napi::Value value, GraphLimits* limits) {
  if (!value.IsObject()) return false;
  Napi::Value timeout = value.As<Napi::Object>()["timeout"], nodes = value.As<Napi::Object>()["maxNodes"];
  if (!timeout.IsNumber() || !nodes.IsNumber()) return false;
  *limits = {timeout.As<Napi::Number>().DoubleValue(), nodes.As<Napi::Number>().DoubleValue()};
  return true;
}

template <typename Of>
void SetStepColumn(Napi::Object& result, const char* name, const std::vector<RetainingStep>& steps, Of of) {
  std::vector<uint32_t> column;
  column.reserve(steps.size());
  for (const RetainingStep& step : steps) column.push_back(of(step));
  SetColumn(result, name, column);
}

Napi::Object ResultOf(Napi::Env env, const Explanation& explanation) {
  static constexpr const char* kStops[] = {"", "timeout", "maxNodes", "failed"};
  Napi::Object result = Napi::Object::New(env);
  result["stop"] = kStops[static_cast<size_t>(explanation.stop)];
  result["nodes"] = explanation.nodes;
  SetColumn(result, "typeSite", explanation.type_site);
  SetColumn(result, "typeName", explanation.type_name);
  SetColumn(result, "typeCount", explanation.type_count);
  SetColumn(result, "typeBytes", explanation.type_bytes);
  SetStrings(result, "typeNames", explanation.type_names);
  SetColumn(result, "endSite", explanation.end_site);
  SetColumn(result, "endStep", explanation.end_step);
  SetColumn(result, "endCount", explanation.end_count);
  SetColumn(result, "endObjects", explanation.end_objects);
  SetColumn(result, "endEvery", explanation.end_every);
  const auto& steps = explanation.steps;
  SetStepColumn(result, "stepParent", steps, [](const RetainingStep& step) { return step.parent; });
  SetStepColumn(result, "stepEdgeType", steps, [](const RetainingStep& step) { return uint32_t{step.edge_type}; });
  SetStepColumn(result, "stepEdgeName", steps, [](const RetainingStep& step) { return step.edge_name; });
  SetStepColumn(result, "stepNodeType", steps, [](const RetainingStep& step) { return uint32_t{step.node_type}; });
  SetStepColumn(result, "stepNodeName", steps, [](const RetainingStep& step) { return step.node_name; });
  SetStepColumn(result, "stepFile", steps, [](const RetainingStep& step) { return step.file; });
  SetStepColumn(result, "stepOwner", steps, [](const RetainingStep& step) { return step.owner; });
  SetStepColumn(result, "stepDepth", steps, [](const RetainingStep& step) { return step.depth; });
  SetStepColumn(result, "stepRepeats", steps, [](const RetainingStep& step) { return uint32_t{step.repeats}; });
  SetColumn(result, "stepOrigin", explanation.step_origin);
  SetStrings(result, "names", explanation.names);
  result["origins"] = ColumnsOf(env, explanation.origins);
  return result;
}

Napi::Value Bad(const Napi::CallbackInfo& info, const char* message) {
  if (!info.Env().IsExceptionPending()) Napi::TypeError::New(info.Env(), message).ThrowAsJavaScriptException();
  return info.Env().Undefined();
}

// Neither the work nor its result is traced.
Napi::Value Answer(Napi::Env env, const Question& question) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  Tracer* tracer = CurrentTracer();
  if (tracer) tracer->Pause();
  std::optional<PauseScope> work;
  if (tracer) work.emplace(tracer);
  Explanation explanation = Explain(isolate, tracer, question);
  work.reset();
  Napi::Object result = ResultOf(env, explanation);
  if (Tracer* still = CurrentTracer()) still->Resume();  // a setter of Object.prototype may have stopped it
  return result;
}

Napi::Value ExplainTraces(const Napi::CallbackInfo& info) {
  Question question;
  Napi::Value limits = info[1];
  question.holders = !limits.IsUndefined();
  if (!ReadQuestion(info[0], &question) || (question.holders && !ReadLimits(limits, &question.limits))) {
    return Bad(info, "explain({ segments, tracebacks, sites }, { timeout, maxNodes })");
  }
  return Answer(info.Env(), question);
}

Napi::Value ExplainOne(const Napi::CallbackInfo& info) {
  Question question;
  if (!ReadLimits(info[1], &question.limits)) return Bad(info, "explainObject(object, { timeout, maxNodes })");
  question.object = LocalOf(info[0]);
  if (!(ObjectOf(question.object) & kHeapObjectTag)) return info.Env().Undefined();
  return Answer(info.Env(), question);
}

Napi::Value LiveObjects(const Napi::CallbackInfo& info) {
  Question question;
  uint32_t most;
  if (!ReadQuestion(info[0], &question) || !ReadMark(info[1], &most)) return Bad(info, "liveObjects({ segments, tracebacks, sites }, most)");
  Napi::Array result = Napi::Array::New(info.Env());
  Tracer* tracer = CurrentTracer();
  if (!tracer) return result;
  PauseScope pause(tracer);
  uint32_t index = 0;
  for (v8::Local<v8::Value> object : ObjectsOf(v8::Isolate::GetCurrent(), tracer, question, most)) {
    napi_value value;
    static_assert(sizeof value == sizeof object);
    std::memcpy(static_cast<void*>(&value), &object, sizeof value);
    result[index++] = value;
  }
  return result;
}

}  // namespace

void ExportExplanation(Napi::Env env, Napi::Object exports) {
  exports["explain"] = Napi::Function::New(env, ExplainTraces);
  exports["explainObject"] = Napi::Function::New(env, ExplainOne);
  exports["liveObjects"] = Napi::Function::New(env, LiveObjects);
}

}  // namespace tracemalloc

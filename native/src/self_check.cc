#include "self_check.h"

#include <atomic>
#include <string>

namespace tracemalloc {

namespace {

constexpr char kName[] = "tracemalloc-self-check.js";
constexpr int kRounds = 64;
constexpr uint32_t kObjectLine = 4;
constexpr uint32_t kArrayLine = 5;
// Inline allocations on two lines: what the interpreter would show on the line of the last call. The numbers bring V8's
// cache of their strings to its full size, which the first test to print some would otherwise be charged with: two of them
// in one place are enough.
constexpr char kSource[] =
    "(function tracemallocSelfCheck(rounds) {\n"
    "  const kept = []\n"
    "  for (let i = 0; i < rounds; i++) {\n"
    "    const object = { first: i }\n"
    "    const array = [object, i]\n"
    "    kept[i] = array\n"
    "  }\n"
    "  for (let i = 0; i < 2048; i += 32) String(i) + String(i + 0.5)\n"
    "  return kept\n"
    "})\n";

std::atomic<int> checks = 0;

v8::MaybeLocal<v8::Value> RunCheck(Tracer* tracer) {
  v8::Isolate* isolate = tracer->isolate();
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::String> source, name;
  // V8 caches compiled sources, and code from before has no positions: each check has a source of its own.
  std::string unique = kSource + ("//" + std::to_string(++checks));
  if (!v8::String::NewFromUtf8(isolate, unique.c_str()).ToLocal(&source)) return {};
  if (!v8::String::NewFromUtf8(isolate, kName).ToLocal(&name)) return {};
#if V8_MAJOR_VERSION >= 12
  v8::ScriptOrigin origin(name);
#else
  v8::ScriptOrigin origin(isolate, name);
#endif
  v8::Local<v8::Script> script;
  v8::Local<v8::Value> function, result;
  if (!v8::Script::Compile(context, source, &origin).ToLocal(&script)) return {};
  if (!script->Run(context).ToLocal(&function) || !function->IsFunction()) return {};
  v8::Local<v8::Value> rounds = v8::Integer::New(isolate, kRounds);
  return function.As<v8::Function>()->Call(context, v8::Undefined(isolate), 1, &rounds);
}

struct Counts {
  int object_line = 0;
  int array_line = 0;
  int in_function = 0;
};

Counts CountTraces(Tracer* tracer, uint32_t mark) {
  Counts counts;
  PauseScope pause(tracer);
  tracer->frames().Resolve();
  tracer->traces().ForEach([&](Trace& trace) {
    if (trace.segment != mark) return;
    const auto& traceback = tracer->tracebacks()[trace.traceback];
    if (traceback.domain != Domain::kHeap || traceback.length == 0) return;
    const Frame& leaf = tracer->frames()[tracer->tracebacks().frame(traceback, 0)];
    if (tracer->frames().strings()[leaf.file] != kName) return;
    counts.in_function++;
    counts.object_line += leaf.line == kObjectLine;
    counts.array_line += leaf.line == kArrayLine;
  });
  return counts;
}

}  // namespace

StartOutcome SelfCheck(Tracer* tracer) {
  StartOutcome outcome;
  v8::Isolate* isolate = tracer->isolate();
  v8::HandleScope scope(isolate);
  v8::TryCatch no_exception(isolate);
  uint32_t mark = tracer->Mark();
  v8::Local<v8::Value> kept;
  bool ran = RunCheck(tracer).ToLocal(&kept);
  Counts counts = CountTraces(tracer, mark);
  if (ran) tracer->mementos().Verify(ObjectOf(kept));
  tracer->Mark();

  outcome.code = "SELF_CHECK";
  if (!ran) {
    outcome.reason = "the self-check could not run its code";
  } else if (counts.in_function < 2 * kRounds) {
    outcome.reason = "of " + std::to_string(2 * kRounds) + " planted allocations " + std::to_string(counts.in_function) + " were seen";
  } else {
    outcome.ok = true;
    outcome.code.clear();
    bool exact = counts.object_line >= kRounds && counts.array_line >= kRounds;
    outcome.lines = exact ? Quality::kExact : Quality::kApproximate;
  }
  return outcome;
}

}  // namespace tracemalloc

#include "failure_injection.h"

#include <algorithm>
#include <string_view>

#if defined(__linux__)
#include <dlfcn.h>
#include <link.h>
#endif

namespace tracemalloc {

namespace {

v8::MaybeLocal<v8::Value> Evaluate(v8::Isolate* isolate, const char* expression) {
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::String> source;
  v8::Local<v8::Script> script;
  if (!v8::String::NewFromUtf8(isolate, expression).ToLocal(&source)) return {};
  if (!v8::Script::Compile(context, source).ToLocal(&script)) return {};
  return script->Run(context);
}

}  // namespace

bool FailureInjection::Learn(v8::Isolate* isolate) {
  if (calls_ > 0) return true;
  v8::HandleScope scope(isolate);
  v8::TryCatch attempt(isolate);
  learning_ = true;
  bool survived = !Evaluate(isolate, "new ArrayBuffer(64)").IsEmpty();
  learning_ = false;
  if (survived || !attempt.HasCaught()) calls_ = 0;
  return calls_ > 0;
}

void FailureInjection::Arm(const FailurePlan& plan) {
  plan_ = plan;
  attempts_.clear();
  failed_ = repeats_ = 0;
  active_ = true;
}

bool FailureInjection::Repeats() {
  if (learning_) {
    calls_++;
    return true;
  }
  if (repeats_ == 0) return false;
  repeats_--;
  return true;
}

bool FailureInjection::Fails(const Origin& origin, size_t size) {
  if (size < plan_.min_size || (origin.native && !plan_.native)) return false;
  if (!plan_.file.empty() && origin.file.find(plan_.file) == std::string::npos) return false;
  uint64_t number = attempts_.size() + 1;
  bool fails = plan_.nth > 0 && number >= plan_.nth && (plan_.persistent || number - plan_.nth < plan_.count);
  attempts_.push_back({origin.traceback, size, fails});
  if (fails) repeats_ = calls_ - 1;
  return fails;
}

// It has no name that one could look for, but is what a function of the API calls.
void FatalCallers::Learn(v8::Isolate* isolate) {
  if (learnt_) return;
  learnt_ = true;
  v8::HandleScope scope(isolate);
  v8::TryCatch attempt(isolate);
  v8::Local<v8::Value> view;
  if (!Evaluate(isolate, "new Uint8Array(1)").ToLocal(&view) || !view->IsArrayBufferView()) return;
  learning_ = true;
  view.As<v8::ArrayBufferView>()->Buffer();
  learning_ = false;
}

void FatalCallers::Learn(uintptr_t pc) {
  if (Contains(pc)) {
    if (last_) known_.Insert(last_) = true;
    learning_ = false;
  }
  last_ = pc;
}

bool FatalCallers::Contains(uintptr_t pc) {
#if defined(__linux__)
  bool added;
  bool& known = known_.Insert(pc, &added);
  if (!added) return known;
  Dl_info info;
  const ElfW(Sym)* symbol = nullptr;
  bool named = dladdr1(reinterpret_cast<void*>(pc), &info, reinterpret_cast<void**>(const_cast<ElfW(Sym)**>(&symbol)), RTLD_DL_SYMENT);
  if (!named || !info.dli_sname || !symbol) return known;
  // The nearest name in front of an address need not be that of its function.
  if (pc - reinterpret_cast<uintptr_t>(info.dli_saddr) > symbol->st_size) return known;
  // v8::ArrayBuffer, v8::ArrayBufferView, v8::SharedArrayBuffer and v8::BackingStore.
  constexpr std::string_view kClasses[] = {"_ZN2v811ArrayBuffer", "_ZN2v815ArrayBufferView", "_ZN2v817SharedArrayBuffer", "_ZN2v812BackingStore"};
  std::string_view name = info.dli_sname;
  known = std::any_of(std::begin(kClasses), std::end(kClasses), [name](std::string_view prefix) { return name.starts_with(prefix); });
  return known;
#else
  return true;
#endif
}

}  // namespace tracemalloc

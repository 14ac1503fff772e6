#include "requesters.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "evaluate.h"

#if defined(__linux__)
#include <dlfcn.h>
#include <link.h>
#endif

namespace tracemalloc {

namespace {

// Between the allocator and the function of V8's API that asks it.
constexpr uint32_t kCallers = 12;
// Node's native code for this one throws when it gets no memory.
constexpr char kNodesBuffers[] = "createUnsafeBuffer node:internal/buffer";

}  // namespace

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

void Requesters::Observe(const void* frame) {
  if (!fatal_.learning()) return;
  walker_.Callers(frame, kCallers, [this](uintptr_t pc) {
    if (fatal_.learning()) fatal_.Learn(pc);
  });
}

Requester Requesters::Of(uint32_t id, const void* frame) {
  const TracebackTable::Traceback& traceback = tracebacks_[id];
  bool native = false;
  bool known = walker_.Callers(frame, kCallers, [&](uintptr_t pc) { native |= fatal_.Contains(pc); });
  native |= !known;
  for (uint32_t i = 0; i < traceback.length; i++) {
    const Frame& code = frames_[tracebacks_.frame(traceback, i)];
    const std::string& name = codes_.names()[code.name];
    if (i == 0 && name.find(kNodesBuffers) != std::string::npos) native = false;
    if (code.owner == Owner::kUser) return {id, native, name};
  }
  return {id, native, codes_.names()[0]};
}

}  // namespace tracemalloc

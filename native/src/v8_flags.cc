#include "v8_flags.h"

#include <mutex>

#include "v8_compat.h"

namespace tracemalloc {

namespace {

std::mutex& Mutex() {
  static std::mutex* mutex = new std::mutex;  // never destroyed: workers may still run at exit
  return *mutex;
}
int users = 0;
bool changed = false;
int optimising = 0;
bool has_optimised = false;
int collections = 0;
bool keep_gc = false;

bool HasGlobal(v8::Isolate* isolate, const char* name) {
  v8::HandleScope scope(isolate);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::String> key;
  return v8::String::NewFromUtf8(isolate, name).ToLocal(&key) && context->Global()->Has(context, key).FromMaybe(false);
}

// Every bytecode of the baseline tier has machine code of its own; what optimises further would hide lines.
#if TRACEMALLOC_HAS_MAGLEV
constexpr char kExact[] = "--sparkplug --always-sparkplug --no-opt --no-maglev --no-enable-lazy-source-positions";
constexpr char kFast[] = "--sparkplug --always-sparkplug --no-turbo-inlining --no-turbo-allocation-folding --no-maglev";
#else
constexpr char kExact[] = "--sparkplug --always-sparkplug --no-opt --no-enable-lazy-source-positions";
constexpr char kFast[] = "--sparkplug --always-sparkplug --no-turbo-inlining --no-turbo-allocation-folding";
#endif
// Node 22 (V8 12) leaves Maglev off.
#if V8_MAJOR_VERSION >= 13
constexpr char kOptimiser[] = "--opt --maglev";
constexpr char kDefaults[] = "--no-always-sparkplug --opt --turbo-inlining --turbo-allocation-folding --enable-lazy-source-positions --maglev";
#else
constexpr char kOptimiser[] = "--opt";
constexpr char kDefaults[] = "--no-always-sparkplug --opt --turbo-inlining --turbo-allocation-folding --enable-lazy-source-positions";
#endif

}  // namespace

// V8 has no API to read a flag, but leaves WebAssembly out of the globals when it may not make machine code.
static bool MayCompile(v8::Isolate* isolate) { return HasGlobal(isolate, "WebAssembly"); }

void AcquireFlags(v8::Isolate* isolate, Lines lines) {
  bool may_compile = MayCompile(isolate);
  std::lock_guard<std::mutex> lock(Mutex());
  if (users++ > 0) return;
  changed = may_compile;
  if (changed) v8::V8::SetFlagsFromString(lines == Lines::kExact ? kExact : kFast);
}

void ReleaseFlags() {
  std::lock_guard<std::mutex> lock(Mutex());
  if (--users == 0 && changed) v8::V8::SetFlagsFromString(kDefaults);
}

void AllowOptimiser() {
  std::lock_guard<std::mutex> lock(Mutex());
  if (changed && optimising++ == 0) v8::V8::SetFlagsFromString(kOptimiser);
  has_optimised |= changed;
}

void ForbidOptimiser() {
  std::lock_guard<std::mutex> lock(Mutex());
  if (changed && --optimising == 0) v8::V8::SetFlagsFromString(kExact);
}

bool HasOptimised() {
  std::lock_guard<std::mutex> lock(Mutex());
  return has_optimised;
}

void KeepUsersGc(v8::Isolate* isolate) {
  bool exposed = HasGlobal(isolate, "gc");
  std::lock_guard<std::mutex> lock(Mutex());
  keep_gc |= exposed;
}

ForcedCollection::ForcedCollection() {
  std::lock_guard<std::mutex> lock(Mutex());
  if (collections++ == 0) v8::V8::SetFlagsFromString("--expose-gc --no-concurrent-array-buffer-sweeping");
}

ForcedCollection::~ForcedCollection() {
  std::lock_guard<std::mutex> lock(Mutex());
  if (--collections > 0) return;
  v8::V8::SetFlagsFromString("--concurrent-array-buffer-sweeping");
  if (!keep_gc) v8::V8::SetFlagsFromString("--no-expose-gc");
}

}  // namespace tracemalloc

#include "v8_flags.h"

#include <v8.h>

#include <mutex>

#include "v8_compat.h"

namespace tracemalloc {

namespace {

std::mutex& Mutex() {
  static std::mutex* mutex = new std::mutex;  // never destroyed: workers may still run at exit
  return *mutex;
}
int users = 0;
int collections = 0;

// Every bytecode of the baseline tier has machine code of its own; what optimises further would hide lines.
#if TRACEMALLOC_HAS_MAGLEV
constexpr char kExact[] = "--sparkplug --always-sparkplug --no-opt --no-maglev";
constexpr char kFast[] = "--sparkplug --always-sparkplug --no-turbo-inlining --no-turbo-allocation-folding --no-maglev";
constexpr char kDefaults[] = "--no-always-sparkplug --opt --turbo-inlining --turbo-allocation-folding --maglev";
#else
constexpr char kExact[] = "--sparkplug --always-sparkplug --no-opt";
constexpr char kFast[] = "--sparkplug --always-sparkplug --no-turbo-inlining --no-turbo-allocation-folding";
constexpr char kDefaults[] = "--no-always-sparkplug --opt --turbo-inlining --turbo-allocation-folding";
#endif

}  // namespace

void AcquireFlags(Lines lines) {
  std::lock_guard<std::mutex> lock(Mutex());
  if (users++ == 0) v8::V8::SetFlagsFromString(lines == Lines::kExact ? kExact : kFast);
}

void ReleaseFlags() {
  std::lock_guard<std::mutex> lock(Mutex());
  if (--users == 0) v8::V8::SetFlagsFromString(kDefaults);
}

ExposeGc::ExposeGc() {
  std::lock_guard<std::mutex> lock(Mutex());
  if (collections++ == 0) v8::V8::SetFlagsFromString("--expose-gc");
}

ExposeGc::~ExposeGc() {
  std::lock_guard<std::mutex> lock(Mutex());
  if (--collections == 0) v8::V8::SetFlagsFromString("--no-expose-gc");
}

}  // namespace tracemalloc

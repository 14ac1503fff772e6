// The V8 flags that make lines exact (or keep TurboFan and make them approximate). Flags are the process's, so all
// isolates that trace share them; the last one to stop puts V8's defaults back.
#pragma once

#include <v8.h>

namespace tracemalloc {

enum class Lines { kExact, kFast };

// Does nothing under --jitless, where baseline code would crash the process.
void AcquireFlags(v8::Isolate* isolate, Lines lines);
void ReleaseFlags();

// While flags are those for exact lines: some thread would rather have V8 optimise its code. For all of the process, whose lines
// of optimised code are approximate from then on.
void AllowOptimiser();
void ForbidOptimiser();
// Whether that was ever so.
bool HasOptimised();

// Before the first collection: where node --expose-gc gave the program a gc(), new contexts shall go on to have it.
void KeepUsersGc(v8::Isolate* isolate);

// For the duration of a forced collection: V8 only allows it with --expose-gc, and would free the memory of dead
// ArrayBuffers on another thread, some time after it has returned.
class ForcedCollection {
 public:
  ForcedCollection();
  ~ForcedCollection();
};

}  // namespace tracemalloc

// The Node-API surface of the log of garbage collections.
#pragma once

#include <napi.h>

namespace tracemalloc {

void ExportGarbageLog(Napi::Env env, Napi::Object exports);

}  // namespace tracemalloc

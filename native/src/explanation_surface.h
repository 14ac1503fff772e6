// The part of the Node-API surface that explains; see index.d.ts.
#pragma once

#include <napi.h>

namespace tracemalloc {

void ExportExplanation(Napi::Env env, Napi::Object exports);

}  // namespace tracemalloc

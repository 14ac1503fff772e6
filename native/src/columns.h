// Rows as JavaScript takes them: one typed array per column, see index.d.ts.
#pragma once

#include <napi.h>

#include "window_reader.h"

namespace tracemalloc {

Napi::Object ColumnsOf(Napi::Env env, const WindowRows& rows);

}  // namespace tracemalloc

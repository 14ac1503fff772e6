// Proves the engine on code whose allocations are known, in the very process it is to watch.
#pragma once

#include "tracer.h"

namespace tracemalloc {

// Runs while every allocation is traced. ok: they all arrive. `lines` tells whether each was on its own line.
StartOutcome SelfCheck(Tracer* tracer);

}  // namespace tracemalloc

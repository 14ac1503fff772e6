// The table of a script's line ends. V8 makes it for the name in the script's first code event, in the middle of whatever
// the program does, and keeps it with the script: it is nobody's memory but V8's.
#pragma once

#include "v8_compat.h"

namespace tracemalloc {

// Whether an object looks like one: an array of small integers, each larger than the one before.
bool IsLineEnds(Address object);

}  // namespace tracemalloc

// Reads what was allocated between two marks and what of it is alive, as plain columns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sites.h"
#include "tracer.h"

namespace tracemalloc {

struct WindowRows {
  // Per row: one traceback in one segment and domain.
  std::vector<uint32_t> mark, traceback;
  std::vector<uint8_t> domain;  // see domain.h
  std::vector<double> retained_bytes, retained_count, allocated_bytes, allocated_count;
  std::vector<double> retained_variance, allocated_variance;  // of the bytes: 0 where every allocation was traced
  // Per traceback that occurs, renumbered from 0; frames newest first.
  std::vector<uint32_t> traceback_start, traceback_frames, traceback_total;
  std::vector<uint32_t> traceback_id;  // as the tracer numbers them; none where tracebacks are cut down to their sites
  // Per frame that occurs, renumbered from 0.
  std::vector<uint32_t> frame_file, frame_function, frame_line, frame_column;
  std::vector<uint8_t> frame_quality;
  std::vector<std::string> strings;
};

// Segments from <= mark < to. Only at a safe point; the caller has paused the tracer.
// sites: cut every traceback down to the frame that stands for it, and add up what then is alike; null: whole tracebacks.
WindowRows ReadWindow(Tracer* tracer, uint32_t from, uint32_t to, Sites* sites);

// The traces of these objects, but of those that were not traced. Looks at every live trace, once.
WindowRows ReadObjects(Tracer* tracer, const std::vector<v8::Local<v8::Value>>& objects);

// Tracebacks by the tracer's numbers: a row each, with nothing in it.
WindowRows ReadTracebacks(Tracer* tracer, const std::vector<uint32_t>& tracebacks);

// What was asked for while failures were armed, in order: a row each, whose mark is its number from 1. A failed one has
// nothing allocated.
WindowRows ReadAttempts(Tracer* tracer);

}  // namespace tracemalloc

// Why objects are alive: what the live traces of some tracebacks are, and who holds them.
#pragma once

#include <string>
#include <vector>

#include "heap_graph.h"
#include "retaining_steps.h"
#include "tracer.h"
#include "window_reader.h"

namespace tracemalloc {

// The objects that are asked about: the live traces of these tracebacks, each in one segment, by site, or one object, traced
// or not.
struct Question {
  std::vector<uint32_t> segments, tracebacks, sites;  // alike long
  v8::Local<v8::Value> object;                        // empty: the traces
  bool holders = true;                                // false: only what they are, which needs no heap snapshot
  GraphLimits limits;
};

struct Explanation {
  GraphStop stop = GraphStop::kNone;
  int nodes = 0;  // of the graph
  // Per site and type of object.
  std::vector<uint32_t> type_site, type_name;
  std::vector<double> type_count, type_bytes;
  std::vector<std::string> type_names;
  // Per site and step at which its objects come in: those that are held by no other of the site.
  std::vector<uint32_t> end_site, end_step;
  std::vector<double> end_count;    // of them
  std::vector<double> end_objects;  // with those that they hold
  std::vector<uint32_t> end_every;  // the counts are estimated from one in so many objects; 1: counted
  std::vector<RetainingStep> steps;
  std::vector<std::string> names;
  // Per step: where its object was allocated, a row of `origins`; HeapGraph::kNone when that was not traced.
  std::vector<uint32_t> step_origin;
  WindowRows origins;
};

// Collects garbage. The caller has paused the tracer and has a HandleScope.
Explanation Explain(v8::Isolate* isolate, Tracer* tracer, const Question& question);

// The objects themselves, at most `most`: those that a program can have.
std::vector<v8::Local<v8::Value>> ObjectsOf(v8::Isolate* isolate, Tracer* tracer, const Question& question, size_t most);

}  // namespace tracemalloc

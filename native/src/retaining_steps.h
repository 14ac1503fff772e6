// The ways from the roots to the wanted objects, as a tree of steps. Objects that are alike and are held alike share their
// steps; the tree says how many they are.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "heap_graph.h"
#include "v8_compat.h"

namespace tracemalloc {

struct RetainingStep {
  uint32_t parent;    // a step; HeapGraph::kNone for those of the root
  uint8_t edge_type;  // V8's, as is node_type
  uint8_t node_type;
  bool repeats;  // goes on like this: a list, a tree
  uint32_t depth;     // of a function's context: how many contexts it is nested in, itself counted; else 0
  uint32_t edge_name;  // of these four: in names()
  uint32_t node_name;
  uint32_t file;   // whose code a function is, the module that it stands for; empty when not known
  uint32_t owner;  // of a context: the function whose variables it has; of a generator: its function; of a module's cell: what it exports
  const v8::HeapGraphNode* node;  // the first one
};

class RetainingSteps {
 public:
  // Where the object of a node is; 0 when that is not known.
  using AddressOf = std::function<Address(const v8::HeapGraphNode*)>;

  // The traceback of its allocation, counted from 1; 0 when that is not known.
  using OriginOf = std::function<uint32_t(const v8::HeapGraphNode*)>;

  RetainingSteps(v8::Isolate* isolate, const HeapGraph& graph, AddressOf address_of, OriginOf origin_of);

  // The step that a node of the graph is on, and those before it.
  uint32_t StepOf(uint32_t index);

  const std::vector<RetainingStep>& steps() const { return steps_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  uint32_t Add(uint32_t index, uint32_t parent);
  RetainingStep Describe(uint32_t index, uint32_t parent);
  void DescribeNode(const v8::HeapGraphNode* node, RetainingStep* step);
  bool IsNextTimer(const RetainingStep& step) const;
  bool IsEntry(const RetainingStep& step) const;
  bool IsAlike(const RetainingStep& a, const RetainingStep& b) const;
  uint32_t FindRepeated(uint32_t parent, const RetainingStep& step);
  uint32_t NameOf(const std::string& name);
  std::string EdgeName(uint32_t index);

  v8::Isolate* isolate_;
  const HeapGraph& graph_;
  AddressOf address_of_;
  OriginOf origin_of_;
  FlatMap<uint32_t> by_node_;  // index of the graph → step
  std::unordered_map<std::string, uint32_t> by_key_, by_name_;
  std::vector<std::string> names_;
  std::vector<RetainingStep> steps_;
};

}  // namespace tracemalloc

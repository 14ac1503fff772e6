// V8's object graph, read in place: a heap snapshot, and a search for the shortest way from the roots to some objects.
//
// What V8's own machinery holds for a moment (frames on the stack, handles, caches) comes last: an object is said to be
// held by it only when nothing else holds it.
#pragma once

#include <v8-profiler.h>
#include <v8.h>

#include <cstdint>
#include <string>
#include <vector>

#include "flat_map.h"

namespace tracemalloc {

struct GraphLimits {
  double timeout_ms = 0;
  double max_nodes = 0;
};

// What kept the graph from being taken.
enum class GraphStop : uint8_t { kNone, kTimeout, kNodes, kFailed };

class HeapGraph {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // Takes the snapshot, which collects garbage. Its memory is V8's until this goes.
  HeapGraph(v8::Isolate* isolate, const GraphLimits& limits);
  ~HeapGraph();
  HeapGraph(const HeapGraph&) = delete;
  HeapGraph& operator=(const HeapGraph&) = delete;

  bool taken() const { return snapshot_ != nullptr; }
  GraphStop stop() const { return stop_; }
  int node_count() const { return snapshot_ ? snapshot_->GetNodesCount() : 0; }

  // Marks an object as wanted. Only after the snapshot is taken: before, V8 has no number for it. False when the snapshot
  // does not know it.
  bool Want(v8::Local<v8::Value> object, uint32_t tag);
  // Finds the shortest ways to the wanted objects, all in one go.
  void Search();

  // Of the search: nodes in the order in which they were met.
  struct Found {
    uint32_t node;
    uint32_t tag;
  };
  const std::vector<Found>& found() const { return found_; }
  // Nodes that were met.
  size_t size() const { return nodes_.size(); }
  const v8::HeapGraphNode* node(uint32_t index) const { return nodes_[index]; }
  // The node before it on its way; kNone for the root.
  uint32_t parent(uint32_t index) const { return parents_[index]; }
  // The edge that it was met by; null for the root.
  const v8::HeapGraphEdge* edge(uint32_t index) const { return edges_[index]; }

 private:
  struct Deferred {
    const v8::HeapGraphEdge* edge;
    uint32_t parent;
  };

  // A number for each object, by V8's number of it.
  class ById {
   public:
    void Reserve(size_t ids) { dense_.assign(ids, kNone); }
    uint32_t& operator[](v8::SnapshotObjectId id) {
      if (id < dense_.size()) return dense_[id];
      bool added;
      uint32_t& number = sparse_.Insert(id, &added);
      if (added) number = kNone;
      return number;
    }

   private:
    std::vector<uint32_t> dense_;
    FlatMap<uint32_t> sparse_;
  };

  void Visit(const v8::HeapGraphNode* node, uint32_t* index, uint32_t parent, const v8::HeapGraphEdge* edge);
  void FindWeakChildren(const v8::HeapGraphNode* node);
  void VisitChildren(uint32_t index, bool last);
  void VisitDeferred();
  bool IsLast(const v8::HeapGraphNode* node) const;
  bool IsMomentary(const v8::HeapGraphEdge* edge) const;

  v8::Isolate* isolate_;
  double deadline_;
  const v8::HeapSnapshot* snapshot_ = nullptr;
  GraphStop stop_ = GraphStop::kNone;
  size_t wanted_count_ = 0;
  ById tags_;     // of wanted objects
  ById indexes_;  // of nodes that were met
  std::vector<const v8::HeapGraphNode*> nodes_;
  std::vector<uint32_t> parents_;
  std::vector<const v8::HeapGraphEdge*> edges_;
  std::vector<Deferred> deferred_;
  std::vector<const v8::HeapGraphNode*> weak_;  // children of the node at hand
  std::vector<Found> found_;
};

// A name out of the graph, cut off after `most` bytes.
std::string TextOf(v8::Isolate* isolate, v8::Local<v8::Value> name, size_t most = 200);

}  // namespace tracemalloc

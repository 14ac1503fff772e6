#include "heap_graph.h"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace tracemalloc {

namespace {

double NowMs() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// V8 asks after each 10,000 objects whether to go on.
class Limiter final : public v8::ActivityControl {
 public:
  Limiter(double deadline, double max_nodes) : deadline_(deadline), max_nodes_(max_nodes) {}
  GraphStop stop() const { return stop_; }

  ControlOption ReportProgressValue(uint32_t, uint32_t total) override {
    if (total > max_nodes_) stop_ = GraphStop::kNodes;
    else if (NowMs() > deadline_) stop_ = GraphStop::kTimeout;
    return stop_ == GraphStop::kNone ? kContinue : kAbort;
  }

 private:
  double deadline_, max_nodes_;
  GraphStop stop_ = GraphStop::kNone;
};

// Roots that hold what is in use this moment, our own handles among it, or what V8 keeps to save work; and Node's lists of all
// its objects, which hold none of them. Those that Node holds are roots themselves.
constexpr std::string_view kMomentary[] = {"(Stack roots)", "(Handle scope)", "(Compilation cache)", "(Internalized strings)", "(External strings)", "Node / CleanupQueue", "Node / BaseObjectList"};

// Among V8's strong roots: what somebody has asked a WeakRef for, until the job ends, and what that job is.
constexpr std::string_view kOfTheJob[] = {"weak_refs_keep_during_job", "current_microtask"};

template <size_t size>
bool IsOneOf(const std::string& name, const std::string_view (&names)[size]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

constexpr size_t kMostIdsPerNode = 8;

// The search looks at the clock once in so many nodes.
constexpr size_t kBetweenLooks = 4096;

}  // namespace

std::string TextOf(v8::Isolate* isolate, v8::Local<v8::Value> name, size_t most) {
  v8::String::Utf8Value text(isolate, name);
  if (!*text) return {};
  size_t length = std::min(static_cast<size_t>(text.length()), most);
  // Never half a character.
  while (length < static_cast<size_t>(text.length()) && length > 0 && ((*text)[length] & 0xC0) == 0x80) length--;
  return std::string(*text, length);
}

HeapGraph::HeapGraph(v8::Isolate* isolate, const GraphLimits& limits) : isolate_(isolate), deadline_(NowMs() + limits.timeout_ms) {
  Limiter limiter(deadline_, limits.max_nodes);
  snapshot_ = isolate->GetHeapProfiler()->TakeHeapSnapshot(&limiter);
  if (!snapshot_) {
    stop_ = limiter.stop() == GraphStop::kNone ? GraphStop::kFailed : limiter.stop();
    return;
  }
  size_t nodes = static_cast<size_t>(node_count());
  // V8 counts by two. Where it has counted for long, most numbers are of objects that are gone.
  size_t ids = std::min<size_t>(snapshot_->GetMaxSnapshotJSObjectId() + size_t{1}, kMostIdsPerNode * nodes);
  tags_.Reserve(ids);
  indexes_.Reserve(ids);
}

// V8 goes on numbering objects, and following them around, until it is told to forget the numbers. Those may be in use by
// an inspector that has snapshots of its own.
HeapGraph::~HeapGraph() {
  if (snapshot_) const_cast<v8::HeapSnapshot*>(snapshot_)->Delete();
  v8::HeapProfiler* profiler = isolate_->GetHeapProfiler();
  if (profiler->GetSnapshotCount() == 0) profiler->ClearObjectIds();
}

bool HeapGraph::Want(v8::Local<v8::Value> object, uint32_t tag) {
  v8::SnapshotObjectId id = isolate_->GetHeapProfiler()->GetObjectId(object);
  if (id == v8::HeapProfiler::kUnknownObjectId) return false;
  uint32_t& known = tags_[id];
  wanted_count_ += known == kNone;
  known = tag;
  return true;
}

void HeapGraph::Visit(const v8::HeapGraphNode* node, uint32_t* index, uint32_t parent, const v8::HeapGraphEdge* edge) {
  *index = static_cast<uint32_t>(nodes_.size());
  uint32_t tag = tags_[node->GetId()];
  if (tag != kNone) found_.push_back({*index, tag});
  nodes_.push_back(node);
  parents_.push_back(parent);
  edges_.push_back(edge);
}

// Through bytecode, feedback and hidden classes everything is near, and nothing is explained.
bool HeapGraph::IsLast(const v8::HeapGraphNode* node) const {
  v8::HeapGraphNode::Type type = node->GetType();
  if (type == v8::HeapGraphNode::kCode || type == v8::HeapGraphNode::kObjectShape) return true;
  if (type != v8::HeapGraphNode::kSynthetic && type != v8::HeapGraphNode::kNative) return false;
  return IsOneOf(TextOf(isolate_, node->GetName()), kMomentary);
}

bool HeapGraph::IsMomentary(const v8::HeapGraphEdge* edge) const {
  if (edge->GetType() != v8::HeapGraphEdge::kInternal) return false;
  return IsOneOf(TextOf(isolate_, edge->GetName()), kOfTheJob);
}

// A value of a WeakMap has two edges from its table, a weak one and one that says what pair it is of. Only the key holds it.
void HeapGraph::FindWeakChildren(const v8::HeapGraphNode* node) {
  weak_.clear();
  if (node->GetType() != v8::HeapGraphNode::kArray) return;
  for (int i = 0; i < node->GetChildrenCount(); i++) {
    const v8::HeapGraphEdge* edge = node->GetChild(i);
    if (edge->GetType() == v8::HeapGraphEdge::kWeak) weak_.push_back(edge->GetToNode());
  }
  std::sort(weak_.begin(), weak_.end());
}

// last: nothing is put off any more.
void HeapGraph::VisitChildren(uint32_t index, bool last) {
  const v8::HeapGraphNode* node = nodes_[index];
  FindWeakChildren(node);
  bool is_root = node->GetType() == v8::HeapGraphNode::kSynthetic;
  int count = node->GetChildrenCount();
  for (int i = 0; i < count; i++) {
    const v8::HeapGraphEdge* edge = node->GetChild(i);
    v8::HeapGraphEdge::Type type = edge->GetType();
    if (type == v8::HeapGraphEdge::kWeak) continue;
    const v8::HeapGraphNode* child = edge->GetToNode();
    uint32_t& known = indexes_[child->GetId()];
    if (known != kNone || (type == v8::HeapGraphEdge::kInternal && std::binary_search(weak_.begin(), weak_.end(), child))) continue;
    if (!last && (IsLast(child) || (is_root && IsMomentary(edge)))) {
      deferred_.push_back({edge, index});
    } else {
      Visit(child, &known, index, edge);
    }
  }
}

void HeapGraph::VisitDeferred() {
  for (const Deferred& deferred : deferred_) {
    const v8::HeapGraphNode* node = deferred.edge->GetToNode();
    uint32_t& known = indexes_[node->GetId()];
    if (known == kNone) Visit(node, &known, deferred.parent, deferred.edge);
  }
}

void HeapGraph::Search() {
  if (!snapshot_ || wanted_count_ == 0) return;
  v8::HandleScope scope(isolate_);
  nodes_.reserve(static_cast<size_t>(node_count()));
  parents_.reserve(nodes_.capacity());
  edges_.reserve(nodes_.capacity());
  const v8::HeapGraphNode* root = snapshot_->GetRoot();
  Visit(root, &indexes_[root->GetId()], kNone, nullptr);
  bool last = false;
  for (uint32_t next = 0; found_.size() < wanted_count_; next++) {
    if (next == nodes_.size() && !last) {
      last = true;
      VisitDeferred();
    }
    if (next == nodes_.size()) return;
    if (next % kBetweenLooks == 0 && NowMs() > deadline_) {
      stop_ = GraphStop::kTimeout;
      return;
    }
    VisitChildren(next, last);
  }
}

}  // namespace tracemalloc

#include "retaining_steps.h"

#include <algorithm>

#include "node_facts.h"

namespace tracemalloc {

namespace {

// Lists and trees come back to the same kind of step after so many steps at most: node → children → storage → element → node.
constexpr int kLongestPeriod = 4;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

RetainingSteps::RetainingSteps(v8::Isolate* isolate, const HeapGraph& graph, AddressOf address_of)
    : isolate_(isolate), graph_(graph), address_of_(std::move(address_of)), by_node_(4096) {
  NameOf("");
}

uint32_t RetainingSteps::NameOf(const std::string& name) {
  auto [entry, added] = by_name_.try_emplace(name, static_cast<uint32_t>(names_.size()));
  if (added) names_.push_back(name);
  return entry->second;
}

// Not recursive: lists are long.
uint32_t RetainingSteps::StepOf(uint32_t index) {
  std::vector<uint32_t> way;
  for (uint32_t next = index; next != HeapGraph::kNone && graph_.parent(next) != HeapGraph::kNone && !by_node_.Find(next); next = graph_.parent(next)) way.push_back(next);
  uint32_t first = way.empty() ? index : graph_.parent(way.back());
  uint32_t* known = by_node_.Find(first);
  uint32_t step = known ? *known : HeapGraph::kNone;
  for (size_t i = way.size(); i-- > 0;) {
    v8::HandleScope scope(isolate_);
    step = Add(way[i], step);
    by_node_.Insert(way[i]) = step;
  }
  return step;
}

// Places in arrays and tables are as good as any other.
std::string RetainingSteps::EdgeName(uint32_t index) {
  const v8::HeapGraphEdge* edge = graph_.edge(index);
  if (edge->GetType() == v8::HeapGraphEdge::kElement) return {};
  if (edge->GetType() == v8::HeapGraphEdge::kHidden) {
    if (!IsContext(isolate_, edge->GetFromNode())) return {};
    return VariableOf(isolate_, edge, address_of_(edge->GetFromNode()), address_of_(edge->GetToNode()));
  }
  std::string name = TextOf(isolate_, edge->GetName());
  if (edge->GetType() != v8::HeapGraphEdge::kInternal || name.empty() || !IsDigit(name[0])) return name;
  return name.find(" pair in WeakMap") == std::string::npos ? "" : "WeakMap";
}

void RetainingSteps::DescribeNode(const v8::HeapGraphNode* node, RetainingStep* step) {
  step->node = node;
  step->node_type = static_cast<uint8_t>(node->GetType());
  // What a string says is nobody's business here.
  bool text = step->node_type == v8::HeapGraphNode::kString || step->node_type == v8::HeapGraphNode::kConsString || step->node_type == v8::HeapGraphNode::kSlicedString;
  step->node_name = NameOf(text ? "string" : TextOf(isolate_, node->GetName()));
  step->file = NameOf(FileOf(isolate_, node));
  if (!IsContext(isolate_, node)) return;
  step->depth = DepthOf(isolate_, node);
  step->owner = NameOf(OwnerOf(isolate_, node));
}

RetainingStep RetainingSteps::Describe(uint32_t index, uint32_t parent) {
  RetainingStep step{};
  step.parent = parent;
  step.edge_type = static_cast<uint8_t>(graph_.edge(index)->GetType());
  step.edge_name = NameOf(EdgeName(index));
  DescribeNode(graph_.node(index), &step);
  if (step.edge_type == v8::HeapGraphEdge::kInternal) {
    std::string exported = ExportOf(isolate_, graph_.edge(index));
    if (!exported.empty()) step.owner = NameOf(exported);
  }
  return step;
}

// The step itself, some steps back, when the way repeats itself.
uint32_t RetainingSteps::FindRepeated(uint32_t parent, const RetainingStep& step) {
  uint32_t back = parent;
  for (int period = 1; period <= kLongestPeriod && back != HeapGraph::kNone; period++) {
    const RetainingStep& known = steps_[back];
    if (known.edge_type == step.edge_type && known.edge_name == step.edge_name && known.node_type == step.node_type &&
        known.node_name == step.node_name && known.file == step.file && known.depth == 0) {
      return back;
    }
    back = known.parent;
  }
  return HeapGraph::kNone;
}

uint32_t RetainingSteps::Add(uint32_t index, uint32_t parent) {
  RetainingStep step = Describe(index, parent);
  uint32_t repeated = FindRepeated(parent, step);
  if (repeated != HeapGraph::kNone) {
    steps_[repeated].repeats = true;
    return repeated;
  }
  std::string key;
  for (uint32_t part : {parent, static_cast<uint32_t>(step.edge_type), static_cast<uint32_t>(step.node_type), step.depth, step.edge_name, step.node_name, step.file, step.owner}) {
    key.append(reinterpret_cast<const char*>(&part), sizeof part);
  }
  auto [entry, added] = by_key_.try_emplace(key, static_cast<uint32_t>(steps_.size()));
  if (added) steps_.push_back(step);
  return entry->second;
}

}  // namespace tracemalloc

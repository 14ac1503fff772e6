#include "retaining_steps.h"

#include <algorithm>

#include "node_facts.h"

namespace tracemalloc {

namespace {

// Lists and trees come back to the same kind of step after so many steps at most: node → children → storage → element → node.
constexpr int kLongestPeriod = 4;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

RetainingSteps::RetainingSteps(v8::Isolate* isolate, const HeapGraph& graph, AddressOf address_of, OriginOf origin_of)
    : isolate_(isolate), graph_(graph), address_of_(std::move(address_of)), origin_of_(std::move(origin_of)), by_node_(4096) {
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

// Places in arrays and tables are as good as any other, but for the keys of small ones.
std::string RetainingSteps::EdgeName(uint32_t index) {
  const v8::HeapGraphEdge* edge = graph_.edge(index);
  if (edge->GetType() == v8::HeapGraphEdge::kElement) return {};
  if (edge->GetType() == v8::HeapGraphEdge::kHidden) {
    if (!IsContext(isolate_, edge->GetFromNode())) return {};
    return VariableOf(isolate_, edge, address_of_(edge->GetFromNode()), address_of_(edge->GetToNode()));
  }
  std::string name = TextOf(isolate_, edge->GetName());
  if (edge->GetType() != v8::HeapGraphEdge::kInternal || name.empty() || !IsDigit(name[0])) return name;
  if (name.find(" pair in WeakMap") != std::string::npos) return "WeakMap";
  const v8::HeapGraphEdge* to_table = graph_.edge(graph_.parent(index));
  return to_table && to_table->GetType() == v8::HeapGraphEdge::kInternal && TextOf(isolate_, to_table->GetName()) == "table" ? KeyOf(isolate_, edge) : "";
}

void RetainingSteps::DescribeNode(const v8::HeapGraphNode* node, RetainingStep* step) {
  step->node = node;
  step->node_type = static_cast<uint8_t>(node->GetType());
  // What a string says is nobody's business here.
  bool text = step->node_type == v8::HeapGraphNode::kString || step->node_type == v8::HeapGraphNode::kConsString || step->node_type == v8::HeapGraphNode::kSlicedString;
  step->node_name = NameOf(text ? "string" : TextOf(isolate_, node->GetName()));
  step->file = NameOf(FileOf(isolate_, node));
  step->owner = NameOf(OwnerOf(isolate_, node));
  if (IsContext(isolate_, node)) step->depth = DepthOf(isolate_, node);
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

// Which entry of a Map it is does not matter.
bool RetainingSteps::IsEntry(const RetainingStep& step) const {
  const std::string& name = names_[step.edge_name];
  return step.edge_type == v8::HeapGraphEdge::kInternal && (name.empty() || name[0] == '"');
}

bool RetainingSteps::IsAlike(const RetainingStep& a, const RetainingStep& b) const {
  return a.edge_type == b.edge_type && (a.edge_name == b.edge_name || (IsEntry(a) && IsEntry(b))) && a.node_type == b.node_type && a.node_name == b.node_name &&
         a.file == b.file && a.depth == b.depth;
}

// The step itself, some steps back, when the way repeats itself, with all steps in between: a Map in a Map is no list.
uint32_t RetainingSteps::FindRepeated(uint32_t parent, const RetainingStep& step) {
  uint32_t back = parent;
  for (int period = 1; period <= kLongestPeriod && back != HeapGraph::kNone && step.depth == 0; period++, back = steps_[back].parent) {
    if (!IsAlike(steps_[back], step)) continue;
    uint32_t now = parent, before = steps_[back].parent;
    while (now != back && before != HeapGraph::kNone && IsAlike(steps_[before], steps_[now])) {
      now = steps_[now].parent;
      before = steps_[before].parent;
    }
    if (now == back) return back;
  }
  return HeapGraph::kNone;
}

// Of timers that are due after the same time, none holds the next: they are in one list, which may have others in between.
bool RetainingSteps::IsNextTimer(const RetainingStep& step) const {
  const std::string& name = names_[step.edge_name];
  return (name == "_idleNext" || name == "_idlePrev") && step.parent != HeapGraph::kNone && steps_[step.parent].node_name == step.node_name;
}

uint32_t RetainingSteps::Add(uint32_t index, uint32_t parent) {
  RetainingStep step = Describe(index, parent);
  uint32_t place = 0;
  if (IsNextTimer(step)) parent = step.parent = steps_[parent].parent;
  // Functions and timers are told with the line that made them.
  const v8::HeapGraphNode* node = graph_.node(index);
  if (node->GetType() == v8::HeapGraphNode::kClosure || names_[step.node_name] == "Timeout") place = origin_of_(node);
  uint32_t repeated = FindRepeated(parent, step);
  if (repeated != HeapGraph::kNone) {
    steps_[repeated].repeats = true;
    return repeated;
  }
  std::string key;
  for (uint32_t part : {parent, static_cast<uint32_t>(step.edge_type), static_cast<uint32_t>(step.node_type), step.depth, step.edge_name, step.node_name, step.file, step.owner, place}) {
    key.append(reinterpret_cast<const char*>(&part), sizeof part);
  }
  auto [entry, added] = by_key_.try_emplace(key, static_cast<uint32_t>(steps_.size()));
  if (added) steps_.push_back(step);
  return entry->second;
}

}  // namespace tracemalloc

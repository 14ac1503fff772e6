#include "node_facts.h"

#include <charconv>
#include <string_view>
#include <vector>

#include "heap_graph.h"

namespace tracemalloc {

namespace {

using Edge = v8::HeapGraphEdge;
using Node = v8::HeapGraphNode;

// Contexts of code that runs are nested less deeply than this.
constexpr uint32_t kMaxDepth = 64;

// Of more variables V8 keeps the names elsewhere.
constexpr size_t kMaxVariables = 100;

std::string NameOf(v8::Isolate* isolate, const Node* node) { return TextOf(isolate, node->GetName(), 1000); }
std::string NameOf(v8::Isolate* isolate, const Edge* edge) { return TextOf(isolate, edge->GetName()); }

// The child at the end of the first edge of this type and name; null without one.
template <typename Matches>
const Node* ChildBy(v8::Isolate* isolate, const Node* node, Edge::Type type, Matches matches) {
  for (int i = 0; i < node->GetChildrenCount(); i++) {
    const Edge* edge = node->GetChild(i);
    if (edge->GetType() == type && matches(NameOf(isolate, edge))) return edge->GetToNode();
  }
  return nullptr;
}

const Node* Child(v8::Isolate* isolate, const Node* node, Edge::Type type, std::string_view name) {
  return ChildBy(isolate, node, type, [name](const std::string& own) { return own == name; });
}

bool IsString(const Node* node) {
  Node::Type type = node->GetType();
  return type == Node::kString || type == Node::kConsString || type == Node::kSlicedString;
}

// Names of the variables of a context, and behind them that of its function.
std::vector<std::string> ScopeNames(v8::Isolate* isolate, const Node* context) {
  std::vector<std::string> names;
  const Node* scope = Child(isolate, context, Edge::kInternal, "scope_info");
  for (int i = 0; scope && i < scope->GetChildrenCount(); i++) {
    const Edge* edge = scope->GetChild(i);
    if (edge->GetType() == Edge::kHidden && IsString(edge->GetToNode())) names.push_back(NameOf(isolate, edge->GetToNode()));
  }
  return names;
}

size_t CountEdges(const Node* node, Edge::Type type) {
  size_t count = 0;
  for (int i = 0; i < node->GetChildrenCount(); i++) count += node->GetChild(i)->GetType() == type;
  return count;
}

// A context is an array whose last elements are the variables.
std::string VariableIn(Address context, Address value, const std::vector<std::string>& names) {
  constexpr size_t kHeaderWords = 2;
  size_t length = LengthOf(context);
  if (length < names.size() || length > kMaxVariables) return {};
  size_t first = kHeaderWords + length - names.size();
  for (size_t i = 0; i < names.size(); i++) {
    if (FieldOf(context, static_cast<int>(first + i)) == value) return names[i];
  }
  return {};
}

// Vite wraps a module into a function whose parameters have such names.
bool IsWrapper(v8::Isolate* isolate, const Node* context) {
  return ChildBy(isolate, context, Edge::kContextVariable, [](const std::string& name) { return name.starts_with("__vi"); }) &&
         OwnerOf(isolate, context).empty();
}

}  // namespace

std::string FileOf(v8::Isolate* isolate, const Node* node) {
  if (node->GetType() == Node::kClosure) {
    const Node* shared = Child(isolate, node, Edge::kInternal, "shared");
    const Node* script = shared ? ChildBy(isolate, shared, Edge::kInternal, [](const std::string& name) { return name.starts_with("script"); }) : nullptr;
    return script && script->GetType() == Node::kCode ? NameOf(isolate, script) : "";
  }
  std::string name = NameOf(isolate, node);
  std::string_view property = name == "ModuleWrap" ? "url" : name == "Module" ? "filename" : "";
  const Node* file = property.empty() ? nullptr : Child(isolate, node, Edge::kProperty, property);
  return file && IsString(file) ? NameOf(isolate, file) : "";
}

bool IsContext(v8::Isolate* isolate, const Node* node) {
  return node->GetType() == Node::kObject && NameOf(isolate, node) == "system / Context";
}

std::string OwnerOf(v8::Isolate* isolate, const Node* context) {
  size_t variables = CountEdges(context, Edge::kContextVariable);
  std::vector<std::string> names = ScopeNames(isolate, context);
  return variables > 0 && names.size() > variables ? names[variables] : "";
}

uint32_t DepthOf(v8::Isolate* isolate, const Node* context) {
  uint32_t depth = 0;
  for (const Node* next = context; next && depth < kMaxDepth && IsContext(isolate, next); next = Child(isolate, next, Edge::kInternal, "previous")) {
    if (next == context || !IsWrapper(isolate, next)) depth++;
  }
  return depth;
}

std::string VariableOf(v8::Isolate* isolate, const Edge* edge, Address context, Address value) {
  const Node* node = edge->GetFromNode();
  if (edge->GetType() != Edge::kHidden || CountEdges(node, Edge::kContextVariable) > 0) return {};
  std::vector<std::string> names = ScopeNames(isolate, node);
  if (context && value) return VariableIn(context, value, names);
  // Variables with small integers have no edge: unless all have one, nobody knows which is which.
  if (names.size() != CountEdges(node, Edge::kHidden)) return {};
  size_t position = 0;
  for (int i = 0; node->GetChild(i) != edge; i++) position += node->GetChild(i)->GetType() == Edge::kHidden;
  return names[position];
}

std::string ExportOf(v8::Isolate* isolate, const Edge* edge) {
  if (NameOf(isolate, edge->GetToNode()) != "system / Cell") return {};
  std::string name = NameOf(isolate, edge);
  int position = 0;
  if (std::from_chars(name.data(), name.data() + name.size(), position).ec != std::errc()) return {};
  const Node* key = Child(isolate, edge->GetFromNode(), Edge::kInternal, std::to_string(position - 1));
  return key && IsString(key) ? NameOf(isolate, key) : "";
}

}  // namespace tracemalloc

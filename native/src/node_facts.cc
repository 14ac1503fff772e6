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

// Keys of a Map with more entries are data, and no names. An entry is up to two references.
constexpr int kMaxNamedEntries = 64;
constexpr size_t kMaxKeyBytes = 60;

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

// What a string says, put together again when it was made of two. V8 gives such strings no name.
std::string TextOfString(v8::Isolate* isolate, const Node* node, int depth = 0) {
  constexpr int kMostDepth = 8;
  if (node->GetType() != Node::kConsString || depth == kMostDepth) return NameOf(isolate, node);
  std::string text;
  for (std::string_view part : {"first", "second"}) {
    const Node* child = Child(isolate, node, Edge::kInternal, part);
    if (child) text += TextOfString(isolate, child, depth + 1);
  }
  return text;
}

// The function whose call a generator is of, or the rest of an async function.
const Node* FunctionOf(v8::Isolate* isolate, const Node* node) {
  if (node->GetType() != Node::kObject || !Child(isolate, node, Edge::kInternal, "parameters_and_registers")) return nullptr;
  const Node* function = Child(isolate, node, Edge::kInternal, "function");
  return function && function->GetType() == Node::kClosure ? function : nullptr;
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

// The string that is next to a value in a table of keys and values; null without one.
const Node* KeyBefore(v8::Isolate* isolate, const Edge* edge) {
  std::string name = NameOf(isolate, edge);
  int position = 0;
  if (std::from_chars(name.data(), name.data() + name.size(), position).ec != std::errc()) return nullptr;
  const Node* key = Child(isolate, edge->GetFromNode(), Edge::kInternal, std::to_string(position - 1));
  return key && IsString(key) ? key : nullptr;
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
  if (const Node* function = FunctionOf(isolate, node)) return FileOf(isolate, function);
  std::string name = NameOf(isolate, node);
  std::string_view property = name == "ModuleWrap" ? "url" : name == "Module" ? "filename" : "";
  const Node* file = property.empty() ? nullptr : Child(isolate, node, Edge::kProperty, property);
  return file && IsString(file) ? TextOfString(isolate, file) : "";
}

bool IsContext(v8::Isolate* isolate, const Node* node) {
  return node->GetType() == Node::kObject && NameOf(isolate, node) == "system / Context";
}

std::string OwnerOf(v8::Isolate* isolate, const Node* node) {
  if (!IsContext(isolate, node)) {
    const Node* function = FunctionOf(isolate, node);
    return function ? NameOf(isolate, function) : "";
  }
  size_t variables = CountEdges(node, Edge::kContextVariable);
  std::vector<std::string> names = ScopeNames(isolate, node);
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
  const Node* key = NameOf(isolate, edge->GetToNode()) == "system / Cell" ? KeyBefore(isolate, edge) : nullptr;
  return key ? NameOf(isolate, key) : "";
}

std::string KeyOf(v8::Isolate* isolate, const Edge* edge) {
  const Node* key = edge->GetFromNode()->GetChildrenCount() > 2 * kMaxNamedEntries ? nullptr : KeyBefore(isolate, edge);
  return key && key->GetType() == Node::kString ? '"' + TextOf(isolate, key->GetName(), kMaxKeyBytes) + '"' : "";
}

}  // namespace tracemalloc

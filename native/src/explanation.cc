#include "explanation.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "code_objects.h"
#include "object_types.h"

namespace tracemalloc {

namespace {

// Of one site, ways are looked up for about so many objects; from there on they stand for several, and counts are estimates.
constexpr size_t kMostWays = 10000;

// Tag of an object: its site, and whether a program can have it.
constexpr uint32_t kVisible = 1;

// Visits the live traces that are asked about, each with its site. What V8 keeps about code is not.
class Selection {
 public:
  Selection(Tracer* tracer, const Question& question) : tracer_(tracer) {
    for (size_t i = 0; i < question.tracebacks.size(); i++) sites_.Insert(KeyOf(question.segments[i], question.tracebacks[i])) = question.sites[i];
  }

  template <typename Visitor>
  void ForEach(Visitor visit) {
    tracer_->traces().ForEach([&](Trace& trace) {
      uint32_t* site = sites_.Find(KeyOf(trace.segment, trace.traceback));
      Address object = ObjectOf(trace.object);
      if (site && !IsCode(object)) visit(trace, LocalOver(&object), *site);
    });
  }

 private:
  static uint64_t KeyOf(uint32_t segment, uint32_t traceback) { return (static_cast<uint64_t>(segment) << 32) | traceback; }
  bool IsCode(Address object) const { return code_objects_.available() && code_objects_.IsCode(object); }

  Tracer* tracer_;
  CodeObjects code_objects_;
  FlatMap<uint32_t> sites_;
};

// To the system.
void ReturnFreedMemory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

class Explainer {
 public:
  Explainer(v8::Isolate* isolate, Tracer* tracer, const Question& question) : isolate_(isolate), tracer_(tracer), question_(question) {}

  Explanation Explain() {
    if (question_.holders) {
      HeapGraph graph(isolate_, question_.limits);
      result_.stop = graph.stop();
      result_.nodes = graph.node_count();
      if (graph.taken()) FindHolders(graph);
    }
    // The graph has taken some hundred bytes per object: they are not to look like the program's memory.
    if (question_.holders) ReturnFreedMemory();
    ReadTypes();
    return std::move(result_);
  }

 private:
  void FindHolders(HeapGraph& graph) {
    if (!question_.object.IsEmpty()) {
      graph.Want(question_.object, kVisible);
    } else if (tracer_) {
      WantTraces(graph);
    }
    graph.Search();
    result_.stop = graph.stop();
    NumberTraces();
    auto address_of = [this](const v8::HeapGraphNode* node) {
      Trace** trace = traces_.Find(node->GetId());
      return trace ? ObjectOf((*trace)->object) : 0;
    };
    auto origin_of = [this](const v8::HeapGraphNode* node) {
      Trace** trace = traces_.Find(node->GetId());
      return trace ? (*trace)->traceback + 1 : 0;
    };
    RetainingSteps steps(isolate_, graph, address_of, origin_of);
    ReadEnds(graph, steps);
    result_.steps = steps.steps();
    result_.names = steps.names();
    ReadOrigins();
  }

  // Of V8's own objects only those of sites that have no others.
  void WantTraces(HeapGraph& graph) {
    FlatMap<bool> has_visible;
    Selection selection(tracer_, question_);
    selection.ForEach([&](Trace&, v8::Local<v8::Value> object, uint32_t site) {
      if (IsVisible(object)) has_visible.Insert(site);
    });
    selection.ForEach([&](Trace&, v8::Local<v8::Value> object, uint32_t site) {
      bool visible = IsVisible(object);
      if (visible || !has_visible.Find(site)) graph.Want(object, site << 1 | visible);
    });
  }

  // The first object of the same site on the way to each, if a program can have it: that is the one to explain. But not a
  // function on whose line something is allocated each time that it is called: that is held by variables around it.
  void ReadEnds(const HeapGraph& graph, RetainingSteps& steps) {
    std::vector<uint32_t> tags(graph.size(), HeapGraph::kNone), firsts(graph.size());
    for (const auto& found : graph.found()) tags[found.node] = found.tag;
    std::vector<End> ends;
    FlatMap<uint32_t> numbers;
    for (const auto& found : graph.found()) {
      uint32_t first = found.node, before = first;
      for (uint32_t next = graph.parent(first); next != HeapGraph::kNone; before = next, next = graph.parent(next)) {
        if (graph.node(next)->GetType() == v8::HeapGraphNode::kClosure && IsContextOf(graph.edge(before))) break;
        // Visible, and of the same site.
        if (tags[next] != (found.tag | kVisible)) continue;
        // Nodes are met in order: what is before has been looked up.
        first = firsts[next];
        break;
      }
      firsts[found.node] = first;
      AddEnd(&ends, &numbers, {found.tag >> 1, first, static_cast<double>(first == found.node), 1});
    }
    AddSteps(ends, steps);
  }

  // Of the edges of a function: that to the variables around it.
  bool IsContextOf(const v8::HeapGraphEdge* edge) const {
    return edge->GetType() == v8::HeapGraphEdge::kInternal && TextOf(isolate_, edge->GetName()) == "context";
  }

  // Objects of a site at a node or, later, a step.
  struct End {
    uint32_t site, place;
    double count, objects;
  };

  static void AddEnd(std::vector<End>* ends, FlatMap<uint32_t>* numbers, const End& end) {
    bool added;
    uint32_t& number = numbers->Insert((static_cast<uint64_t>(end.site) << 32) | end.place, &added);
    if (added) {
      number = static_cast<uint32_t>(ends->size());
      ends->push_back({end.site, end.place, 0, 0});
    }
    (*ends)[number].count += end.count;
    (*ends)[number].objects += end.objects;
  }

  static size_t EveryOf(size_t ends) { return ends / kMostWays + 1; }

  // Keys and values of a Map take turns: what is looked up is drawn, not counted out.
  void AddSteps(const std::vector<End>& ends, RetainingSteps& steps) {
    FlatMap<size_t> counts;
    for (const End& end : ends) counts.Insert(end.site)++;
    FlatMap<bool> drawn;
    std::vector<End> by_step;
    FlatMap<uint32_t> numbers;
    for (size_t i = 0; i < ends.size(); i++) {
      size_t every = EveryOf(*counts.Find(ends[i].site));
      if (MixHash(i) % every && drawn.Find(ends[i].site)) continue;
      drawn.Insert(ends[i].site);
      double weight = static_cast<double>(every);
      AddEnd(&by_step, &numbers, {ends[i].site, steps.StepOf(ends[i].place), ends[i].count * weight, ends[i].objects * weight});
    }
    for (const End& end : by_step) {
      result_.end_site.push_back(end.site);
      result_.end_step.push_back(end.place);
      result_.end_count.push_back(end.count);
      result_.end_objects.push_back(end.objects);
      result_.end_every.push_back(static_cast<uint32_t>(EveryOf(*counts.Find(end.site))));
    }
  }

  // By V8's numbers of their objects.
  void NumberTraces() {
    if (!tracer_) return;
    v8::HeapProfiler* profiler = isolate_->GetHeapProfiler();
    tracer_->traces().ForEach([&](Trace& trace) {
      Address object = ObjectOf(trace.object);
      traces_.Insert(profiler->GetObjectId(LocalOver(&object))) = &trace;
    });
  }

  // Where the objects on the ways were allocated.
  void ReadOrigins() {
    std::vector<uint32_t> tracebacks;
    for (const RetainingStep& step : result_.steps) {
      Trace** trace = traces_.Find(step.node->GetId());
      result_.step_origin.push_back(trace ? static_cast<uint32_t>(tracebacks.size()) : HeapGraph::kNone);
      if (trace) tracebacks.push_back((*trace)->traceback);
    }
    if (tracer_) result_.origins = ReadTracebacks(tracer_, tracebacks);
  }

  void ReadTypes() {
    if (!tracer_ || !question_.object.IsEmpty()) return;
    ObjectTypes types(isolate_);
    FlatMap<uint32_t> rows;
    Selection(tracer_, question_).ForEach([&](Trace& trace, v8::Local<v8::Value> object, uint32_t site) {
      uint32_t type = types.Of(object);
      bool added;
      uint32_t& row = rows.Insert((static_cast<uint64_t>(site) << 32) | type, &added);
      if (added) {
        row = static_cast<uint32_t>(result_.type_site.size());
        result_.type_site.push_back(site);
        result_.type_name.push_back(type);
        result_.type_count.push_back(0);
        result_.type_bytes.push_back(0);
      }
      result_.type_count[row] += trace.weight;
      result_.type_bytes[row] += trace.bytes();
    });
    result_.type_names = types.names();
  }

  v8::Isolate* isolate_;
  Tracer* tracer_;  // null when nothing is traced
  const Question& question_;
  FlatMap<Trace*> traces_;
  Explanation result_;
};

}  // namespace

Explanation Explain(v8::Isolate* isolate, Tracer* tracer, const Question& question) { return Explainer(isolate, tracer, question).Explain(); }

std::vector<v8::Local<v8::Value>> ObjectsOf(v8::Isolate* isolate, Tracer* tracer, const Question& question, size_t most) {
  std::vector<v8::Local<v8::Value>> objects;
  Selection(tracer, question).ForEach([&](Trace& trace, v8::Local<v8::Value> object, uint32_t) {
    if (objects.size() < most && IsVisible(object)) objects.push_back(trace.object.Get(isolate));
  });
  return objects;
}

}  // namespace tracemalloc

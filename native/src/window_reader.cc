#include "window_reader.h"

#include <algorithm>

#include "code_objects.h"

namespace tracemalloc {

namespace {

class Reader {
 public:
  Reader(Tracer* tracer, uint32_t from, uint32_t to, Sites* sites)
      : tracer_(tracer), from_(from), to_(to), sites_(sites), rows_by_key_(1024) {}

  WindowRows Read() {
    tracer_->frames().Resolve();
    if (sites_) sites_->LearnRoles();
    tracer_->TrimMementos();
    ReadLiveTraces();
    ReadBuffers();
    ReadAccounts();
    ReadTracebacks();
    return std::move(rows_);
  }

  WindowRows Find(std::vector<Address> objects) {
    tracer_->frames().Resolve();
    tracer_->TrimMementos();
    std::sort(objects.begin(), objects.end());
    tracer_->traces().ForEach([&](Trace& trace) {
      if (!std::binary_search(objects.begin(), objects.end(), ObjectOf(trace.object))) return;
      Retain(trace, tracer_->tracebacks()[trace.traceback].domain);
    });
    ReadTracebacks();
    return std::move(rows_);
  }

  WindowRows ReadAttempts() {
    tracer_->frames().Resolve();
    uint32_t number = 0;
    for (const auto& attempt : tracer_->failures().attempts()) {
      size_t row = RowOf(++number, attempt.traceback, Domain::kArrayBuffer);
      rows_.retained_bytes[row] = static_cast<double>(attempt.size);
      rows_.retained_count[row] = 1;
      rows_.allocated_bytes[row] = attempt.failed ? 0 : static_cast<double>(attempt.size);
      rows_.allocated_count[row] = !attempt.failed;
    }
    ReadTracebacks();
    return std::move(rows_);
  }

  WindowRows ReadOnly(const std::vector<uint32_t>& tracebacks) {
    tracer_->frames().Resolve();
    for (uint32_t i = 0; i < tracebacks.size(); i++) RowOf(i, tracebacks[i], Domain::kHeap);
    ReadTracebacks();
    return std::move(rows_);
  }

 private:
  size_t RowOf(uint32_t segment, uint32_t traceback, Domain domain) {
    if (sites_) traceback = domain == Domain::kCode ? FrameTable::kNone : sites_->SiteOf(traceback, segment);
    bool added;
    uint32_t& row = rows_by_key_.Insert((static_cast<uint64_t>(segment) << 34) | (static_cast<uint64_t>(domain) << 32) | traceback, &added);
    if (added) {
      row = static_cast<uint32_t>(rows_.mark.size());
      rows_.mark.push_back(segment);
      rows_.traceback.push_back(traceback);
      rows_.domain.push_back(static_cast<uint8_t>(domain));
      for (auto* column : {&rows_.retained_bytes, &rows_.retained_count, &rows_.allocated_bytes, &rows_.allocated_count, &rows_.retained_variance,
                           &rows_.allocated_variance}) {
        column->push_back(0);
      }
    }
    return row;
  }

  void Retain(const Trace& trace, Domain domain) {
    size_t row = RowOf(trace.segment, trace.traceback, domain);
    rows_.retained_bytes[row] += trace.bytes();
    rows_.retained_count[row] += trace.weight;
    rows_.retained_variance[row] += trace.variance();
    // Accounts are by traceback: what turned out to be code is booked over.
    if (domain == Domain::kCode && tracer_->tracebacks()[trace.traceback].domain != domain) Book(trace, row);
  }

  void Book(const Trace& trace, size_t code_row) {
    rows_.allocated_bytes[code_row] += trace.bytes();
    rows_.allocated_count[code_row] += trace.weight;
    rows_.allocated_variance[code_row] += trace.variance();
    size_t heap_row = RowOf(trace.segment, trace.traceback, Domain::kHeap);
    rows_.allocated_bytes[heap_row] -= trace.bytes();
    rows_.allocated_count[heap_row] -= trace.weight;
    rows_.allocated_variance[heap_row] -= trace.variance();
  }

  // Objects about code, of whatever segment, refer to others that are about code as well: repeat until none is found.
  void ReadLiveTraces() {
    CodeObjects code_objects;
    std::vector<Trace*> undecided;
    size_t found = 0;
    tracer_->traces().ForEach([&](Trace& trace) {
      Address object = ObjectOf(trace.object);
      bool code_type = code_objects.available() && code_objects.IsCode(object);
      if (code_type) {
        code_objects.AddReferences(object, trace.size);
        found++;
      }
      if (trace.segment < from_ || trace.segment >= to_) return;
      if (code_type || tracer_->tracebacks()[trace.traceback].domain == Domain::kCode) {
        Retain(trace, Domain::kCode);
      } else {
        undecided.push_back(&trace);
      }
    });
    while (found > 0) {
      found = 0;
      std::erase_if(undecided, [&](Trace* trace) {
        Address object = ObjectOf(trace->object);
        if (!code_objects.IsReferenced(object)) return false;
        code_objects.AddReferences(object, trace->size);
        Retain(*trace, Domain::kCode);
        found++;
        return true;
      });
    }
    for (Trace* trace : undecided) Retain(*trace, Domain::kHeap);
  }

  void ReadBuffers() {
    if (!tracer_->buffers()) return;
    tracer_->buffers()->live().ForEach([&](const Buffer& buffer) {
      if (buffer.segment < from_ || buffer.segment >= to_) return;
      size_t row = RowOf(buffer.segment, buffer.traceback, Domain::kArrayBuffer);
      rows_.retained_bytes[row] += static_cast<double>(buffer.size);
      rows_.retained_count[row] += 1;
    });
  }

  void ReadAccounts() {
    tracer_->tracebacks().ForEachAccount(from_, to_, [&](const Account& account) {
      Domain domain = tracer_->tracebacks()[account.traceback].domain;
      size_t row = RowOf(account.segment, account.traceback, domain);
      rows_.allocated_bytes[row] += account.bytes;
      rows_.allocated_count[row] += account.count;
      rows_.allocated_variance[row] += account.variance;
    });
  }

  // Renumbers tracebacks, frames and strings to those that occur.
  void ReadTracebacks() {
    FlatMap<uint32_t> tracebacks, frames, strings;
    for (uint32_t& id : rows_.traceback) {
      bool added;
      uint32_t& number = tracebacks.Insert(id, &added);
      if (added) {
        number = static_cast<uint32_t>(rows_.traceback_start.size());
        rows_.traceback_start.push_back(static_cast<uint32_t>(rows_.traceback_frames.size()));
        if (sites_) {
          ReadSite(id, frames, strings);
        } else {
          rows_.traceback_id.push_back(id);
          ReadTraceback(tracer_->tracebacks()[id], frames, strings);
        }
      }
      id = number;
    }
    rows_.traceback_start.push_back(static_cast<uint32_t>(rows_.traceback_frames.size()));
  }

  void ReadSite(uint32_t frame, FlatMap<uint32_t>& frames, FlatMap<uint32_t>& strings) {
    bool known = frame != FrameTable::kNone;
    rows_.traceback_total.push_back(known);
    if (known) rows_.traceback_frames.push_back(FrameOf(frame, frames, strings));
  }

  void ReadTraceback(const TracebackTable::Traceback& traceback, FlatMap<uint32_t>& frames, FlatMap<uint32_t>& strings) {
    rows_.traceback_total.push_back(traceback.total);
    for (uint32_t i = 0; i < traceback.length; i++) {
      rows_.traceback_frames.push_back(FrameOf(tracer_->tracebacks().frame(traceback, i), frames, strings));
    }
  }

  uint32_t FrameOf(uint32_t id, FlatMap<uint32_t>& frames, FlatMap<uint32_t>& strings) {
    bool added;
    uint32_t& number = frames.Insert(id, &added);
    if (added) {
      number = static_cast<uint32_t>(rows_.frame_file.size());
      const Frame& frame = tracer_->frames()[id];
      rows_.frame_file.push_back(StringOf(frame.file, strings));
      rows_.frame_function.push_back(StringOf(frame.function, strings));
      rows_.frame_line.push_back(frame.line);
      rows_.frame_column.push_back(frame.column);
      rows_.frame_quality.push_back(static_cast<uint8_t>(frame.quality));
    }
    return number;
  }

  uint32_t StringOf(uint32_t id, FlatMap<uint32_t>& strings) {
    bool added;
    uint32_t& number = strings.Insert(id, &added);
    if (added) {
      number = static_cast<uint32_t>(rows_.strings.size());
      rows_.strings.push_back(tracer_->frames().strings()[id]);
    }
    return number;
  }

  Tracer* tracer_;
  uint32_t from_, to_;
  Sites* sites_;  // null: whole tracebacks
  FlatMap<uint32_t> rows_by_key_;
  WindowRows rows_;
};

}  // namespace

WindowRows ReadWindow(Tracer* tracer, uint32_t from, uint32_t to, Sites* sites) { return Reader(tracer, from, to, sites).Read(); }

WindowRows ReadTracebacks(Tracer* tracer, const std::vector<uint32_t>& tracebacks) {
  return Reader(tracer, 0, UINT32_MAX, nullptr).ReadOnly(tracebacks);
}

WindowRows ReadAttempts(Tracer* tracer) { return Reader(tracer, 0, UINT32_MAX, nullptr).ReadAttempts(); }

WindowRows ReadObjects(Tracer* tracer, const std::vector<v8::Local<v8::Value>>& objects) {
  std::vector<Address> addresses;
  for (v8::Local<v8::Value> object : objects) {
    if (ObjectOf(object) & kHeapObjectTag) addresses.push_back(ObjectOf(object));
  }
  return addresses.empty() ? WindowRows{} : Reader(tracer, 0, UINT32_MAX, nullptr).Find(std::move(addresses));
}

}  // namespace tracemalloc

#include "shedding.h"

#include <cstdint>
#include <vector>

#include "tracer.h"

namespace tracemalloc {

namespace {

Numbers TracebacksInUse(Tracer* tracer) {
  Numbers tracebacks(tracer->tracebacks().size());
  tracer->traces().ForEach([&](const Trace& trace) { tracebacks.Keep(trace.traceback); });
  if (ArrayBuffers* buffers = tracer->buffers()) {
    buffers->live().ForEach([&](const Buffer& buffer) { tracebacks.Keep(buffer.traceback); });
  }
  tracer->tracebacks().ForEachAccount(0, UINT32_MAX, [&](const Account& account) { tracebacks.Keep(account.traceback); });
  return tracebacks;
}

}  // namespace

bool Shedding::Shed(Tracer* tracer) {
  // Attempts that were made to fail are known by number until the next ones are.
  if (!tracer->failures().attempts().empty()) return false;
  PauseScope pause(tracer);
  bool shed = ShedTracebacks(tracer);
  ShedNames(tracer);
  return shed;
}

bool Shedding::ShedTracebacks(Tracer* tracer) {
  TracebackTable& table = tracer->tracebacks();
  if (table.size() < limit_) return false;
  Numbers tracebacks = TracebacksInUse(tracer);
  limit_ = tracebacks.count() * 2 + kFew;
  if (tracebacks.count() * 2 > table.size()) return false;
  Numbers frames(tracer->frames().size());
  for (uint32_t id = 0; id < table.size(); id++) {
    if (!tracebacks.Keeps(id)) continue;
    for (uint32_t i = 0; i < table[id].length; i++) frames.Keep(table.frame(table[id], i));
  }
  frames.Assign();
  tracebacks.Assign();
  tracer->frames().Renumber(frames);
  table.Renumber(tracebacks, frames);
  tracer->traces().ForEach([&](Trace& trace) { trace.traceback = tracebacks[trace.traceback]; });
  if (ArrayBuffers* buffers = tracer->buffers()) buffers->live().Renumber(tracebacks);
  return true;
}

// A script that is edited and run again brings names of its own, even where it brings no new tracebacks.
void Shedding::ShedNames(Tracer* tracer) {
  CodeMap& codes = tracer->codes();
  if (codes.names().size() < names_limit_) return;
  Numbers names(codes.names().size());
  names.Keep(0);
  codes.KeepNames(&names);
  tracer->frames().KeepNames(&names);
  names_limit_ = names.count() * 2 + kFewNames;
  if (names.count() * 2 > codes.names().size()) return;
  names.Assign();
  codes.RenumberNames(names);
  tracer->frames().RenumberNames(names);
}

}  // namespace tracemalloc

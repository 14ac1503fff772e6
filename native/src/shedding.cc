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
  TracebackTable& table = tracer->tracebacks();
  // Attempts that were made to fail are known by number until the next ones are.
  if (table.size() < limit_ || !tracer->failures().attempts().empty()) return false;
  PauseScope pause(tracer);
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

}  // namespace tracemalloc

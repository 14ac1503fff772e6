// The memory of buffers that V8 reserves by itself (see page_allocator.h), on the lines that make it usable: a buffer that is
// made with some pages and grown twice is three traces, which all go when it does. Sizes are whole pages.
//
// One for the process: any thread may grow memory that threads share, and V8 frees it on whichever it likes.
#pragma once

#include <v8.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "buffer_sink.h"
#include "buffer_table.h"
#include "page_allocator.h"

namespace tracemalloc {

class ReservedBuffers final : public PageSink {
 public:
  static ReservedBuffers& OfProcess();

  // What this thread commits from now on is told to the sink, which puts it into the table. False when that is not
  // possible, with the reason.
  bool Attach(v8::Isolate* isolate, BufferSink* sink, BufferTable* live, std::string* reason);
  // Ends it, on the same thread: the table is not used any more.
  void Detach(const BufferTable* live);

  void OnReserved(uintptr_t start, size_t length) override;
  void OnCommitted(uintptr_t start, size_t length) override;
  void OnDecommitted(uintptr_t start, size_t length) override;
  void OnReleased(uintptr_t start) override;

 private:
  // What was committed by one call.
  struct Part {
    uintptr_t start;
    size_t size;
    BufferTable* live;  // null: nobody traces it
  };
  struct Reservation {
    size_t length;
    std::vector<Part> parts;  // one behind the other
  };
  using Reservations = std::map<uintptr_t, Reservation>;

  ReservedBuffers() = default;
  // That an address is in, or null.
  Reservation* Around(uintptr_t address);

  std::mutex mutex_;
  std::atomic<size_t> count_ = 0;  // of reservations
  Reservations reservations_;
  bool tried_ = false;
  std::string reason_;  // why V8's pages cannot be seen; empty: they can
};

}  // namespace tracemalloc

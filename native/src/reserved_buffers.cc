#include "reserved_buffers.h"

#include <algorithm>

namespace tracemalloc {

namespace {

struct Listener {
  BufferSink* sink;
  BufferTable* live;
};

thread_local Listener listener_;

}  // namespace

ReservedBuffers& ReservedBuffers::OfProcess() {
  static auto* instance = new ReservedBuffers;  // never destroyed: threads may outlive static destructors
  return *instance;
}

bool ReservedBuffers::Attach(v8::Isolate* isolate, BufferSink* sink, BufferTable* live, std::string* reason) {
  static std::mutex trying;
  std::lock_guard<std::mutex> lock(trying);
  if (!tried_) {
    tried_ = true;
    ListenToPages(isolate, this, &reason_);
  }
  *reason = reason_;
  if (!reason_.empty()) return false;
  listener_ = {sink, live};
  return true;
}

void ReservedBuffers::Detach(const BufferTable* live) {
  if (listener_.live == live) listener_ = {};
  std::lock_guard<std::mutex> lock(mutex_);
  for (auto& [start, reservation] : reservations_) {
    for (Part& part : reservation.parts) {
      if (part.live == live) part.live = nullptr;
    }
  }
}

ReservedBuffers::Reservation* ReservedBuffers::Around(uintptr_t address) {
  auto next = reservations_.upper_bound(address);
  if (next == reservations_.begin()) return nullptr;
  auto& [start, reservation] = *std::prev(next);
  return address - start < reservation.length ? &reservation : nullptr;
}

void ReservedBuffers::OnReserved(uintptr_t start, size_t length) {
  std::lock_guard<std::mutex> lock(mutex_);
  reservations_[start] = {length, {}};
  count_ = reservations_.size();
}

// V8 tells all pages of a buffer that has grown, or the new ones.
void ReservedBuffers::OnCommitted(uintptr_t start, size_t length) {
  if (count_.load(std::memory_order_acquire) == 0) return;
  uintptr_t end = start + length;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    Reservation* reservation = Around(start);
    if (!reservation) return;
    if (!reservation->parts.empty()) start = std::max(start, reservation->parts.back().start + reservation->parts.back().size);
    if (start >= end) return;
    reservation->parts.push_back({start, end - start, listener_.live});
  }
  // Without the lock: the buffer cannot go meanwhile, for somebody is growing it.
  if (listener_.sink) listener_.sink->OnBuffer(reinterpret_cast<void*>(start), end - start);
}

void ReservedBuffers::OnDecommitted(uintptr_t start, size_t length) {
  if (count_.load(std::memory_order_acquire) == 0) return;
  std::lock_guard<std::mutex> lock(mutex_);
  Reservation* reservation = Around(start);
  if (!reservation) return;
  auto& parts = reservation->parts;
  while (!parts.empty() && parts.back().start + parts.back().size > start) {
    Part& last = parts.back();
    last.size = start > last.start ? start - last.start : 0;
    if (last.size > 0) {
      if (last.live) last.live->Shrink(last.start, last.size);
      return;
    }
    if (last.live) last.live->Remove(last.start);
    parts.pop_back();
  }
}

void ReservedBuffers::OnReleased(uintptr_t start) {
  if (count_.load(std::memory_order_acquire) == 0) return;
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = reservations_.find(start);
  if (found == reservations_.end()) return;
  for (const Part& part : found->second.parts) {
    if (part.live) part.live->Remove(part.start);
  }
  reservations_.erase(found);
  count_ = reservations_.size();
}

}  // namespace tracemalloc

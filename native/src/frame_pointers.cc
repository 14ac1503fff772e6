#include "frame_pointers.h"

#include <link.h>
#include <pthread.h>

#include <tuple>

namespace tracemalloc {

namespace {

constexpr int kFrameWords = 8;  // of an interpreted frame, to look at

uintptr_t EndOfStack() {
#if defined(__linux__)
  pthread_attr_t attributes;
  void* start;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  bool known = pthread_attr_getstack(&attributes, &start, &size) == 0;
  pthread_attr_destroy(&attributes);
  return known ? reinterpret_cast<uintptr_t>(start) + size : 0;
#else
  return 0;
#endif
}

// The executable segment of the image that V8's builtins are in.
int FindImage(dl_phdr_info* info, size_t, void* data) {
  auto* range = static_cast<std::pair<uintptr_t, size_t>*>(data);
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const auto& segment = info->dlpi_phdr[i];
    uintptr_t start = info->dlpi_addr + segment.p_vaddr;
    if (segment.p_type != PT_LOAD || !(segment.p_flags & PF_X) || range->first - start >= segment.p_memsz) continue;
    *range = {start, segment.p_memsz};
    return 1;
  }
  return 0;
}

}  // namespace

FramePointers::FramePointers(v8::Isolate* isolate) : stack_end_(EndOfStack()) {
  const void* start;
  isolate->GetEmbeddedCodeRange(&start, &embedded_length_);
  embedded_start_ = reinterpret_cast<uintptr_t>(start);
  std::pair<uintptr_t, size_t> image{embedded_start_, 0};
  if (dl_iterate_phdr(FindImage, &image)) std::tie(image_start_, image_length_) = image;
  interpreter_.assign(embedded_length_ / kGranule + 1, 0);
}

void FramePointers::AddBuiltin(std::string_view name, uintptr_t start, size_t length) {
  bool handler = name.starts_with("BytecodeHandler:");
  if (!handler && !name.starts_with("Builtin:")) return;
  if (start < builtins_start_) builtins_start_ = start;
  if (handler || name.starts_with("Builtin:InterpreterE")) handlers_.emplace_back(start, length);
}

void FramePointers::Prepare(const void* frame) {
  bottom_ = static_cast<const Link*>(frame);
  while (const Link* caller = CallerOf(bottom_)) bottom_ = caller;
  for (auto [start, length] : handlers_) {
    for (uintptr_t at = start; at < start + length; at += kGranule) {
      size_t granule = (at - builtins_start_) / kGranule;
      if (granule < interpreter_.size()) interpreter_[granule] = 1;
    }
  }
  handlers_ = {};
}

void FramePointers::Learn(const void* frame, void* const* pcs, size_t count) {
  if (bytecode_array_word_) return;
  const Link* link = static_cast<const Link*>(frame);
  while (const Link* caller = CallerOf(link)) {
    uintptr_t pc = link->pc;
    link = caller;
    if (!IsInterpreter(pc)) continue;
    for (int array = 1; array <= kFrameWords; array++) {
      for (int offset = 1; offset <= kFrameWords; offset++) {
        uintptr_t bytecode = BytecodePc(WordBelow(caller, array), WordBelow(caller, offset));
        for (size_t i = 0; i < count; i++) {
          if (reinterpret_cast<uintptr_t>(pcs[i]) != bytecode || (WordBelow(caller, array) & 3) != 1) continue;
          bytecode_array_word_ = array;
          bytecode_offset_word_ = offset;
          return;
        }
      }
    }
  }
}

}  // namespace tracemalloc

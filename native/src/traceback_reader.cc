#include "traceback_reader.h"

#include "capture.h"
#include "instance_types.h"

namespace tracemalloc {

namespace {

// Hashes of return addresses are not to be taken for those of frames.
constexpr uint64_t kLinks = uint64_t{1} << 32;

// Of what may be learnt to be code yet: how often it is looked at.
constexpr uint32_t kGiveUp = 64;
constexpr size_t kMaxForeign = 4096;

}  // namespace

inline uint32_t TracebackReader::Recall(FramePointers::Links& links, uint32_t* limit) {
  for (*limit = FirstLinks();; *limit = MoreLinks(*limit)) {
    uint32_t traceback = stacks_.Find(links.Hash(*limit), codes_.removals());
    if (traceback != StackCache::kDeeper || links.ended()) return traceback;
  }
}

uint32_t TracebackReader::Read(Domain domain) {
  uint32_t needed, limit;
  if (!walker_.MayBeFast()) return Walk(domain, false, &needed);
  const void* frame = __builtin_frame_address(0);
  uint64_t kind = kLinks | static_cast<uint64_t>(Own(domain, walker_.compiling()));
  FramePointers::Links links = walker_.Links(frame, kind);
  uint32_t known = Recall(links, &limit);
  if (known != StackCache::kUnknown) return known;
  uint32_t traceback = Walk(domain, true, &needed);
  if (needed) Remember(links, limit, needed, traceback);
  return traceback;
}

// From where `Recall` knew no more.
void TracebackReader::Remember(FramePointers::Links& links, uint32_t limit, uint32_t needed, uint32_t traceback) {
  for (; limit < needed; limit = MoreLinks(limit)) stacks_.Insert(links.Hash(limit), StackCache::kDeeper);
  stacks_.Insert(links.Hash(limit), traceback);
}

// First the youngest frames; only when the user's is not among them, all that we ever look at. `links`: as many return
// addresses tell the stack from all others; 0: they do not.
uint32_t TracebackReader::Walk(Domain domain, bool may_be_fast, uint32_t* links) {
  Stack stack;
  for (uint32_t limit = frames_;; limit = Stack::kMax) {
    walker_.Walk(may_be_fast, limit, &stack);
    *links = stack.links;
    Domain own = Own(domain, stack.compiling);
    uint64_t hash = 0;  // of what return addresses do not tell
    uint32_t traceback = StackCache::kUnknown;
    if (!stack.links) {
      hash = StackCache::Combine(limit, static_cast<uint64_t>(own) * 2 + stack.leaf);
      for (uint32_t i = 0; i < stack.count; i++) hash = StackCache::Combine(hash, stack.pcs[i]);
      traceback = stacks_.Find(hash, codes_.removals());
    }
    if (traceback == StackCache::kUnknown) {
      uintptr_t foreign;
      traceback = Resolve(stack, own, limit < Stack::kMax, &foreign);
      if (foreign) {
        // What is no code now may be some when it is met again.
        *links = 0;
        MeetForeign(foreign);
      } else if (!stack.links) {
        stacks_.Insert(hash, traceback);
      }
    }
    if (traceback != StackCache::kDeeper) return traceback;
  }
}

// `more`: the stack may be walked further down.
uint32_t TracebackReader::Resolve(const Stack& stack, Domain domain, bool more, uintptr_t* foreign) {
  Capture capture(table_, frames_);
  for (uint32_t i = 0; i < stack.count; i++) {
    uintptr_t pc = stack.pcs[i];
    bool leaf = i == 0 && stack.leaf;
    uint32_t frame = table_.FrameOf(pc, leaf);
    if (frame == FrameTable::kNone && meets_) {
      Meet(pc);
      frame = table_.FrameOf(pc, leaf);
    }
    if (!capture.Add(frame, pc)) break;
  }
  *foreign = capture.foreign();
  bool enough = stack.complete || (capture.decided() && capture.kept() == frames_);
  if (more && !enough) return StackCache::kDeeper;
  return tracebacks_.Intern(capture.frames(), capture.kept(), capture.seen(), domain);
}

// An address that is no known code's: makes the function known that runs there. Of machine code only that address is.
void TracebackReader::Meet(uintptr_t pc) {
  FramePointers::Frame frame;
  if (!walker_.Find(__builtin_frame_address(0), pc, &frame)) return;
  // Native code that keeps no frame pointers may have led the search astray.
  if (!IsObject(*frame.function)) return;
  Tier tier = frame.bytecode_array ? Tier::kInterpreter : Tier::kOptimized;
  uintptr_t start = pc;
  size_t length = 1;
  if (frame.bytecode_array && !(table_.RangeOf(frame.bytecode_array, &start, &length) && pc - start < length)) return;
  v8::HandleScope scope(isolate_);
  v8::Local<v8::UnboundScript> shared = SharedOf(LocalOver(frame.function));
  if (!shared.IsEmpty()) codes_.AddMet(start, length, tier, shared);
}

// One that stays unknown: a builtin that is copied, or a regular expression, say. Stacks that it is on cannot be kept.
void TracebackReader::MeetForeign(uintptr_t pc) {
  if (walker_.LearnForeign(pc)) return;
  if (foreign_.size() > kMaxForeign) foreign_.Clear();
  uint32_t& times = foreign_.Insert(pc);
  if (++times < kGiveUp) return;
  times = 0;
  codes_.AddOther(pc);
}

}  // namespace tracemalloc

#include "traceback_reader.h"

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
  const void* frame = __builtin_frame_address(0);
  if (!walker_.MayBeFast()) return ReadSample(frame, domain);
  Domain own = Own(domain, walker_.compiling());
  FramePointers::Links links = walker_.Links(frame, kLinks | static_cast<uint64_t>(own));
  uint32_t limit;
  uint32_t known = Recall(links, &limit);
  return known != StackCache::kUnknown ? known : Walk(frame, own, links, limit);
}

// A stack that is new. Apart from `Read`, or what that needs most would not all be in registers.
__attribute__((noinline)) uint32_t TracebackReader::Walk(const void* frame, Domain own, FramePointers::Links& links, uint32_t limit) {
  Capture capture(table_, frames_);
  uint32_t count = 0, needed;
  auto take = [&](uintptr_t pc, bool leaf) { return Take(capture, pc, leaf && count == 0) && ++count < Stack::kMax; };
  if (!walker_.Walk(frame, take, &needed)) return ReadSample(frame, own);
  uint32_t traceback = tracebacks_.Intern(capture.frames(), capture.kept(), capture.seen(), own);
  if (CanKeep(capture)) Remember(links, limit, needed, traceback);
  return traceback;
}

// From where `Recall` knew no more.
void TracebackReader::Remember(FramePointers::Links& links, uint32_t limit, uint32_t needed, uint32_t traceback) {
  for (; limit < needed; limit = MoreLinks(limit)) stacks_.Insert(links.Hash(limit), StackCache::kDeeper);
  stacks_.Insert(links.Hash(limit), traceback);
}

// The stack as V8 sees it.
__attribute__((noinline)) uint32_t TracebackReader::ReadSample(const void* frame, Domain domain) {
  Stack stack;
  walker_.AskV8(frame, &stack);
  Domain own = Own(domain, stack.compiling);
  uint64_t hash = StackCache::Combine(stack.count, static_cast<uint64_t>(own) * 2 + stack.leaf);
  for (uint32_t i = 0; i < stack.count; i++) hash = StackCache::Combine(hash, stack.pcs[i]);
  uint32_t traceback = stacks_.Find(hash, codes_.removals());
  if (traceback != StackCache::kUnknown) return traceback;
  Capture capture(table_, frames_);
  for (uint32_t i = 0; i < stack.count && Take(capture, stack.pcs[i], i == 0 && stack.leaf); i++) {
  }
  traceback = tracebacks_.Intern(capture.frames(), capture.kept(), capture.seen(), own);
  if (CanKeep(capture)) stacks_.Insert(hash, traceback);
  return traceback;
}

// The next older frame; false when no more are wanted.
bool TracebackReader::Take(Capture& capture, uintptr_t pc, bool leaf) {
  uint32_t frame = table_.FrameOf(pc, leaf);
  if (frame == FrameTable::kNone && meets_) {
    Meet(pc);
    frame = table_.FrameOf(pc, leaf);
  }
  return capture.Add(frame, pc);
}

// What is no code now may be some when it is met again.
bool TracebackReader::CanKeep(const Capture& capture) {
  if (!capture.foreign()) return true;
  MeetForeign(capture.foreign());
  return false;
}

// An address that is no known code's: makes the function known that runs there. Of machine code only that address is.
void TracebackReader::Meet(uintptr_t pc) {
  FramePointers::Frame frame;
  if (!walker_.Find(__builtin_frame_address(0), pc, &frame)) return;
  // Native code that keeps no frame pointers may have led the search astray.
  if (!objects_.IsObject(*frame.function)) return;
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

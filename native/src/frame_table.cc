#include "frame_table.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace tracemalloc {

namespace {

// Code that moves and goes leaves its own behind.
constexpr size_t kMaxCachedPcs = size_t{1} << 17;

// Strips ":line:column" from the end of V8's name for a piece of code.
std::string_view TakePosition(std::string_view name, uint32_t* line, uint32_t* column) {
  // Vitest puts its wrapper in front of the first line: columns there are negative.
  int32_t numbers[2] = {0, 0};
  for (int32_t& number : numbers) {
    size_t colon = name.rfind(':');
    if (colon == std::string_view::npos) return name;
    std::string_view digits = name.substr(colon + 1);
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return name;
    name.remove_suffix(name.size() - colon);
  }
  *column = static_cast<uint32_t>(std::max(numbers[0], 0));
  *line = static_cast<uint32_t>(std::max(numbers[1], 0));
  return name;
}

}  // namespace

uint32_t FrameTable::FrameOf(uintptr_t pc, bool leaf) {
  // A leaf has its own entry: an interpreted leaf frame is less exact than the same pc as a caller.
  uint64_t key = (static_cast<uint64_t>(pc) << 1) | (leaf ? 1 : 0);
  Cached* cached = cache_.Find(key);
  if (cached) {
    if (cached->code == CodeMap::kNone ? cached->generation == codes_.changes()
                                       : cached->generation == codes_.generation(cached->code)) {
      return cached->frame;
    }
  }
  uint32_t index = codes_.Find(pc);
  uint32_t frame = index == CodeMap::kNone ? kNone : Lookup(pc, index, leaf);
  if (cache_.size() > kMaxCachedPcs) cache_.Clear();
  cache_.Insert(key) = {index, index == CodeMap::kNone ? codes_.changes() : codes_.generation(index), frame};
  return frame;
}

uint32_t FrameTable::Lookup(uintptr_t pc, uint32_t index, bool leaf) {
  if (codes_[index].script == kNoScript) return kOther;
  Quality quality;
  int position = PositionOf(pc, index, &quality, leaf);
  return Intern(codes_[index], position, quality);
}

int FrameTable::PositionOf(uintptr_t pc, uint32_t index, Quality* quality, bool leaf) {
  Code& code = codes_[index];
  uint32_t offset = static_cast<uint32_t>(pc - code.start);
  // Of machine code we have the return address: the call is before it.
  if (code.tier != Tier::kInterpreter && offset > 0) offset--;
  FindPositions(index);
  int position = code.PositionAt(offset);
  if (position < 0) {
    *quality = Quality::kFunction;
  } else if (code.tier == Tier::kBaseline) {
    *quality = Quality::kExact;
  } else if (code.tier == Tier::kInterpreter) {
    // Handlers that allocate inline do not save the bytecode offset: the frame shows the last bytecode that made a call.
    *quality = leaf ? Quality::kApproximate : Quality::kExact;
  } else {
    *quality = Quality::kApproximate;
  }
  return position;
}

// What events did not bring is read from V8's objects, once per range.
void FrameTable::FindPositions(uint32_t index) {
  Code& code = codes_[index];
  if (code.positions_tried) return;
  code.positions_tried = true;
  std::vector<PositionEntry> positions;
  if (code.tier == Tier::kBaseline) {
    if (!baseline_.Find(codes_, code)) return;
    Code& bytecode = codes_[baseline_.bytecode()];
    if (!source_positions_.learnt() && !bytecode.positions.empty()) {
      source_positions_.Learn(baseline_.bytecode_array(), bytecode);
    }
    FindPositions(baseline_.bytecode());
    if (baseline_.Read(bytecode, code, &positions)) codes_.SetPositions(index, std::move(positions));
  } else if (code.tier == Tier::kInterpreter && code.positions.empty()) {
    if (source_positions_.Read(code, &positions)) codes_.SetPositions(index, std::move(positions));
  }
}

uint64_t FrameTable::KeyOf(const Frame& frame) {
  uint64_t key = MixHash((static_cast<uint64_t>(static_cast<uint32_t>(frame.script)) << 32) | static_cast<uint32_t>(frame.position));
  return MixHash(key ^ (static_cast<uint64_t>(frame.name) << 2 | static_cast<uint64_t>(frame.quality)));
}

uint32_t FrameTable::Intern(const Code& code, int position, Quality quality) {
  Frame frame{};
  frame.name = code.name;
  frame.position = position;
  frame.script = code.script;
  frame.quality = quality;
  frame.owner = code.owner;
  bool added;
  uint32_t& id = index_.Insert(KeyOf(frame), &added);
  if (added) {
    id = static_cast<uint32_t>(frames_.size());
    frames_.Push(frame);
    // The function is on the stack, so its handle is alive.
    pending_.push_back({id, v8::Global<v8::UnboundScript>(isolate_, code.shared)});
  }
  return id;
}

void FrameTable::ForgetLookups() {
  codes_.RetryPositions();
  cache_.Clear();
}

void FrameTable::Renumber(const Numbers& numbers) {
  Resolve();
  PagedArray<Frame> frames;
  FlatMap<uint32_t> index(4096);
  StringPool strings;
  for (uint32_t id = 0; id < frames_.size(); id++) {
    if (!numbers.Keeps(id)) continue;
    Frame& frame = frames.Push(frames_[id]);
    frame.file = strings.Intern(strings_[frame.file]);
    frame.function = strings.Intern(strings_[frame.function]);
    index.Insert(KeyOf(frame)) = numbers[id];
  }
  frames_ = std::move(frames);
  index_ = std::move(index);
  strings_ = std::move(strings);
  script_names_ = FlatMap<uint32_t>();
  cache_ = FlatMap<Cached>(4096);
}

void FrameTable::KeepNames(Numbers* names) const {
  for (size_t id = 0; id < frames_.size(); id++) names->Keep(frames_[id].name);
}

void FrameTable::RenumberNames(const Numbers& numbers) {
  FlatMap<uint32_t> index(4096);
  for (uint32_t id = 0; id < frames_.size(); id++) {
    frames_[id].name = numbers[frames_[id].name];
    index.Insert(KeyOf(frames_[id])) = id;
  }
  index_ = std::move(index);
}

void FrameTable::Resolve() {
  if (pending_.empty()) return;
  v8::HandleScope scope(isolate_);
  for (Pending& pending : pending_) {
    v8::HandleScope inner(isolate_);
    ResolveOne(frames_[pending.frame], pending.shared.Get(isolate_));
  }
  pending_.clear();
  pending_.shrink_to_fit();
}

void FrameTable::ResolveOne(Frame& frame, v8::Local<v8::UnboundScript> script) {
  std::string_view name = TakePosition(codes_.names()[frame.name], &frame.line, &frame.column);
  if (!script.IsEmpty()) {
    frame.file = ScriptName(frame.script, script);
    if (frame.position >= 0) {
      int line = script->GetLineNumber(frame.position);
      int column = script->GetColumnNumber(frame.position);
      if (line >= 0) frame.line = static_cast<uint32_t>(line) + 1;
      if (line >= 0) frame.column = column >= 0 ? static_cast<uint32_t>(column) + 1 : 0;
    }
  }
  // V8's name is "function file"; the file is known now, and what stands before it is the function.
  const std::string& file = strings_[frame.file];
  if (name.size() > file.size() && name.ends_with(file)) name.remove_suffix(file.size());
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  frame.function = strings_.Intern(name);
}

// Of a frame that is not resolved its script is held; else any function of it may be there.
v8::Local<v8::UnboundScript> FrameTable::ScriptOf(uint32_t id) {
  for (Pending& pending : pending_) {
    if (pending.frame == id) return pending.shared.Get(isolate_);
  }
  return codes_.AnyOfScript(frames_[id].script);
}

FrameText FrameTable::TextOf(uint32_t id, bool may_ask) {
  Frame& frame = frames_[id];
  FrameText text;
  v8::HandleScope scope(isolate_);
  v8::Local<v8::UnboundScript> script = may_ask ? ScriptOf(id) : v8::Local<v8::UnboundScript>();
  if (!script.IsEmpty()) {
    ResolveOne(frame, script);
    v8::Local<v8::Value> map = script->GetSourceMappingURL();
    if (!map.IsEmpty() && map->IsString()) text.source_map = *v8::String::Utf8Value(isolate_, map);
  }
  if (frame.file != 0) {
    text.file = strings_[frame.file];
    text.function = strings_[frame.function];
    text.line = frame.line;
    text.column = frame.column;
    text.exact = frame.position >= 0;
    return text;
  }
  std::string_view name = TakePosition(codes_.names()[frame.name], &text.line, &text.column);
  // V8's name is "function file", where files are paths or URLs.
  size_t path = std::min(name.find(" file:/"), name.find(" /"));
  if (path == std::string_view::npos) {
    text.file = name;
  } else {
    text.function = name.substr(0, path);
    text.file = name.substr(path + 1);
  }
  return text;
}

uint32_t FrameTable::ScriptName(int script, v8::Local<v8::UnboundScript> shared) {
  bool added;
  uint32_t& name = script_names_.Insert(static_cast<uint32_t>(script), &added);
  if (added) {
    v8::Local<v8::Value> value = shared->GetScriptName();
    if (value.IsEmpty() || !value->IsString() || value.As<v8::String>()->Length() == 0) value = shared->GetSourceURL();
    if (value.IsEmpty() || !value->IsString()) {
      name = 0;
    } else {
      v8::String::Utf8Value text(isolate_, value);
      name = *text ? strings_.Intern({*text, static_cast<size_t>(text.length())}) : 0;
    }
  }
  return name;
}

size_t FrameTable::OwnBytes() const {
  return cache_.OwnBytes() + index_.OwnBytes() + script_names_.OwnBytes() + frames_.OwnBytes() + strings_.OwnBytes() +
         pending_.capacity() * sizeof(Pending);
}

}  // namespace tracemalloc

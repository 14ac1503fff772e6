#include "code_map.h"

#include <algorithm>
#include <cstring>

#include "v8_compat.h"

namespace tracemalloc {

namespace {

// More line info than this without its code is stale.
constexpr size_t kMaxEarly = 1 << 16;

// Bytes of a bytecode array in front of its instructions, at least: 54 in V8 11.3, 64 in 13.6.
constexpr size_t kBytecodeHeaderMin = 48;

struct Recording {
  std::vector<PositionEntry> positions;
};

// V8 names code "TAG:marker" + "function file:line:column"; the marker tells the tier (~ interpreter, ^ baseline, + Maglev,
// * TurboFan) and is missing where there is no choice.
std::string_view WithoutTag(std::string_view name, char* marker) {
  size_t colon = name.find(':');
  *marker = 0;
  if (colon == std::string_view::npos) return name;
  name.remove_prefix(colon + 1);
  if (!name.empty() && (name[0] == '~' || name[0] == '^' || name[0] == '*' || name[0] == '+' || name[0] == '\'' || name[0] == 'o')) {
    if (name[0] == 'o') {  // "o+": a Maglev variant in newer versions
      if (name.size() < 2 || name[1] != '+') return name;
      name.remove_prefix(1);
    }
    *marker = name[0];
    name.remove_prefix(1);
    while (!name.empty() && name[0] == '\'') name.remove_prefix(1);
  }
  return name;
}

Tier TierOf(const v8::JitCodeEvent* event, char marker) {
  if (event->code_type == v8::JitCodeEvent::BYTE_CODE) return Tier::kInterpreter;
  return marker == '^' ? Tier::kBaseline : Tier::kOptimized;
}

bool HasOneOf(std::string_view file, const std::vector<std::string>& parts) {
  auto has = [file](const std::string& part) { return memmem(file.data(), file.size(), part.data(), part.size()) != nullptr; };
  return std::any_of(parts.begin(), parts.end(), has);
}

}  // namespace

int Code::PositionAt(uint32_t offset) const {
  auto after = std::upper_bound(positions.begin(), positions.end(), offset,
                                [](uint32_t value, const PositionEntry& entry) { return value < entry.offset; });
  return after == positions.begin() ? -1 : (after - 1)->position;
}

void CodeMap::OnEvent(const v8::JitCodeEvent* event) {
  switch (event->type) {
    case v8::JitCodeEvent::CODE_ADDED:
      Add(event);
      break;
    case v8::JitCodeEvent::CODE_MOVED:
      Move(reinterpret_cast<uintptr_t>(event->code_start), reinterpret_cast<uintptr_t>(event->new_code_start));
      break;
    // The event is const but for user_data, which V8 hands back with the later events of the same recording.
    case v8::JitCodeEvent::CODE_START_LINE_INFO_RECORDING:
      const_cast<v8::JitCodeEvent*>(event)->user_data = new Recording;
      break;
    case v8::JitCodeEvent::CODE_ADD_LINE_POS_INFO:
      if (auto* recording = static_cast<Recording*>(event->user_data)) {
        recording->positions.push_back({static_cast<uint32_t>(event->line_info.offset), static_cast<int32_t>(event->line_info.pos)});
      }
      break;
    case v8::JitCodeEvent::CODE_END_LINE_INFO_RECORDING:
      if (auto* recording = static_cast<Recording*>(event->user_data)) {
        TakePositions(reinterpret_cast<uintptr_t>(event->code_start), std::move(recording->positions));
        delete recording;
      }
      break;
    default:
      break;
  }
}

void CodeMap::Add(const v8::JitCodeEvent* event) {
  uintptr_t start = reinterpret_cast<uintptr_t>(event->code_start);
  // What was in the place of its header is gone as well.
  size_t header = event->code_type == v8::JitCodeEvent::BYTE_CODE ? kBytecodeHeaderMin : 0;
  MakeRoom(start - header, header + event->code_len);
  std::vector<PositionEntry> positions;
  if (auto early = early_positions_.find(start); early != early_positions_.end()) {
    positions = std::move(early->second);
    early_positions_.erase(early);
  }
  // Builtins, stubs and regular expressions have no script: their frames are left out of tracebacks.
  if (event->script.IsEmpty()) return;

  Code& code = AddRange(start, event->code_len);
  SetScript(code, event->script);
  char marker;
  std::string_view name = WithoutTag({event->name.str, event->name.len}, &marker);
  code.name = names_.Intern(name);
  code.tier = TierOf(event, marker);
  code.owner = OwnerOf(code.script, name);
  code.positions = std::move(positions);
  code.positions.shrink_to_fit();
  position_bytes_ += code.positions.capacity() * sizeof(PositionEntry);
}

void CodeMap::AddMet(uintptr_t start, size_t length, Tier tier, v8::Local<v8::UnboundScript> shared) {
  size_t header = tier == Tier::kInterpreter ? kBytecodeHeaderMin : 0;
  MakeRoom(start - header, header + length);
  Code& code = AddRange(start, length);
  SetScript(code, shared);
  code.name = names_.Intern({});
  code.tier = tier;
  code.owner = Ends(shared) ? Owner::kEnds : Owner::kTransparent;
}

void CodeMap::AddOther(uintptr_t pc) {
  MakeRoom(pc, 1);
  Code& code = AddRange(pc, 1);
  code.name = names_.Intern({});
}

// For code that is new, on the isolate's own thread.
void CodeMap::MakeRoom(uintptr_t start, size_t length) {
  EraseOverlaps(start, length);
  Bury();
  changes_++;
}

// A range with nothing but its place.
Code& CodeMap::AddRange(uintptr_t start, size_t length) {
  uint32_t index;
  if (free_.empty()) {
    index = static_cast<uint32_t>(codes_.size());
    codes_.emplace_back(new Code);
  } else {
    index = free_.back();
    free_.pop_back();
  }
  Code& code = *codes_[index];
  code.start = start;
  code.length = length;
  code.script = kNoScript;
  code.positions_tried = false;
  ranges_[start] = index;
  return code;
}

void CodeMap::SetScript(Code& code, v8::Local<v8::UnboundScript> shared) {
  code.script = shared->GetId();
  code.shared.Reset(isolate_, shared);
  code.shared.SetWeak();
}

void CodeMap::Move(uintptr_t from, uintptr_t to) {
  changes_++;
  if (auto early = early_positions_.extract(from)) {
    early.key() = to;
    early_positions_.insert(std::move(early));
  }
  auto it = ranges_.find(from);
  if (it == ranges_.end()) return;
  removals_++;
  uint32_t index = it->second;
  ranges_.erase(it);
  Code& code = *codes_[index];
  EraseOverlaps(to, code.length);
  code.start = to;
  code.generation++;
  ranges_[to] = index;
}

void CodeMap::TakePositions(uintptr_t start, std::vector<PositionEntry>&& positions) {
  auto is_before = [](const PositionEntry& a, const PositionEntry& b) { return a.offset < b.offset; };
  if (!std::is_sorted(positions.begin(), positions.end(), is_before)) std::stable_sort(positions.begin(), positions.end(), is_before);
  auto it = ranges_.find(start);
  if (it != ranges_.end()) {
    SetPositions(it->second, std::vector<PositionEntry>(positions));
    codes_[it->second]->generation++;
    removals_++;
  }
  // The range that stands there may be dead, and the code that these belong to still to come.
  if (early_positions_.size() >= kMaxEarly) early_positions_.clear();
  early_positions_[start] = std::move(positions);
}

void CodeMap::SetPositions(uint32_t index, std::vector<PositionEntry>&& positions) {
  Code& code = *codes_[index];
  position_bytes_ -= code.positions.capacity() * sizeof(PositionEntry);
  code.positions = std::move(positions);
  position_bytes_ += code.positions.capacity() * sizeof(PositionEntry);
}

void CodeMap::RetryPositions() {
  for (auto& code : codes_) code->positions_tried = false;
  removals_++;
}

void CodeMap::Prune() {
  for (auto it = ranges_.begin(); it != ranges_.end();) {
    Code& code = *codes_[it->second];
    if (!code.shared.IsEmpty() || code.script == kNoScript) {
      ++it;
      continue;
    }
    code.generation++;
    removals_++;
    dead_.push_back(it->second);
    it = ranges_.erase(it);
  }
  Bury();
  early_positions_ = {};
}

void CodeMap::KeepNames(Numbers* names) const {
  for (const auto& [start, index] : ranges_) names->Keep(codes_[index]->name);
}

void CodeMap::RenumberNames(const Numbers& numbers) {
  names_.Renumber(numbers);
  for (const auto& [start, index] : ranges_) codes_[index]->name = numbers[codes_[index]->name];
  // Made anew of a name when it is needed.
  owners_ = FlatMap<Owner>();
}

void CodeMap::EraseOverlaps(uintptr_t start, size_t length) {
  auto it = ranges_.lower_bound(start);
  if (it != ranges_.begin()) {
    auto before = std::prev(it);
    const Code& code = *codes_[before->second];
    if (code.start + code.length > start) it = before;
  }
  while (it != ranges_.end() && it->first < start + length) {
    codes_[it->second]->generation++;
    removals_++;
    dead_.push_back(it->second);
    it = ranges_.erase(it);
  }
}

void CodeMap::Bury() {
  for (uint32_t index : dead_) {
    Code& code = *codes_[index];
    position_bytes_ -= code.positions.capacity() * sizeof(PositionEntry);
    code.positions = {};
    code.shared.Reset();
    free_.push_back(index);
  }
  dead_.clear();
}

// A name that V8 has put together of parts, as Node's own are not, would be joined first, which allocates.
bool CodeMap::Ends(v8::Local<v8::UnboundScript> shared) const {
  v8::Local<v8::Value> name = shared->GetScriptName();
  if (name.IsEmpty() || !name->IsString() || !IsSequential(ObjectOf(name))) return false;
  v8::String::Utf8Value text(isolate_, name);
  std::string_view file(*text ? *text : "");
  return HasOneOf(file, parts_.ends);
}

Owner CodeMap::OwnerOf(int script, std::string_view name) {
  bool added;
  Owner& owner = owners_.Insert(static_cast<uint32_t>(script), &added);
  if (!added) return owner;
  size_t space = name.find(' ');  // the file comes after the function's name
  std::string_view file = space == std::string_view::npos ? name : name.substr(space + 1);
  if (!HasOneOf(file, parts_.transparent)) owner = Owner::kUser;
  else if (HasOneOf(file, parts_.ends)) owner = Owner::kEnds;
  else owner = HasOneOf(file, parts_.runner) ? Owner::kRunner : Owner::kTransparent;
  return owner;
}

uint32_t CodeMap::Find(uintptr_t pc) const {
  auto it = ranges_.upper_bound(pc);
  if (it == ranges_.begin()) return kNone;
  --it;
  const Code& code = *codes_[it->second];
  // A return address may stand right behind the last instruction.
  return pc - code.start <= code.length ? it->second : kNone;
}

uint32_t CodeMap::FindBytecodeBehind(uintptr_t object, size_t reach, size_t length, int script) const {
  for (auto it = ranges_.upper_bound(object); it != ranges_.end() && it->first - object <= reach; ++it) {
    const Code& code = *codes_[it->second];
    if (code.tier == Tier::kInterpreter && code.length == length && code.script == script) return it->second;
  }
  return kNone;
}

v8::Local<v8::UnboundScript> CodeMap::AnyOfScript(int script) const {
  for (const auto& code : codes_) {
    if (code->script == script && !code->shared.IsEmpty()) return code->shared.Get(isolate_);
  }
  return {};
}

size_t CodeMap::OwnBytes() const {
  constexpr size_t kMapNode = 64;
  return ranges_.size() * kMapNode + owners_.OwnBytes() + codes_.capacity() * sizeof(void*) + codes_.size() * sizeof(Code) + position_bytes_ +
         names_.OwnBytes();
}

}  // namespace tracemalloc

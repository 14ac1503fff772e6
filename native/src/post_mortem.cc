#include "post_mortem.h"

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <cstdio>
#include <unordered_map>

#include "tracer.h"

namespace tracemalloc {

namespace {

bool OnMainThread() {
#if defined(__linux__)
  return syscall(SYS_gettid) == getpid();
#else
  return true;
#endif
}

constexpr size_t kLeastRoom = size_t{32} << 20, kMostRoom = size_t{256} << 20;

// Lines can be asked for when V8 is done with the allocation that found no room. That needs as much once more: an
// array that fills a third of the heap grows by half, and V8 may be far beyond the limit when it says so. Bounded, as a
// machine may not have it. In a thread Node itself waits for this, to end the thread while there is room: there it must not
// come much later than it would.
size_t WithRoom(v8::Isolate* isolate, size_t limit) {
  if (!OnMainThread()) return limit + kLeastRoom;
  v8::HeapStatistics heap;
  isolate->GetHeapStatistics(&heap);
  return std::max(limit, heap.used_heap_size()) + std::clamp(limit, kLeastRoom, kMostRoom);
}

constexpr size_t kMostSites = 20;
constexpr size_t kMostAnnounced = 10;
constexpr size_t kMostMapBytes = size_t{8} << 20;

void AppendString(std::string* json, std::string_view text) {
  json->push_back('"');
  for (char c : text) {
    if (c == '"' || c == '\\') {
      json->push_back('\\');
      json->push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      json->append(escaped);
    } else {
      json->push_back(c);
    }
  }
  json->push_back('"');
}

void AppendField(std::string* json, const char* name, double value) {
  char text[64];
  std::snprintf(text, sizeof text, ",\"%s\":%.0f", name, value);
  json->append(text);
}

void WriteWhole(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return;
  std::fwrite(text.data(), 1, text.size(), file);
  std::fclose(file);
}

}  // namespace

void PostMortem::Watch(const std::string& path, bool announce) {
  path_ = path;
  announce_ = announce;
  Attend();
}

void PostMortem::Running(const std::string& file, const std::string& test) {
  file_ = file;
  test_ = test;
  if (!path_.empty()) Attend();
}

void PostMortem::Attend() {
  if (attending_) return;
  attending_ = true;
  tracer_->isolate()->AddNearHeapLimitCallback(OnNearHeapLimit, this);
}

void PostMortem::Ignore() {
  if (!attending_) return;
  attending_ = false;
  tracer_->isolate()->RemoveNearHeapLimitCallback(OnNearHeapLimit, 0);
}

size_t PostMortem::OnNearHeapLimit(void* self, size_t current, size_t) {
  auto* post_mortem = static_cast<PostMortem*>(self);
  post_mortem->limit_ = current;
  post_mortem->Write(false);
  post_mortem->Ignore();
  post_mortem->tracer_->isolate()->RequestInterrupt(OnInterrupt, nullptr);
  return WithRoom(post_mortem->tracer_->isolate(), current);
}

void PostMortem::OnInterrupt(v8::Isolate* isolate, void*) {
  Tracer* tracer = Tracer::Of(isolate);
  if (!tracer) return;
  PauseScope pause(tracer);
  tracer->post_mortem().Write(true);
  tracer->post_mortem().GiveBack();
}

// The heap is as full as it was: what happens without us, such as the end of a thread alone, shall happen now, while there
// is enough left for it.
void PostMortem::GiveBack() {
  v8::Isolate* isolate = tracer_->isolate();
  if (!attending_) isolate->AddNearHeapLimitCallback(OnNearHeapLimit, this);
  isolate->RemoveNearHeapLimitCallback(OnNearHeapLimit, limit_);
  if (attending_) isolate->AddNearHeapLimitCallback(OnNearHeapLimit, this);
}

// Of each traceback the newest frame that is neither Node's nor the runner's.
std::vector<PostMortem::Site> PostMortem::TopSites() const {
  std::unordered_map<uint32_t, Site> by_frame;
  TracebackTable& tracebacks = tracer_->tracebacks();
  FrameTable& frames = tracer_->frames();
  auto add = [&](uint32_t id, double bytes, double count) {
    const auto& traceback = tracebacks[id];
    for (uint32_t i = 0; i < traceback.length; i++) {
      uint32_t frame = tracebacks.frame(traceback, i);
      if (frames[frame].owner != Owner::kUser) continue;
      Site& site = by_frame.try_emplace(frame, Site{frame, 0, 0}).first->second;
      site.bytes += bytes;
      site.count += count;
      return;
    }
  };
  tracer_->traces().ForEach([&](const Trace& trace) { add(trace.traceback, trace.bytes(), trace.weight); });
  if (ArrayBuffers* buffers = tracer_->buffers()) {
    buffers->live().ForEach([&](const Buffer& buffer) { add(buffer.traceback, static_cast<double>(buffer.size), 1); });
  }
  std::vector<Site> sites;
  for (auto& [frame, site] : by_frame) sites.push_back(site);
  std::sort(sites.begin(), sites.end(), [](const Site& a, const Site& b) { return a.bytes != b.bytes ? a.bytes > b.bytes : a.frame < b.frame; });
  if (sites.size() > kMostSites) sites.resize(kMostSites);
  return sites;
}

void PostMortem::Write(bool with_lines) {
  std::vector<Site> sites = TopSites();
  std::string json = "{\"version\":1,\"file\":";
  AppendString(&json, file_);
  json.append(",\"test\":");
  AppendString(&json, test_);
  AppendField(&json, "limit", static_cast<double>(limit_));
  json.append(",\"sites\":[");
  std::unordered_map<int, std::string> maps;
  size_t map_bytes = 0;
  for (size_t i = 0; i < sites.size(); i++) {
    int script = tracer_->frames()[sites[i].frame].script;
    FrameText frame = tracer_->frames().TextOf(sites[i].frame, with_lines);
    json.append(i == 0 ? "{\"file\":" : ",{\"file\":");
    AppendString(&json, frame.file);
    json.append(",\"function\":");
    AppendString(&json, frame.function);
    AppendField(&json, "line", frame.line);
    AppendField(&json, "column", frame.column);
    AppendField(&json, "bytes", sites[i].bytes);
    AppendField(&json, "count", sites[i].count);
    json.append(frame.exact ? ",\"exact\":true" : ",\"exact\":false");
    AppendField(&json, "script", script);
    json.push_back('}');
    if (map_bytes + frame.source_map.size() > kMostMapBytes || !maps.try_emplace(script, frame.source_map).second) continue;
    map_bytes += frame.source_map.size();
  }
  json.append("],\"maps\":{");
  const char* between = "\"";
  for (auto& [script, map] : maps) {
    if (map.empty()) continue;
    json.append(between).append(std::to_string(script)).append("\":");
    AppendString(&json, map);
    between = ",\"";
  }
  json.append("}}\n");
  WriteWhole(path_, json);
  if (announce_) Announce(with_lines ? &sites : nullptr);
}

// With the lines there is no need of the file any more.
void PostMortem::Announce(const std::vector<Site>* sites) const {
  if (!sites) {
    const char* between = test_.empty() ? "" : " > ";
    std::fprintf(stderr, "\ntracemalloc: the heap is full (%.0f MiB) in %s%s%s: see %s, or:\n", static_cast<double>(limit_) / (1 << 20), file_.c_str(), between,
                 test_.c_str(), path_.c_str());
    return;
  }
  for (size_t i = 0; i < std::min(sites->size(), kMostAnnounced); i++) {
    const Site& site = (*sites)[i];
    FrameText frame = tracer_->frames().TextOf(site.frame, true);
    std::fprintf(stderr, "#%zu: %s:%u: size=%.1f MiB, count=%.0f\n", i + 1, frame.file.c_str(), frame.line, site.bytes / (1 << 20), site.count);
  }
  std::remove(path_.c_str());
}

}  // namespace tracemalloc

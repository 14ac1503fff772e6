// What to tell of an isolate that runs out of memory: V8 calls back when its heap is about to reach its limit, and ends the
// process soon after. Then a file is written with what was running and the lines that have most memory.
//
// In that callback nothing may be allocated on V8's heap, so functions are named, and lines only as far as they are known.
// The limit is raised by a little, and as soon as V8 lets us use its API the file is written again, with all lines. V8 calls
// only the callback that came last: ours goes once it was called, so that the one before (a worker's, which ends the thread)
// is the next to be called.
#pragma once

#include <v8.h>

#include <cstdint>
#include <string>
#include <vector>

namespace tracemalloc {

class Tracer;

class PostMortem {
 public:
  explicit PostMortem(Tracer* tracer) : tracer_(tracer) {}
  ~PostMortem() { Ignore(); }
  PostMortem(const PostMortem&) = delete;
  PostMortem& operator=(const PostMortem&) = delete;

  // announce: print it, as nobody will read the file.
  void Watch(const std::string& path, bool announce);
  // What runs from here on. Watches anew when the limit was nearly reached before, and nothing came of it.
  void Running(const std::string& file, const std::string& test);

 private:
  struct Site {
    uint32_t frame;
    double bytes;
    double count;
  };

  static size_t OnNearHeapLimit(void* self, size_t current, size_t initial);
  static void OnInterrupt(v8::Isolate* isolate, void* data);
  void GiveBack();
  void Attend();
  void Ignore();
  std::vector<Site> TopSites() const;
  void Write(bool with_lines);
  // First that there is a file; then, with sites, what would be in it.
  void Announce(const std::vector<Site>* sites) const;

  Tracer* tracer_;
  std::string path_;
  bool announce_ = false;
  bool attending_ = false;
  size_t limit_ = 0;
  std::string file_, test_;
};

}  // namespace tracemalloc

// Strings stored once each; an id stands for one.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "numbers.h"

namespace tracemalloc {

class StringPool {
 public:
  StringPool() { Intern(""); }

  uint32_t Intern(std::string_view text) {
    auto found = ids_.find(text);
    if (found != ids_.end()) return found->second;
    uint32_t id = static_cast<uint32_t>(strings_.size());
    strings_.emplace_back(text);
    bytes_ += text.size() + sizeof(std::string) + 48;  // 48: a node of the index
    ids_.emplace(strings_.back(), id);
    return id;
  }

  // Drops what has no new number; the first one, the empty string, must have.
  void Renumber(const Numbers& numbers) {
    StringPool kept;
    for (uint32_t id = 0; id < strings_.size(); id++) {
      if (numbers.Keeps(id)) kept.Intern(strings_[id]);
    }
    *this = std::move(kept);
  }

  const std::string& operator[](uint32_t id) const { return strings_[id]; }
  size_t size() const { return strings_.size(); }
  size_t OwnBytes() const { return bytes_; }

 private:
  std::deque<std::string> strings_;  // a deque: views into it stay valid
  std::unordered_map<std::string_view, uint32_t> ids_;
  size_t bytes_ = 0;
};

}  // namespace tracemalloc

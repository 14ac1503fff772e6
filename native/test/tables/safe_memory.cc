// Reading memory that may not be there: what is mapped is read, and what is not is refused, without a crash. As the kernel
// is, and in processes of their own whose kernel forbids process_vm_readv, as some containers do, or does not have it.
// Started by scripts/check-tables.mjs. Ends with 1 at the first thing that is wrong.
#include "safe_memory.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

#include "check.h"

using namespace tracemalloc;

namespace {

constexpr size_t kPage = 4096;

// Two pages that are there, the second one read-only, with nothing in front of them and behind.
class Pages {
 public:
  Pages() : start_(static_cast<uint8_t*>(mmap(nullptr, 4 * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
    for (size_t i = kPage; i < 3 * kPage; i++) start_[i] = static_cast<uint8_t>(i % 251);
    mprotect(start_, kPage, PROT_NONE);
    mprotect(start_ + 2 * kPage, kPage, PROT_READ);
    munmap(start_ + 3 * kPage, kPage);
  }
  ~Pages() { munmap(start_, 3 * kPage); }
  const uint8_t* data() const { return start_ + kPage; }
  uintptr_t begin() const { return reinterpret_cast<uintptr_t>(data()); }
  uintptr_t end() const { return begin() + 2 * kPage; }

 private:
  uint8_t* start_;
};

void WholeRanges(const Pages& pages) {
  uint8_t bytes[kPage];
  for (size_t length : {size_t{1}, sizeof(void*), size_t{100}, kPage}) {
    for (uintptr_t at : {pages.begin(), pages.begin() + 3, pages.begin() + kPage - 1, pages.end() - length}) {
      std::memset(bytes, 0, sizeof bytes);
      CHECK(ReadSafely(at, bytes, length));
      CHECK(std::memcmp(bytes, reinterpret_cast<void*>(at), length) == 0);
    }
    CHECK(!ReadSafely(pages.end(), bytes, length) && !ReadSafely(pages.begin() - length, bytes, length));
    if (length == 1) continue;
    CHECK(!ReadSafely(pages.end() - length + 1, bytes, length) && !ReadSafely(pages.begin() - 1, bytes, length));
  }
  constexpr uintptr_t kNoAddress = uintptr_t{1} << 63;  // of no process
  for (uintptr_t nowhere : {uintptr_t{0}, uintptr_t{1}, kNoAddress, kNoAddress - 1, UINTPTR_MAX - 3, UINTPTR_MAX}) {
    CHECK(!ReadSafely(nowhere, bytes, sizeof nowhere));
  }
}

void WhatIsThere(const Pages& pages) {
  std::vector<uint8_t> bytes(4 * kPage);
  for (uintptr_t at : {pages.begin(), pages.begin() + 5, pages.begin() + kPage, pages.end() - 1}) {
    CHECK(ReadWhatIsThere(at, bytes.data(), bytes.size()) == pages.end() - at);
    CHECK(std::memcmp(bytes.data(), reinterpret_cast<void*>(at), pages.end() - at) == 0);
    CHECK(ReadWhatIsThere(at, bytes.data(), 1) == 1);
  }
  for (uintptr_t nowhere : {uintptr_t{0}, pages.begin() - 1, pages.end(), UINTPTR_MAX - 1}) {
    CHECK(ReadWhatIsThere(nowhere, bytes.data(), bytes.size()) == 0);
  }
}

void Words(const Pages& pages) {
  auto word_at = [](uintptr_t address) {
    uintptr_t word;
    std::memcpy(&word, reinterpret_cast<void*>(address), sizeof word);
    return word;
  };
  const uintptr_t there[] = {pages.begin(), pages.end() - sizeof(uintptr_t), pages.begin() + kPage - 3, pages.begin() + 8, pages.begin()};
  uintptr_t words[kMaxWords];
  CHECK(ReadWordsSafely(there, std::size(there), words) == kMaxWords);
  for (size_t i = 0; i < kMaxWords; i++) CHECK(words[i] == word_at(there[i]));
  for (uintptr_t nowhere : {uintptr_t{0}, pages.begin() - 8, pages.end(), pages.end() - 4, UINTPTR_MAX - 7}) {
    for (size_t first = 0; first < kMaxWords; first++) {
      uintptr_t some[kMaxWords];
      std::copy_n(there, kMaxWords, some);
      some[first] = nowhere;
      CHECK(ReadWordsSafely(some, kMaxWords, words) == first);
      for (size_t i = 0; i < first; i++) CHECK(words[i] == word_at(there[i]));
    }
  }
}

void All() {
  Pages pages;
  WholeRanges(pages);
  WhatIsThere(pages);
  Words(pages);
}

// From now on the kernel answers a system call of this process with an error.
void Refuse(uint32_t call, uint32_t error) {
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  sock_fprog filter{std::size(program), program};
  CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0);
}

void RefuseToRead(uint32_t error) {
  Refuse(SYS_process_vm_readv, error);
  uint8_t from = 1, to = 0;
  iovec local{&to, 1}, remote{&from, 1};
  CHECK(process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == -1 && errno == static_cast<int>(error));
}

void InChild(const std::function<void()>& work) {
  pid_t child = fork();
  if (child == 0) {
    work();
    std::_Exit(0);
  }
  int status;
  CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

// Where no pipe can be made either.
void NothingIsRead() {
  Pages pages;
  uintptr_t address = pages.begin(), word = 0;
  CHECK(!ReadSafely(address, &word, sizeof word) && ReadWhatIsThere(address, &word, sizeof word) == 0);
  CHECK(ReadWordsSafely(&address, 1, &word) == 0 && word == 0);
}

}  // namespace

int main() {
  All();
  for (uint32_t error : {EPERM, ENOSYS}) {
    InChild([error] {
      RefuseToRead(error);
      All();
    });
  }
  InChild([] {
    RefuseToRead(EPERM);
    Refuse(SYS_pipe2, EMFILE);
    NothingIsRead();
  });
  return 0;
}

#include "safe_memory.h"

#if defined(__linux__)
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <cerrno>

namespace tracemalloc {

#if defined(__linux__)

namespace {

// What fits into a pipe at once, and what is mapped or not as a whole.
constexpr size_t kPage = 4096;

// Some containers forbid process_vm_readv. A write to a pipe fails as well when there is nothing to read.
bool ReadThroughPipe(uintptr_t address, void* to, size_t length) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return false;
  auto wanted = static_cast<ssize_t>(length);
  bool read = length <= kPage && write(ends[1], reinterpret_cast<void*>(address), length) == wanted && ::read(ends[0], to, length) == wanted;
  close(ends[0]);
  close(ends[1]);
  return read;
}

// Asked for once: `getpid` is a system call as well, and Node does not fork without starting another program.
pid_t Self() {
  static const pid_t self = getpid();
  return self;
}

}  // namespace

bool ReadSafely(uintptr_t address, void* to, size_t length) {
  iovec local{to, length}, remote{reinterpret_cast<void*>(address), length};
  ssize_t read = process_vm_readv(Self(), &local, 1, &remote, 1, 0);
  if (read < 0 && (errno == EPERM || errno == ENOSYS)) return ReadThroughPipe(address, to, length);
  return read == static_cast<ssize_t>(length);
}

size_t ReadWordsSafely(const uintptr_t* addresses, size_t count, uintptr_t* to) {
  count = std::min(count, kMaxWords);
  iovec remote[kMaxWords];
  for (size_t i = 0; i < count; i++) remote[i] = {reinterpret_cast<void*>(addresses[i]), sizeof *to};
  iovec local{to, count * sizeof *to};
  ssize_t read = process_vm_readv(Self(), &local, 1, remote, count, 0);
  if (read >= 0) return static_cast<size_t>(read) / sizeof *to;
  size_t words = 0;
  while (words < count && ReadSafely(addresses[words], to + words, sizeof *to)) words++;
  return words;
}

size_t ReadWhatIsThere(uintptr_t address, void* to, size_t length) {
  size_t read = 0;
  while (read < length) {
    size_t part = std::min(length - read, kPage - (address + read) % kPage);
    if (!ReadSafely(address + read, static_cast<char*>(to) + read, part)) break;
    read += part;
  }
  return read;
}

#else

bool ReadSafely(uintptr_t, void*, size_t) { return false; }
size_t ReadWordsSafely(const uintptr_t*, size_t, uintptr_t*) { return 0; }
size_t ReadWhatIsThere(uintptr_t, void*, size_t) { return 0; }

#endif

}  // namespace tracemalloc

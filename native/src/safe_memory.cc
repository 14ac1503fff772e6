#include "safe_memory.h"

#if defined(__linux__)
#include <sys/uio.h>
#include <unistd.h>
#endif

#include <algorithm>

namespace tracemalloc {

bool ReadSafely(uintptr_t address, void* to, size_t length) {
#if defined(__linux__)
  iovec local{to, length}, remote{reinterpret_cast<void*>(address), length};
  return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == static_cast<ssize_t>(length);
#else
  return false;
#endif
}

size_t ReadWordsSafely(const uintptr_t* addresses, size_t count, uintptr_t* to) {
#if defined(__linux__)
  count = std::min(count, kMaxWords);
  iovec remote[kMaxWords];
  for (size_t i = 0; i < count; i++) remote[i] = {reinterpret_cast<void*>(addresses[i]), sizeof *to};
  iovec local{to, count * sizeof *to};
  ssize_t read = process_vm_readv(getpid(), &local, 1, remote, count, 0);
  return read < 0 ? 0 : static_cast<size_t>(read) / sizeof *to;
#else
  return 0;
#endif
}

}  // namespace tracemalloc

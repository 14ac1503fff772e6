#include "safe_memory.h"

#if defined(__linux__)
#include <sys/uio.h>
#include <unistd.h>
#endif

namespace tracemalloc {

bool ReadSafely(uintptr_t address, void* to, size_t length) {
#if defined(__linux__)
  iovec local{to, length}, remote{reinterpret_cast<void*>(address), length};
  return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == static_cast<ssize_t>(length);
#else
  return false;
#endif
}

}  // namespace tracemalloc

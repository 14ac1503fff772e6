// Comes before every source on Linux x64 (binding.gyp). The linker binds a function to its newest version in the glibc it
// finds, and the binary then loads with no older one. These functions have older versions that do the same: glibc 2.34
// only moved them out of libdl and libpthread, 2.29 took an error handler out of `log` that nothing has set since.
// `test/binary.test.mjs` looks at what the binaries ask for. It can go when Node itself needs glibc 2.34.
#pragma once

#if defined(__linux__) && defined(__x86_64__)
#include <features.h>
#ifdef __GLIBC__
__asm__(".symver dladdr1, dladdr1@GLIBC_2.3.3");
__asm__(".symver dlsym, dlsym@GLIBC_2.2.5");
__asm__(".symver log, log@GLIBC_2.2.5");
__asm__(".symver pthread_attr_getstack, pthread_attr_getstack@GLIBC_2.2.5");
__asm__(".symver pthread_getattr_np, pthread_getattr_np@GLIBC_2.2.5");
#endif
#endif

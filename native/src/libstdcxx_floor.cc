// GCC 11's headers call this where a container would outgrow all memory, but only a libstdc++ as new has it, and Node runs
// with that of GCC 8. As it is defined here, the binary does not ask for it.
#include <new>

#ifdef __GLIBCXX__
#include <bits/functexcept.h>

namespace std {

void __throw_bad_array_new_length() { __throw_bad_alloc(); }

}  // namespace std
#endif

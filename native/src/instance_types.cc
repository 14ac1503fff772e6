#include "instance_types.h"

#include <dlfcn.h>

#include <string>

namespace tracemalloc {

int InstanceTypeNamed(const char* name) {
  const int* constant = static_cast<const int*>(dlsym(RTLD_DEFAULT, (std::string("v8dbg_type_") + name).c_str()));
  return constant ? *constant : -1;
}

}  // namespace tracemalloc

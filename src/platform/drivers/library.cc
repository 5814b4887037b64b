#include "platform/drivers/library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include "platform/ports/documents.h"

namespace gh::drivers {

Result<Library> Library::open(const char* file, const char* package) {
  void* const handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const auto* const why = dlerror();  // NOLINT(concurrency-mt-unsafe): of this thread
    return fail(ports::errors::store_unavailable,
                fmt::format("the driver of the store is missing: install Debian's package {} ({})", package, why));
  }
  return Library(file, handle);
}

Result<void*> Library::address_of(const char* name) const {
  void* const address = dlsym(handle_, name);
  if (address == nullptr) return fail(ports::errors::store_unavailable, fmt::format("{} is too old: it has no {}", file_, name));
  return address;
}

}  // namespace gh::drivers

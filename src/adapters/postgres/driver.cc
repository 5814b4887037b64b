#include "adapters/postgres/driver.h"

namespace gh::postgres {

GH_POSTGRES_DRIVER(GH_DRIVER_DEFINE)

namespace {

Result<void> load() {
  GH_TRY(const auto library, drivers::Library::open("libpq.so.5", "libpq5"));
  GH_POSTGRES_DRIVER(GH_DRIVER_FIND)
  return {};
}

}  // namespace

Result<void> load_driver() {
  static const Result<void> loaded = load();
  return loaded;
}

}  // namespace gh::postgres

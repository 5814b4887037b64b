#include "adapters/mongo/driver.h"

#include <stdlib.h>

namespace gh::mongo {

GH_MONGO_DRIVER(GH_DRIVER_DEFINE)

namespace {

Result<void> load() {
  // Its counters in shared memory are files named after process numbers: one that a killed process left makes the next one complain.
  setenv("MONGOC_DISABLE_SHM", "1", 0);  // NOLINT(concurrency-mt-unsafe): nobody else reads or sets the environment when a store is opened
  GH_TRY(const auto library, drivers::Library::open("libmongoc-1.0.so.0", "libmongoc-1.0-0"));
  GH_MONGO_DRIVER(GH_DRIVER_FIND)
  mongoc_log_set_handler(nullptr, nullptr);  // what it would print is what comes back as errors
  mongoc_init();
  return {};
}

}  // namespace

Result<void> load_driver() {
  static const Result<void> loaded = load();
  return loaded;
}

}  // namespace gh::mongo

#include "platform/curl/driver.h"

#include "base/errors.h"

namespace gh::curl {

GH_CURL_DRIVER(GH_DRIVER_DEFINE)

namespace {

Result<void> load() {
  GH_TRY(const auto library, drivers::Library::open("libcurl.so.4", "libcurl4"));
  GH_CURL_DRIVER(GH_DRIVER_FIND)
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return fail(errors::unavailable, "libcurl does not start");
  return {};
}

}  // namespace

Result<void> load_driver() {
  static const Result<void> loaded = load();
  return loaded;
}

}  // namespace gh::curl

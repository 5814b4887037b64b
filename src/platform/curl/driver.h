// The functions of libcurl that adapters call (platform/drivers/library.h), loaded when the first of them is configured.
#pragma once
#include <curl/curl.h>

#include "platform/drivers/library.h"

// Macros over these two check the types of their arguments; they would not find ours.
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define GH_CURL_DRIVER(X) \
  X(curl_easy_cleanup)    \
  X(curl_easy_getinfo)    \
  X(curl_easy_init)       \
  X(curl_easy_perform)    \
  X(curl_easy_reset)      \
  X(curl_easy_setopt)     \
  X(curl_easy_strerror)   \
  X(curl_global_init)     \
  X(curl_slist_append)    \
  X(curl_slist_free_all)

namespace gh::curl {

GH_CURL_DRIVER(GH_DRIVER_DECLARE)

// Once in a process. MUST have succeeded before any of the names above is called.
Result<void> load_driver();

}  // namespace gh::curl

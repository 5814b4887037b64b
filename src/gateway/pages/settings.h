// What the configuration says of the pages (web.*). A value.
#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "base/time.h"
#include "gateway/browser_session.h"
#include "net/server.h"
#include "net/upstream_limits.h"

namespace gh::gateway {

struct PagesSettings {
  std::optional<net::Endpoint> upstream;  // none: only files
  net::UpstreamLimits limits;
  std::size_t request_bytes_max = 2 << 20;
  std::string files;  // a folder; empty: none
  std::size_t files_bytes_max = 256 << 20;
  std::size_t kept_bytes_max = 64 << 20;
  Milliseconds kept_max{60'000};  // a page, however long it says that it is good
  BrowserCookies cookies;         // their rule for what is Secure counts for the cookies of pages, too
};

}  // namespace gh::gateway

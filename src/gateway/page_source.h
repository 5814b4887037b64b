// PageSource: what answers the paths that are not the API's. None is set where the program runs without pages.
//
// Outlives the server; every I/O thread calls it. Answers carry their own security headers; the gateway adds the request id.
#pragma once
#include <optional>
#include <string>

#include "base/task.h"
#include "net/http.h"

namespace gh::gateway {

class PageSource {
 public:
  virtual ~PageSource() = default;
  // Whether it has this path at all; one that it has not is 404 as without it.
  virtual bool has(std::string_view path) const = 0;
  virtual std::size_t request_bytes_max() const = 0;
  // A kept page; nothing: ask handle().
  virtual std::optional<net::Response> answer_now(const net::Request& request) = 0;
  // GET, HEAD and POST. Does not throw.
  virtual Task<net::Response> handle(const net::Request& request, std::string request_id) = 0;
};

}  // namespace gh::gateway

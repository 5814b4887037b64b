// What the server tells about itself, for metrics. Called on I/O threads, several at once; must not block or throw.
#pragma once
#include <cstdint>
#include <string_view>

namespace gh::net {

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void accepted(bool /*secure*/) {}
  virtual void closed() {}
  // A request, or a connection at the limit, that never reached the handler. `code` as given to Handler::refuse.
  virtual void refused(int /*status*/, std::string_view /*code*/) {}
  // Since the last call; several times a second at most, not per request.
  virtual void transferred(std::uint64_t /*bytes_in*/, std::uint64_t /*bytes_out*/) {}
};

}  // namespace gh::net

// Proxies: the peers whose word about the client is believed (X-Forwarded-For, X-Forwarded-Proto), because they are ours: a balancer before
// several nodes. From anybody else the two say nothing: whoever connects is the client.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "net/http.h"

namespace gh::net {

class Proxies {
 public:
  static constexpr std::size_t networks_max = 64;
  static constexpr std::size_t hops_max = 16;  // of one X-Forwarded-For that are looked at

  Proxies() = default;  // nobody
  // Addresses and networks, "10.0.0.0/8", "2001:db8::/32", "127.0.0.1". bad_proxy, naming the one that is none.
  static Result<Proxies> parse(std::span<const std::string> networks);

  bool trusts(std::string_view address) const;
  // The last address that a proxy of ours did not put there itself; the peer where it said nothing, or nonsense.
  std::string_view client(std::span<const Field> fields, std::string_view peer) const;
  // Whether the client's connection to the proxy was over TLS.
  static bool secure(std::span<const Field> fields, bool own);

 private:
  using Bytes = std::array<std::uint8_t, 16>;  // IPv4 as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2)
  struct Network {
    Bytes prefix;
    int bits;
  };
  static std::optional<Bytes> bytes_of(std::string_view address);
  static std::optional<Network> network_of(std::string_view text);

  std::vector<Network> networks_;
};

}  // namespace gh::net

#include "adapters/redis/address.h"

#include <charconv>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::redis {

namespace {

constexpr std::uint16_t server_port = 6379, sentinel_port = 26379;

enum class Kind { server, sentinels, cluster };
struct Scheme {
  std::string_view prefix;
  bool tls;
  Kind kind;
};
constexpr Scheme schemes[] = {{"redis://", false, Kind::server},
                              {"rediss://", true, Kind::server},
                              {"redis+sentinel://", false, Kind::sentinels},
                              {"rediss+sentinel://", true, Kind::sentinels},
                              {"redis+cluster://", false, Kind::cluster},
                              {"rediss+cluster://", true, Kind::cluster}};

std::unexpected<Error> bad(std::string_view why) { return fail(errors::invalid, fmt::format("not an address of Redis: {}", why)); }

template <class Number>
bool read_number(std::string_view digits, Number& number) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size();
}

Result<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned char byte = 0;
    const auto hex = text.substr(i + 1, 2);
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), byte, 16);
    if (hex.size() != 2 || error != std::errc() || end != hex.data() + 2) return bad("a % is not followed by two hexadecimal digits");
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

Result<Endpoint> read_endpoint(std::string_view text, std::uint16_t default_port) {
  Endpoint endpoint{.host = {}, .port = default_port};
  std::string_view port;
  if (text.starts_with('[')) {  // RFC 3986, 3.2.2
    const auto end = text.find(']');
    if (end == std::string_view::npos) return bad("a [ is not closed");
    endpoint.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else {
    const auto colon = text.find(':');
    endpoint.host = text.substr(0, colon);
    port = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
  }
  if (endpoint.host.empty()) return bad("a host is missing");
  if (!port.empty() && (port.front() != ':' || !read_number(port.substr(1), endpoint.port) || endpoint.port == 0))
    return bad("a port is not a number from 1 to 65535");
  return endpoint;
}

Result<void> read_endpoints(std::string_view text, std::uint16_t default_port, Address& address) {
  for (;;) {
    const auto comma = text.find(',');
    GH_TRY(auto endpoint, read_endpoint(text.substr(0, comma), default_port));
    address.endpoints.push_back(std::move(endpoint));
    if (address.endpoints.size() > Address::endpoints_max) return bad(fmt::format("more than {} hosts", Address::endpoints_max));
    if (comma == std::string_view::npos) return {};
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

std::string Endpoint::text() const {
  return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

std::string Address::label() const {
  std::string hosts;
  for (const auto& endpoint : endpoints) hosts += (hosts.empty() ? "" : ",") + endpoint.text();
  if (cluster) return "cluster of " + hosts;
  return master.empty() ? hosts : fmt::format("{} of {}", master, hosts);
}

Result<Address> Address::parse(std::string_view text) {
  Address address;
  const Scheme* scheme = nullptr;
  for (const auto& known : schemes)
    if (text.starts_with(known.prefix)) scheme = &known;
  if (scheme == nullptr)
    return bad("it does not begin with redis://, redis+sentinel:// or redis+cluster://, or with rediss in place of redis");
  address.tls = scheme->tls;
  address.cluster = scheme->kind == Kind::cluster;
  text.remove_prefix(scheme->prefix.size());

  std::string_view path;
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    path = text.substr(slash + 1);
    text = text.substr(0, slash);
  }
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    const auto who = text.substr(0, at);
    const auto colon = who.find(':');
    GH_TRY(address.user, decoded(who.substr(0, colon)));
    if (colon != std::string_view::npos) {
      GH_TRY(address.password, decoded(who.substr(colon + 1)));
    }
    text.remove_prefix(at + 1);
  }
  GH_CHECK(read_endpoints(text, scheme->kind == Kind::sentinels ? sentinel_port : server_port, address));
  if (scheme->kind == Kind::sentinels) {
    const auto slash = path.find('/');
    address.master = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    if (address.master.empty()) return bad("the master's name is missing behind the Sentinels");
  } else if (scheme->kind == Kind::server && address.endpoints.size() > 1) {
    return bad("several hosts need redis+sentinel:// or redis+cluster://");
  }
  if (!path.empty() && (!read_number(path, address.database) || address.database < 0)) return bad("the database is not a number");
  if (address.cluster && address.database != 0) return bad("a cluster has no database but 0");
  return address;
}

}  // namespace gh::redis

#include "net/proxies.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "net/characters.h"
#include "net/errors.h"

namespace gh::net {

namespace {

constexpr int mapped_bits = 96;  // before the address in IPv4-mapped form

}  // namespace

std::optional<Proxies::Bytes> Proxies::bytes_of(std::string_view address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.size() >= sizeof text) return std::nullopt;
  std::memcpy(text, address.data(), address.size());
  Bytes bytes{};
  if (inet_pton(AF_INET6, text, bytes.data()) == 1) return bytes;
  bytes[10] = bytes[11] = 0xff;
  if (inet_pton(AF_INET, text, bytes.data() + mapped_bits / 8) == 1) return bytes;
  return std::nullopt;
}

std::optional<Proxies::Network> Proxies::network_of(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = text.substr(0, slash);
  const auto bytes = bytes_of(address);
  if (!bytes) return std::nullopt;
  const int before = address.find(':') == std::string_view::npos ? mapped_bits : 0;
  int bits = 128 - before;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    int given = -1;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), given);
    if (problem != std::errc() || end != digits.data() + digits.size() || given < 0 || given > bits) return std::nullopt;
    bits = given;
  }
  return Network{*bytes, before + bits};
}

Result<Proxies> Proxies::parse(std::span<const std::string> networks) {
  if (networks.size() > networks_max) return fail(errors::bad_proxy, fmt::format("more than {} networks", networks_max));
  Proxies proxies;
  for (const auto& text : networks) {
    const auto network = network_of(text);
    if (!network) return fail(errors::bad_proxy, fmt::format("\"{}\" is no address and no network, such as 10.0.0.0/8", text));
    proxies.networks_.push_back(*network);
  }
  return proxies;
}

bool Proxies::trusts(std::string_view address) const {
  if (networks_.empty()) return false;
  const auto bytes = bytes_of(address);
  if (!bytes) return false;
  return std::ranges::any_of(networks_, [&](const Network& network) {
    const int whole = network.bits / 8, rest = network.bits % 8;
    if (!std::equal(bytes->begin(), bytes->begin() + whole, network.prefix.begin())) return false;
    const auto at = static_cast<std::size_t>(whole);
    return rest == 0 || ((*bytes)[at] ^ network.prefix[at]) >> (8 - rest) == 0;
  });
}

std::string_view Proxies::client(std::span<const Field> fields, std::string_view peer) const {
  auto client = peer;
  std::size_t hops = 0;
  // Every proxy adds the one that it was asked by at the end, so the way goes from the last line's end to the first one's beginning.
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    if (!same_name(field->name, "X-Forwarded-For")) continue;
    for (auto rest = field->value; !rest.empty();) {
      const auto comma = rest.rfind(',');
      const auto hop = characters::trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
      if (++hops > hops_max || !bytes_of(hop)) return client;
      client = hop;
      if (!trusts(hop)) return client;
    }
  }
  return client;
}

bool Proxies::secure(std::span<const Field> fields, bool own) {
  const auto said = std::ranges::find_if(fields, [](const Field& field) { return same_name(field.name, "X-Forwarded-Proto"); });
  return said == fields.end() ? own : said->value == "https";
}

}  // namespace gh::net

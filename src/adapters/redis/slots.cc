#include "adapters/redis/slots.h"

#include <array>
#include <charconv>

namespace gh::redis {

namespace {

constexpr std::uint16_t polynomial = 0x1021;

constexpr std::array<std::uint16_t, 256> crc_table = [] {
  std::array<std::uint16_t, 256> table{};
  for (unsigned byte = 0; byte < table.size(); ++byte) {
    unsigned crc = byte << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ polynomial : crc << 1;
    table[byte] = static_cast<std::uint16_t>(crc);
  }
  return table;
}();

std::uint16_t crc16(std::string_view text) {
  std::uint16_t crc = 0;
  for (const char c : text) crc = static_cast<std::uint16_t>((crc << 8) ^ crc_table[((crc >> 8) ^ static_cast<unsigned char>(c)) & 0xFF]);
  return crc;
}

std::string_view hashed_part(std::string_view key) {
  const auto open = key.find('{');
  if (open == std::string_view::npos) return key;
  const auto close = key.find('}', open + 1);
  if (close == std::string_view::npos || close == open + 1) return key;
  return key.substr(open + 1, close - open - 1);
}

bool is_slot(const Reply& reply) {
  return reply.kind == Reply::Kind::integer && reply.integer >= 0 && reply.integer < static_cast<std::int64_t>(slot_count);
}

// Host, port, id and more. Redis says nothing for the host, or "?", where it does not know its own.
std::optional<Endpoint> read_node(const Reply& reply, const Endpoint& asked) {
  if (reply.kind != Reply::Kind::list || reply.list.size() < 2) return std::nullopt;
  const auto& host = reply.list[0].text;
  const auto& port = reply.list[1];
  if (port.kind != Reply::Kind::integer || port.integer <= 0 || port.integer > 65'535) return std::nullopt;
  return Endpoint{.host = host.empty() || host == "?" ? asked.host : host, .port = static_cast<std::uint16_t>(port.integer)};
}

}  // namespace

std::uint16_t slot_of(std::string_view key) { return crc16(hashed_part(key)) % slot_count; }

std::optional<std::string_view> key_of(const Command& command) {
  if (command.empty()) return std::nullopt;
  const bool script = command[0] == "EVAL" || command[0] == "EVALSHA";
  const std::size_t at = script ? 3 : 1;
  if (command.size() <= at || (script && command[2] != "1")) return std::nullopt;
  return command[at];
}

bool SlotMap::is_whole() const {
  std::size_t served = 0;
  for (const auto& range : ranges) served += range.last - range.first + 1U;
  return served == slot_count;
}

Result<SlotMap> SlotMap::read(const Reply& reply, const Endpoint& asked) {
  if (reply.is_error()) return broken(asked.text() + ": " + reply.text);
  SlotMap map;
  for (const auto& range : reply.list) {
    if (range.list.size() < 3 || !is_slot(range.list[0]) || !is_slot(range.list[1]) || range.list[0].integer > range.list[1].integer)
      return broken(asked.text() + ": an answer to CLUSTER SLOTS that is none");
    for (std::size_t i = 2; i < range.list.size(); ++i) {
      auto node = read_node(range.list[i], asked);
      if (!node) return broken(asked.text() + ": CLUSTER SLOTS names a node without a port");
      if (i > 2) {
        map.replicas.push_back(*std::move(node));
        continue;
      }
      map.ranges.push_back({.first = static_cast<std::uint16_t>(range.list[0].integer),
                            .last = static_cast<std::uint16_t>(range.list[1].integer),
                            .master = *std::move(node)});
    }
  }
  if (map.ranges.empty()) return broken(asked.text() + " knows of nobody who serves a slot");
  return map;
}

std::optional<Redirection> Redirection::read(const Reply& reply, const Endpoint& from) {
  const bool asking = reply.is_error("ASK ");
  if (!asking && !reply.is_error("MOVED ")) return std::nullopt;
  const auto where = std::string_view(reply.text).substr(reply.text.rfind(' ') + 1);
  const auto colon = where.rfind(':');  // an address of IPv6 has more of them, and stands without brackets
  if (colon == std::string_view::npos) return std::nullopt;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(where.data() + colon + 1, where.data() + where.size(), port);
  if (error != std::errc() || end != where.data() + where.size() || port == 0) return std::nullopt;
  const auto host = where.substr(0, colon);
  return Redirection{.asking = asking, .to = {.host = host.empty() || host == "?" ? from.host : std::string(host), .port = port}};
}

}  // namespace gh::redis

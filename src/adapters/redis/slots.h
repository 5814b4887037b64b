// What the Redis Cluster specification says of keys, slots and redirections; nothing here talks to anybody.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/redis/address.h"
#include "adapters/redis/connection.h"
#include "adapters/redis/reply.h"

namespace gh::redis {

constexpr std::size_t slot_count = 16'384;

// CRC-16/XMODEM of the key modulo slot_count; of what stands in its first {…} alone, unless that is empty.
std::uint16_t slot_of(std::string_view key);

// The one key of a command: behind "1" in EVAL and EVALSHA, the first word in all others. Nothing: it has none, or not one.
std::optional<std::string_view> key_of(const Command&);

// Who serves which slots, as one node sees it.
struct SlotMap {
  struct Range {
    std::uint16_t first = 0, last = 0;
    Endpoint master;
  };

  std::vector<Range> ranges;
  std::vector<Endpoint> replicas;

  bool is_whole() const;  // somebody for each slot

  // What `asked` answers to CLUSTER SLOTS. Fails with unavailable.
  static Result<SlotMap> read(const Reply&, const Endpoint& asked);
};

// What a node answers that does not serve a key: "MOVED 3999 host:port", or "ASK …" for this one time and with ASKING before the command.
struct Redirection {
  bool asking = false;
  Endpoint to;

  // Nothing: the answer is another one. A host that is not named is that of who answers.
  static std::optional<Redirection> read(const Reply&, const Endpoint& from);
};

}  // namespace gh::redis

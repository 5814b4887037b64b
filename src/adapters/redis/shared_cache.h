// RedisSharedCache: the shared cache port as strings in Redis that expire. A claim is a key of its own, in the slot of its value:
// a cluster then carries out both in the order in which they were told, so that whoever finds no claim any more finds the value.
#pragma once
#include "adapters/redis/commands.h"
#include "platform/ports/shared_cache.h"

namespace gh::redis {

class RedisSharedCache final : public ports::SharedCache {
 public:
  // prefix: of all keys, so that shops can share a server. The client outlives it.
  RedisSharedCache(Commands& client, std::string prefix) : client_(client), prefix_(std::move(prefix)) {}

  Task<Found> get(std::string key) override;
  Task<Claim> claim(std::string key, Milliseconds hold) override;
  void put(std::string key, std::string value, Milliseconds live) override;
  void abandon(std::string key) override;

 private:
  std::string value_of(const std::string& key) const { return prefix_ + "cache:{" + key + "}"; }
  std::string claim_of(const std::string& key) const { return prefix_ + "claim:{" + key + "}"; }

  Commands& client_;
  const std::string prefix_;
};

}  // namespace gh::redis

// RedisRateLimits: the rate limit port as counts in Redis, shared by all nodes. A sliding window made of two counters: what came in the
// current window and, by the part of it that still lies within the last `window`, what came in the one before. One key and one turn of the
// network for a request; the time is the server's, so that nodes whose clocks differ count alike. A key is gone two windows after its
// last request, which is the bound of what Redis keeps.
#pragma once
#include "adapters/redis/script.h"
#include "platform/ports/rate_limit.h"

namespace gh::redis {

class RedisRateLimits final : public ports::RateLimits {
 public:
  // prefix: of all keys, so that shops can share a server. The client outlives it.
  RedisRateLimits(Commands& client, std::string prefix);

  Task<Result<ports::RateVerdict>> take(ports::RatePolicy policy, std::string key) override;

 private:
  Commands& client_;
  const std::string prefix_;
  const Script script_;
};

}  // namespace gh::redis

// RedisAttempts: the attempts port as counts in Redis, shared by all nodes. One key and one turn of the network for an attempt; the time is
// the server's. A key is gone when its failures are forgotten, which is the bound of what Redis keeps.
//
// While Redis cannot be asked, what is begun is counted by this node alone.
#pragma once
#include "adapters/redis/script.h"
#include "platform/ports/attempts.h"

namespace gh::redis {

class RedisAttempts final : public ports::Attempts {
 public:
  // prefix: of all keys, so that shops can share a server. The client and `alone` outlive it.
  RedisAttempts(Commands& client, std::string prefix, ports::Attempts& alone);

  Task<std::optional<Milliseconds>> begin(ports::AttemptRules rules, std::string key) override;
  void succeeded(const ports::AttemptRules& rules, std::string key, bool forget) override;

 private:
  std::string name_of(const ports::AttemptRules& rules, const std::string& key) const;

  Commands& client_;
  const std::string prefix_;
  ports::Attempts& alone_;
  const Script begin_;
  const Script succeeded_;
};

}  // namespace gh::redis

// Script: a Lua script that Redis runs as one step. It is sent whole only where Redis does not know it yet.
#pragma once
#include <string>

#include "adapters/redis/client.h"

namespace gh::redis {

class Script {
 public:
  explicit Script(std::string text);

  // One key: also a cluster could run it. The answer, never an error of Redis: unavailable.
  Task<Result<Reply>> run(Client&, std::string key, Command arguments) const;
  // Sent whole, and nobody waits for the answer.
  void tell(Client&, std::string key, Command arguments) const;

 private:
  const std::string text_;
  const std::string sha1_;  // its name, to Redis
};

}  // namespace gh::redis

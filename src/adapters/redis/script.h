// Script: a Lua script that Redis runs as one step. It is sent whole only where Redis does not know it yet.
#pragma once
#include <string>

#include "adapters/redis/commands.h"

namespace gh::redis {

class Script {
 public:
  explicit Script(std::string text);

  // One key, so that a cluster runs it too. The answer, never an error of Redis: unavailable.
  Task<Result<Reply>> run(Commands&, std::string key, Command arguments) const;
  // Sent whole, and nobody waits for the answer.
  void tell(Commands&, std::string key, Command arguments) const;

 private:
  const std::string text_;
  const std::string sha1_;  // its name, to Redis
};

}  // namespace gh::redis

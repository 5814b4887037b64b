// RedisEventStream: the event stream port as a stream of Redis (XADD), for consumer groups of anybody's. Each entry has the fields type,
// subject, version and feed, the token up to which its batch tells; the last entry's token is where the stream stands, so nothing else has
// to be kept in step with it. One script appends a batch, or does nothing.
#pragma once
#include "adapters/redis/script.h"
#include "platform/ports/event_stream.h"

namespace gh::redis {

class RedisEventStream final : public ports::EventStream {
 public:
  // prefix: the stream is "<prefix>events". kept: entries, about; older ones are trimmed. The client outlives it.
  RedisEventStream(Commands& client, const std::string& prefix, std::int64_t kept);

  Task<Result<std::string>> place() override;
  Task<Result<bool>> append(std::string from, std::vector<ports::Event> events, std::string to) override;

 private:
  Commands& client_;
  const std::string key_;
  const std::int64_t kept_;
  const Script place_, append_;
};

}  // namespace gh::redis

#include "adapters/redis/event_stream.h"

#include "base/errors.h"

namespace gh::redis {

namespace {

// Fields of an entry are a list of names and values.
constexpr const char* place_lua = R"lua(
local function place()
  local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
  if not last then return '' end
  for i = 1, #last[2], 2 do
    if last[2][i] == 'feed' then return last[2][i + 1] end
  end
  return ''
end
)lua";

constexpr const char* place_script = "return place()";

// ARGV: from, to, how many are kept, then type, subject and version of each event.
constexpr const char* append_script = R"lua(
if place() ~= ARGV[1] then return {0} end
for i = 4, #ARGV, 3 do
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], '*', 'type', ARGV[i], 'subject', ARGV[i + 1], 'version', ARGV[i + 2], 'feed', ARGV[2])
end
return {1}
)lua";

}  // namespace

RedisEventStream::RedisEventStream(Commands& client, const std::string& prefix, std::int64_t kept)
    : client_(client),
      key_(prefix + "events"),
      kept_(kept),
      place_(std::string(place_lua) + place_script),
      append_(std::string(place_lua) + append_script) {}

Task<Result<std::string>> RedisEventStream::place() {
  GH_CO_TRY(auto reply, co_await place_.run(client_, key_, {}));
  co_return std::move(reply.text);
}

Task<Result<bool>> RedisEventStream::append(std::string from, std::vector<ports::Event> events, std::string to) {
  Command arguments{std::move(from), std::move(to), std::to_string(kept_)};
  arguments.reserve(arguments.size() + 3 * events.size());
  for (auto& event : events) {
    arguments.push_back(std::move(event.type));
    arguments.push_back(std::move(event.subject));
    arguments.push_back(std::to_string(event.version));
  }
  GH_CO_TRY(const auto reply, co_await append_.run(client_, key_, std::move(arguments)));
  if (!reply.has_integers(1)) co_return fail(errors::unavailable, "Redis: an answer that is none");
  co_return reply.list.front().integer != 0;
}

}  // namespace gh::redis

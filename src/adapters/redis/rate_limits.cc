#include "adapters/redis/rate_limits.h"

namespace gh::redis {

namespace {

// ARGV: limit, window in ms. Gives: admitted, remaining, wait in ms, reset in ms.
// The estimate is before * (1 - elapsed / window) + here; a request is admitted while the estimate with it is no more than the limit.
constexpr const char* count_script = R"lua(
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local number = math.floor(now / window)
local elapsed = now - number * window
local kept = redis.call('HMGET', KEYS[1], 'number', 'here', 'before')
local last, here, before = tonumber(kept[1]), tonumber(kept[2]), tonumber(kept[3])
if last == number + 1 then -- a clock that was set back a little gives nothing
  number = last
  elapsed = 0
end
if last ~= number then
  before = (last == number - 1) and here or 0
  here = 0
end
-- When, from now, the estimate leaves room for one more; the next window begins with `here` as what came before.
local function until_room(room)
  if here <= room then
    if before == 0 then return 0 end
    return math.max(0, math.ceil((before - room + here) * window / before) - elapsed)
  end
  return window - elapsed + math.max(0, math.ceil((here - room) * window / here))
end
local used = before * (window - elapsed) / window + here
local admitted = used + 1 <= limit
local wait = 0
if admitted then
  here = here + 1
  used = used + 1
  redis.call('HSET', KEYS[1], 'number', number, 'here', here, 'before', before)
  redis.call('PEXPIRE', KEYS[1], 2 * window)
else
  wait = math.max(1, until_room(limit - 1))
end
return {admitted and 1 or 0, math.max(0, math.floor(limit - used)), wait, until_room(0)}
)lua";

}  // namespace

RedisRateLimits::RedisRateLimits(Commands& client, std::string prefix)
    : client_(client), prefix_(std::move(prefix)), script_(count_script) {}

Task<Result<ports::RateVerdict>> RedisRateLimits::take(ports::RatePolicy policy, std::string key) {
  auto name = prefix_ + "rate:" + std::string(policy.group) + ":" + key;
  const auto reply = co_await script_.run(client_, std::move(name), {std::to_string(policy.limit), std::to_string(policy.window.count())});
  if (!reply || !reply->has_integers(4))
    co_return fail(ports::errors::rate_limit_unavailable, reply ? std::string("Redis: an answer that is none") : reply.error().detail());
  const auto& values = reply->list;
  co_return ports::RateVerdict{.admitted = values[0].integer != 0,
                               .remaining = static_cast<int>(values[1].integer),
                               .wait = Milliseconds(values[2].integer),
                               .reset = Milliseconds(values[3].integer)};
}

}  // namespace gh::redis

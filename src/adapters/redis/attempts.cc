#include "adapters/redis/attempts.h"

namespace gh::redis {

namespace {

// ARGV: free, wait, wait_max and forget in ms. Gives how long to wait in ms, or 0: the attempt has begun.
constexpr const char* begin_script = R"lua(
local free, wait, wait_max, forget = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'failures', 'next')
local failures, allowed = tonumber(kept[1] or 0), tonumber(kept[2] or 0)
-- A clock that was set back keeps nobody out for longer than the longest wait.
if failures >= free and now < allowed then return {math.min(allowed - now, wait_max)} end
failures = failures + 1
if failures >= free then allowed = now + math.min(wait_max, wait * 2 ^ math.min(failures - free, 30)) end
redis.call('HSET', KEYS[1], 'failures', failures, 'next', allowed)
redis.call('PEXPIRE', KEYS[1], forget)
return {0}
)lua";

// ARGV: 1 to forget what was before.
constexpr const char* succeeded_script = R"lua(
local failures = tonumber(redis.call('HGET', KEYS[1], 'failures') or 0)
if ARGV[1] == '1' or failures <= 1 then return redis.call('DEL', KEYS[1]) end
return redis.call('HSET', KEYS[1], 'failures', failures - 1)
)lua";

}  // namespace

RedisAttempts::RedisAttempts(Commands& client, std::string prefix, ports::Attempts& alone)
    : client_(client), prefix_(std::move(prefix)), alone_(alone), begin_(begin_script), succeeded_(succeeded_script) {}

std::string RedisAttempts::name_of(const ports::AttemptRules& rules, const std::string& key) const {
  return prefix_ + "attempts:" + std::string(rules.table) + ":" + key;
}

Task<std::optional<Milliseconds>> RedisAttempts::begin(ports::AttemptRules rules, std::string key) {
  const auto reply = co_await begin_.run(client_, name_of(rules, key),
                                         {std::to_string(rules.free), std::to_string(rules.wait.count()),
                                          std::to_string(rules.wait_max.count()), std::to_string(rules.forget.count())});
  if (!reply || !reply->has_integers(1)) co_return co_await alone_.begin(rules, std::move(key));
  if (const auto wait = reply->list.front().integer; wait > 0) co_return Milliseconds(wait);
  co_return std::nullopt;
}

// Where it was begun is not known any more, so both are told. A failure too many may be forgiven to whoever knows the password.
void RedisAttempts::succeeded(const ports::AttemptRules& rules, std::string key, bool forget) {
  succeeded_.tell(client_, name_of(rules, key), {forget ? "1" : "0"});
  alone_.succeeded(rules, std::move(key), forget);
}

}  // namespace gh::redis

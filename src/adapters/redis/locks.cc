#include "adapters/redis/locks.h"

#include <algorithm>

#include <fmt/format.h>

namespace gh::redis {

namespace {

// ARGV: owner, ms to hold. Gives: taken, fence. The name and its last fence are kept for a day, so that one hash is all there is of it.
constexpr const char* take_script = R"lua(
local time = redis.call('TIME')
local now, now_us = time[1] * 1000 + math.floor(time[2] / 1000), time[1] * 1000000 + time[2]
local kept = redis.call('HMGET', KEYS[1], 'owner', 'until', 'fence')
if kept[1] and kept[1] ~= ARGV[1] and tonumber(kept[2]) > now then return {0, 0} end
local fence = math.max((tonumber(kept[3]) or 0) + 1, now_us)
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'until', string.format('%.0f', now + ARGV[2]), 'fence', string.format('%.0f', fence))
redis.call('PEXPIRE', KEYS[1], 86400000)
return {1, fence}
)lua";

// ARGV: owner, fence.
constexpr const char* raise_script = R"lua(
local kept = redis.call('HMGET', KEYS[1], 'owner', 'fence')
if kept[1] ~= ARGV[1] then return {0} end
if tonumber(kept[2]) < tonumber(ARGV[2]) then redis.call('HSET', KEYS[1], 'fence', ARGV[2]) end
return {1}
)lua";

// ARGV: owner.
constexpr const char* release_script = R"lua(
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return {0} end
redis.call('HDEL', KEYS[1], 'owner', 'until')
return {1}
)lua";

bool is_yes(const Result<Reply>& answer, std::size_t values) {
  return answer && answer->has_integers(values) && answer->list[0].integer == 1;
}

}  // namespace

RedisLocks::RedisLocks(std::vector<Commands*> clients, std::string prefix, Random& random, ports::LockObserver* observer)
    : clients_(std::move(clients)),
      prefix_(std::move(prefix)),
      random_(random),
      observer_(observer),
      take_(take_script),
      raise_(raise_script),
      release_(release_script) {}

Task<RedisLocks::Answers> RedisLocks::ask_all(const Script& script, std::string name, Command arguments) const {
  const auto key = prefix_ + "lock:" + name;
  std::vector<Task<Result<Reply>>> asks;
  for (auto* client : clients_) asks.push_back(script.run(*client, key, arguments));
  co_return co_await when_all(std::move(asks));
}

Task<Result<ports::Lease>> RedisLocks::acquire(std::string name, Milliseconds hold_for, Milliseconds wait) {
  const auto asked = std::chrono::steady_clock::now();
  for (auto pause = retry_min;; pause = std::min(pause * 2, retry_max)) {
    auto lease = co_await try_once(name, hold_for);
    const auto now = std::chrono::steady_clock::now();
    if (lease || !lease.error().is(ports::errors::lock_busy) || now - asked >= wait) {
      if (observer_ != nullptr) observer_->lock_waited(now - asked, lease.has_value());
      co_return lease;
    }
    // Uneven, so that two that met do not meet again.
    co_await sleep(Milliseconds(1 + static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(pause.count()))));
  }
}

Task<Result<ports::Lease>> RedisLocks::try_once(std::string name, Milliseconds hold_for) const {
  const auto started = std::chrono::steady_clock::now();
  const auto owner = fmt::format("{:016x}{:016x}", random_.next(), random_.next());
  const auto taken = co_await ask_all(take_, name, {owner, std::to_string(hold_for.count())});
  std::size_t given = 0, silent = 0;
  std::int64_t fence = 0;
  for (const auto& answer : taken) {
    if (!answer) ++silent;
    if (!is_yes(answer, 2)) continue;
    ++given;
    fence = std::max(fence, answer->list[1].integer);
  }
  if (given >= majority() && clients_.size() > 1) {
    const auto raised = co_await ask_all(raise_, name, {owner, std::to_string(fence)});
    given = static_cast<std::size_t>(std::ranges::count_if(raised, [](const auto& answer) { return is_yes(answer, 1); }));
  }
  const auto drift = drift_min + hold_for / 100;
  const auto good_for = hold_for - drift - std::chrono::ceil<Milliseconds>(std::chrono::steady_clock::now() - started);
  if (given >= majority() && good_for > Milliseconds(0)) {
    co_return ports::Lease{
        .name = std::move(name), .owner = owner, .fence = fence, .good_for = good_for, .taken = std::chrono::steady_clock::now()};
  }
  if (given > 0 || silent > 0) give_back(name, owner);
  if (silent > clients_.size() - majority()) co_return fail(ports::errors::lock_unavailable, "too few lock servers answered");
  co_return fail(ports::errors::lock_busy);
}

void RedisLocks::give_back(const std::string& name, const std::string& owner) const {
  for (auto* client : clients_) release_.tell(*client, prefix_ + "lock:" + name, {owner});
}

void RedisLocks::release(const ports::Lease& lease) {
  give_back(lease.name, lease.owner);
  if (observer_ != nullptr) observer_->lock_held(std::chrono::steady_clock::now() - lease.taken);
}

}  // namespace gh::redis

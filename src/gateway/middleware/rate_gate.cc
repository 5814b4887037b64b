#include "gateway/middleware/rate_gate.h"

#include <algorithm>

namespace gh::gateway {

namespace {

std::string key_of(RateGroup group, std::string_view address) {
  return std::string(address).append("/").append(rate_group_names[static_cast<std::size_t>(group)]);
}

}  // namespace

RateGate::RateGate(ports::RateLimits& shared, ports::RateLimits& alone, Rules rules, const Clock& clock,
                   std::function<void(RateGroup, Outcome)> observe)
    : shared_(shared), alone_(alone), rules_(rules), clock_(clock), observe_(std::move(observe)) {}

std::optional<RateGate::Answer> RateGate::refused_lately(RateGroup group, std::string_view address) {
  const auto key = key_of(group, address);
  auto& shard = shard_of(key);
  Answer answer{.outcome = Outcome::refused, .limit = rule(group).per_minute, .verdict = {}};
  {
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.refusals.find(key);
    if (found == shard.refusals.end()) return std::nullopt;
    const auto passed = clock_.now() - found->second.told;
    answer.verdict = found->second.verdict;
    // A clock that was set back must not keep anybody out.
    if (passed < Milliseconds(0) || passed >= answer.verdict.wait) {
      shard.refusals.erase(found);
      return std::nullopt;
    }
    answer.verdict.wait -= passed;
    answer.verdict.reset = std::max(answer.verdict.reset - passed, answer.verdict.wait);
  }
  observe_(group, answer.outcome);
  return answer;
}

Task<RateGate::Answer> RateGate::take(RateGroup group, std::string address) {
  const auto& rule_of_group = rule(group);
  const ports::RatePolicy policy{.group = rate_group_names[static_cast<std::size_t>(group)], .limit = rule_of_group.per_minute};
  Answer answer{.outcome = Outcome::uncounted, .limit = policy.limit, .verdict = {}};
  auto verdict = co_await shared_.take(policy, address);
  const bool alone = !verdict && !rule_of_group.fails_closed;
  if (alone) verdict = co_await alone_.take(policy, address);
  if (verdict) {
    answer.verdict = *verdict;
    answer.outcome =
        verdict->admitted ? (alone ? Outcome::admitted_alone : Outcome::admitted) : (alone ? Outcome::refused_alone : Outcome::refused);
  }
  if (answer.outcome == Outcome::refused) remember(key_of(group, address), answer.verdict);
  observe_(group, answer.outcome);
  co_return answer;
}

void RateGate::remember(std::string key, const ports::RateVerdict& verdict) {
  auto& shard = shard_of(key);
  const auto now = clock_.now();
  const std::lock_guard lock(shard.mutex);
  if (shard.refusals.size() >= refused_max / shards) shard.refusals.clear();
  shard.refusals.insert_or_assign(std::move(key), Refusal{now, verdict});
}

}  // namespace gh::gateway

// RateGate: how many requests of an address each group of routes admits, and what happens while nobody can count them. One per gateway,
// called by every I/O thread.
//
// The counts are the port's; with Redis they are those of all nodes. While they cannot be had a group that fails closed refuses, and one
// that fails open is counted by this node alone. Who was refused is refused again without asking until their wait is over: a flood costs
// no network. That memory is bounded; when it is full it is emptied, and everybody is asked about again.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"
#include "platform/ports/rate_limit.h"

namespace gh::gateway {

// Each group has a rate limit of its own (configuration: rate_limit.<group>_per_minute), counted per client address.
enum class RateGroup : std::uint8_t { browse, write, checkout, login, codes };
inline constexpr std::array<std::string_view, 5> rate_group_names{"browse", "write", "checkout", "login", "codes"};
inline constexpr std::size_t rate_groups = rate_group_names.size();

struct RateRule {
  int per_minute = 0;         // 0: no limit
  bool fails_closed = false;  // while nobody can count
};

class RateGate {
 public:
  static constexpr std::size_t refused_max = 65'536;  // that are remembered, in all shards
  static constexpr std::size_t shards = 8;

  enum class Outcome : std::uint8_t { admitted, refused, admitted_alone, refused_alone, uncounted };  // uncounted: fails closed
  static constexpr std::array<std::string_view, 5> outcome_names{"admitted", "refused", "admitted_alone", "refused_alone", "uncounted"};

  struct Answer {
    Outcome outcome;
    int limit = 0;
    ports::RateVerdict verdict;  // not of the uncounted

    bool admits() const { return outcome == Outcome::admitted || outcome == Outcome::admitted_alone; }
  };
  using Rules = std::array<RateRule, rate_groups>;

  // shared, alone: the same where there is one node. observe: each answer, on the thread where it is given. All outlive the gate.
  RateGate(ports::RateLimits& shared, ports::RateLimits& alone, Rules rules, const Clock& clock,
           std::function<void(RateGroup, Outcome)> observe);

  bool limits(RateGroup group) const { return rule(group).per_minute != 0; }
  // The answer to somebody who was refused a moment ago; nothing: ask take(). Waits for nothing.
  std::optional<Answer> refused_lately(RateGroup group, std::string_view address);
  // Counts a request of a group that has a limit.
  Task<Answer> take(RateGroup group, std::string address);

 private:
  struct Refusal {
    Timestamp told;
    ports::RateVerdict verdict;
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Refusal> refusals;  // by group and address
  };
  const RateRule& rule(RateGroup group) const { return rules_[static_cast<std::size_t>(group)]; }
  Shard& shard_of(const std::string& key) { return shards_[std::hash<std::string>{}(key) % shards]; }
  void remember(std::string key, const ports::RateVerdict& verdict);

  ports::RateLimits& shared_;
  ports::RateLimits& alone_;
  const Rules rules_;
  const Clock& clock_;
  const std::function<void(RateGroup, Outcome)> observe_;
  std::array<Shard, shards> shards_;
};

}  // namespace gh::gateway

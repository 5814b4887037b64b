#include "gateway/middleware/rate_limit.h"

#include <algorithm>
#include <functional>

namespace gh::gateway {

RateLimit::Verdict RateLimit::take(std::string_view address, Timestamp now) {
  if (per_minute_ == 0) return {};
  constexpr std::int64_t token = 1000;
  const std::int64_t full = per_minute_ * token;
  auto& shard = shards_[std::hash<std::string_view>{}(address) % shards];
  const std::lock_guard lock(shard.mutex);
  auto found = shard.by_address.find(address);
  if (found == shard.by_address.end()) {
    if (shard.by_address.size() >= addresses_max / shards) {
      shard.by_address.erase(shard.recent.back().address);
      shard.recent.pop_back();
    }
    shard.recent.push_front({std::string(address), full, now});
    found = shard.by_address.emplace(shard.recent.front().address, shard.recent.begin()).first;
  } else {
    shard.recent.splice(shard.recent.begin(), shard.recent, found->second);
  }
  auto& bucket = *found->second;
  // A clock that jumps back gives nothing and takes nothing.
  const std::int64_t passed_ms = std::clamp<std::int64_t>((now - bucket.filled).count(), 0, 60'000);
  bucket.tokens_milli = std::min(full, bucket.tokens_milli + passed_ms * per_minute_ / 60);
  bucket.filled = now;
  Verdict verdict{.admitted = bucket.tokens_milli >= token, .limit = per_minute_, .remaining = 0, .wait_s = 0};
  if (verdict.admitted) {
    bucket.tokens_milli -= token;
  } else {
    verdict.wait_s = static_cast<int>(((token - bucket.tokens_milli) * 60 / per_minute_ + 999) / 1000);
    verdict.wait_s = std::max(verdict.wait_s, 1);
  }
  verdict.remaining = static_cast<int>(bucket.tokens_milli / token);
  return verdict;
}

}  // namespace gh::gateway

#include "adapters/memory/rate_limits.h"

#include <algorithm>
#include <functional>

namespace gh::memory {

MemoryRateLimits::Bucket& MemoryRateLimits::bucket_of(Shard& shard, std::string key, std::int64_t full, Timestamp now) {
  if (const auto found = shard.by_key.find(key); found != shard.by_key.end()) {
    shard.recent.splice(shard.recent.begin(), shard.recent, found->second);
    return *found->second;
  }
  if (shard.by_key.size() >= keys_of_shard_max_) {
    shard.by_key.erase(shard.recent.back().key);
    shard.recent.pop_back();
  }
  shard.recent.push_front({std::move(key), full, now});
  shard.by_key.emplace(shard.recent.front().key, shard.recent.begin());
  return shard.recent.front();
}

Task<Result<ports::RateVerdict>> MemoryRateLimits::take(ports::RatePolicy policy, std::string key) {
  key.append("/").append(policy.group);
  const auto now = clock_.now();
  const std::int64_t limit = policy.limit, token = policy.window.count(), full = limit * token;
  auto& shard = shards_[std::hash<std::string>{}(key) % shards];
  const std::lock_guard lock(shard.mutex);
  auto& bucket = bucket_of(shard, std::move(key), full, now);
  // A clock that jumps back gives nothing and takes nothing.
  const std::int64_t passed_ms = std::clamp<std::int64_t>((now - bucket.filled).count(), 0, token);
  bucket.level = std::min(full, bucket.level + passed_ms * limit);
  bucket.filled = now;
  const auto until = [&](std::int64_t level) {
    return Milliseconds((std::max<std::int64_t>(level - bucket.level, 0) + limit - 1) / limit);
  };
  ports::RateVerdict verdict{.admitted = bucket.level >= token};
  if (verdict.admitted) {
    bucket.level -= token;
  } else {
    verdict.wait = until(token);
  }
  verdict.remaining = static_cast<int>(bucket.level / token);
  verdict.reset = until(full);
  co_return verdict;
}

}  // namespace gh::memory

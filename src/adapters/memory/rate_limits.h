// MemoryRateLimits: the rate limit port as token buckets of this process. Any thread.
//
// A bucket holds `limit` tokens and fills evenly within a window. The table is bounded: when it is full, the bucket that was used longest
// ago is forgotten.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <unordered_map>

#include "platform/ports/rate_limit.h"

namespace gh::memory {

class MemoryRateLimits final : public ports::RateLimits {
 public:
  static constexpr std::size_t shards = 8;
  static constexpr std::size_t keys_max = 65'536;  // of all groups together, in all shards

  explicit MemoryRateLimits(const Clock& clock, std::size_t keys_at_most = keys_max)
      : clock_(clock), keys_of_shard_max_(keys_at_most / shards) {}

  Task<Result<ports::RateVerdict>> take(ports::RatePolicy policy, std::string key) override;

 private:
  struct Bucket {
    std::string key;         // with its group
    std::int64_t level = 0;  // in parts of a token: a token has as many as the window has milliseconds, so that nothing is rounded
    Timestamp filled;
  };
  struct Shard {
    std::mutex mutex;
    std::list<Bucket> recent;                                                  // most recently used first
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> by_key;  // keys live in the buckets
  };
  Bucket& bucket_of(Shard&, std::string key, std::int64_t full, Timestamp now);

  const Clock& clock_;
  const std::size_t keys_of_shard_max_;
  std::array<Shard, shards> shards_;
};

}  // namespace gh::memory

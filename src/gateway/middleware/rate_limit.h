// RateLimit: token buckets per client address and group, in this process. One per gateway, called by every I/O thread.
//
// The table is bounded: when it is full, buckets that are full again are forgotten first, then the ones used longest ago.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"

namespace gh::gateway {

class RateLimit {
 public:
  static constexpr std::size_t shards = 8;
  static constexpr std::size_t addresses_max = 65'536;  // of one group, in all shards

  struct Verdict {
    bool admitted = true;
    int limit = 0;      // requests a minute; 0: this group has no limit and the rest means nothing
    int remaining = 0;  // at once, from now
    int wait_s = 0;     // until the next one is admitted, >= 1 when refused
  };

  // per_minute: the sustained rate and, at once, the size of a burst. 0: no limit.
  explicit RateLimit(int per_minute) : per_minute_(per_minute) {}

  Verdict take(std::string_view address, Timestamp now);
  int per_minute() const { return per_minute_; }

 private:
  struct Bucket {
    std::string address;
    std::int64_t tokens_milli = 0;
    Timestamp filled;
  };
  struct Shard {
    std::mutex mutex;
    std::list<Bucket> recent;                                                      // most recently used first
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> by_address;  // keys live in the buckets
  };

  const int per_minute_;
  std::array<Shard, shards> shards_;
};

}  // namespace gh::gateway

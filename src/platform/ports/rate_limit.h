// RateLimits: how many requests of somebody are admitted in a window of time. One count for all nodes where the adapter is shared.
//
// Contract (tests/contract/rate_limit):
// - Of a key that asked for nothing during two windows, `limit` requests MUST be admitted at once and the next one not, also when they come
//   from many threads and nodes.
// - No more than twice `limit` MUST be admitted within any window.
// - A refused request MUST cost nothing: after `wait` the next one MUST be admitted if nobody else of this key came meanwhile.
// - Keys MUST not touch each other, nor the same key in two groups.
// - An adapter that cannot count MUST say so within its deadline (rate_limit_unavailable) and keep nobody waiting; what to do then is the
//   caller's decision. It MUST be bounded, and when full forget those first who came longest ago.
// - Counts need not outlive a process or a server.
#pragma once
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/task.h"
#include "base/time.h"

namespace gh::ports {

namespace errors {
inline constexpr ErrorKind rate_limit_unavailable{50303, "rate_limit_unavailable",
                                                  "Requests like this one cannot be counted right now; try again in a moment."};
inline constexpr const ErrorKind* rate_limit_all[] = {&rate_limit_unavailable};
}  // namespace errors

struct RatePolicy {
  std::string_view group;       // snake_case; lives as long as the program
  int limit = 0;                // requests, 1 to 10,000,000
  Milliseconds window{60'000};  // up to an hour
};

struct RateVerdict {
  bool admitted = true;
  int remaining = 0;      // could be admitted at once, from now
  Milliseconds wait{0};   // refused: until the next one is admitted, > 0
  Milliseconds reset{0};  // until `limit` is there again, if nobody comes
};

class RateLimits {
 public:
  virtual ~RateLimits() = default;
  virtual Task<Result<RateVerdict>> take(RatePolicy policy, std::string key) = 0;
};

}  // namespace gh::ports

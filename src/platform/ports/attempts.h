// Attempts: how often something failed lately, by key, and how long the next try has to wait. One count for all nodes where the adapter is
// shared.
//
// Contract (tests/contract/attempts):
// - The first `free` failures cost nothing; each further one doubles the wait, from `wait` to `wait_max`.
// - An attempt MUST count as failed from its beginning until it is known to be good, so that a thousand at once are not a thousand free
// ones,
//   from whichever thread and node they come.
// - One that has to wait MUST begin nothing: insisting does not make it longer.
// - succeeded() MUST NOT wait. With `forget` nothing of the key is left, else one failure less.
// - Failures are forgotten `forget` after the last one, which MUST be no less than `wait_max`.
// - Keys MUST not touch each other, nor the same key in two tables.
// - It MUST always answer and be bounded; when full it forgets those first who came longest ago. What it counts need not outlive a process
//   or a server.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/task.h"
#include "base/time.h"

namespace gh::ports {

struct AttemptRules {
  std::string_view table;  // snake_case; lives as long as the program
  int free = 10;           // failures, 0 to 1,000
  Milliseconds wait{1000};
  Milliseconds wait_max{15 * 60 * 1000};
  Milliseconds forget{60 * 60 * 1000};
};

class Attempts {
 public:
  virtual ~Attempts() = default;
  // Begins an attempt; or how long to wait, > 0, and nothing was begun.
  virtual Task<std::optional<Milliseconds>> begin(AttemptRules rules, std::string key) = 0;
  // The attempt was good: it does not count. forget: nor do those before it.
  virtual void succeeded(const AttemptRules& rules, std::string key, bool forget) = 0;
};

}  // namespace gh::ports

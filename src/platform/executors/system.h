// The real clock and the real randomness; the composition root makes one of each. Callable from any thread.
#pragma once
#include "base/random.h"
#include "base/time.h"

namespace gh::executors {

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

// From the kernel (getrandom), some hundred bytes at a time and thread: fit for secrets. Numbers that were given out are wiped.
class SystemRandom final : public Random {
 public:
  std::uint64_t next() override;
};

}  // namespace gh::executors

// The real clock and the real randomness; the composition root makes one of each. Callable from any thread.
#pragma once
#include <atomic>
#include <cstdint>
#include <string>

#include "base/error.h"
#include "base/random.h"
#include "base/time.h"

namespace gh::executors {

class SystemClock final : public Clock {
 public:
  SystemClock() = default;
  ~SystemClock() override;
  SystemClock(const SystemClock&) = delete;
  SystemClock& operator=(const SystemClock&) = delete;

  Timestamp now() const override;

  // For tests that travel in time: the first 8 bytes of the file (signed milliseconds, little endian) are added to the clock at each use
  // from now on. Called once, before other threads use the clock. Fails with `invalid` if the file cannot be mapped or is shorter.
  Result<void> follow_offset(const std::string& path);

 private:
  const std::atomic<std::int64_t>* offset_ms_ = nullptr;  // in the mapped file
};

// From the kernel (getrandom), some hundred bytes at a time and thread: fit for secrets. Numbers that were given out are wiped.
class SystemRandom final : public Random {
 public:
  std::uint64_t next() override;
};

}  // namespace gh::executors

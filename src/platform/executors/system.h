// The real clock and the real randomness; the composition root makes one of each. Callable from any thread.
#pragma once
#include <atomic>
#include <chrono>
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

  // Another clock is right, which others go by too: it showed `shown` at some moment between `asked` and now. From the first call on this
  // clock goes by it, and between the calls by the steady clock; it is set no further than it is wrong for certain. One thread calls.
  void agree(Timestamp shown, std::chrono::steady_clock::time_point asked);
  // How far the computer's own clock is ahead of the one that was agreed on; 0 where none was.
  Milliseconds own_ahead() const;

  // For tests that travel in time: the first 8 bytes of the file (signed milliseconds, little endian) are added to the clock at each use
  // from now on. Called once, before other threads use the clock. Fails with `invalid` if the file cannot be mapped or is shorter.
  Result<void> follow_offset(const std::string& path);

 private:
  const std::atomic<std::int64_t>* offset_ms_ = nullptr;  // in the mapped file
  std::atomic<bool> agreed_{false};
  std::atomic<std::int64_t> steady_to_wall_ms_{0};  // if agreed_: to be added to the steady clock
};

// From the kernel (getrandom), some hundred bytes at a time and thread: fit for secrets. Numbers that were given out are wiped.
class SystemRandom final : public Random {
 public:
  std::uint64_t next() override;
};

}  // namespace gh::executors

#include "platform/executors/system.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <exception>
#include <utility>

namespace gh::executors {
namespace {

// getrandom fills up to 256 bytes in one uninterrupted piece (getrandom(2)).
constexpr std::size_t reserve_numbers = 256 / sizeof(std::uint64_t);

struct Reserve {
  std::array<std::uint64_t, reserve_numbers> numbers{};
  std::size_t left = 0;

  void refill() {
    for (;;) {
      const auto got = ::getrandom(numbers.data(), sizeof numbers, 0);
      if (got == static_cast<ssize_t>(sizeof numbers)) break;
      // Without randomness no secret can be made: nothing may go on.
      if (got >= 0 || errno != EINTR) std::terminate();
    }
    left = numbers.size();
  }
};

}  // namespace

Timestamp SystemClock::now() const {
  return {std::chrono::duration_cast<Milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::uint64_t SystemRandom::next() {
  thread_local Reserve reserve;
  if (reserve.left == 0) reserve.refill();
  return std::exchange(reserve.numbers[--reserve.left], 0);
}

}  // namespace gh::executors

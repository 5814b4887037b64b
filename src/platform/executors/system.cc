#include "platform/executors/system.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <exception>
#include <numeric>
#include <utility>

#include "base/errors.h"

namespace gh::executors {
namespace {

using Offset = std::atomic<std::int64_t>;
static_assert(Offset::is_always_lock_free && sizeof(Offset) == sizeof(std::int64_t) && std::endian::native == std::endian::little);

template <class Time>
std::int64_t ms_of(Time time) {
  return std::chrono::floor<Milliseconds>(time.time_since_epoch()).count();
}

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

SystemClock::~SystemClock() {
  if (offset_ms_ != nullptr) ::munmap(const_cast<Offset*>(offset_ms_), sizeof(Offset));
}

Timestamp SystemClock::now() const {
  const auto ms = agreed_.load(std::memory_order_acquire)
                      ? ms_of(std::chrono::steady_clock::now()) + steady_to_wall_ms_.load(std::memory_order_relaxed)
                      : ms_of(std::chrono::system_clock::now());
  return {offset_ms_ == nullptr ? ms : ms + offset_ms_->load(std::memory_order_relaxed)};
}

void SystemClock::agree(Timestamp shown, std::chrono::steady_clock::time_point asked) {
  const auto least = shown.ms - ms_of(std::chrono::steady_clock::now());
  const auto most = std::max(least, shown.ms + 1 - ms_of(asked));  // a clock that shows whole milliseconds may be nearly one further
  const auto before = steady_to_wall_ms_.load(std::memory_order_relaxed);
  steady_to_wall_ms_.store(agreed_ ? std::clamp(before, least, most) : std::midpoint(least, most), std::memory_order_relaxed);
  agreed_.store(true, std::memory_order_release);
}

Milliseconds SystemClock::own_ahead() const {
  if (!agreed_.load(std::memory_order_acquire)) return {};
  const auto agreed = ms_of(std::chrono::steady_clock::now()) + steady_to_wall_ms_.load(std::memory_order_relaxed);
  return Milliseconds(ms_of(std::chrono::system_clock::now()) - agreed);
}

Result<void> SystemClock::follow_offset(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status{};
  const bool usable = fd >= 0 && ::fstat(fd, &status) == 0 && status.st_size >= static_cast<off_t>(sizeof(Offset));
  void* mapped = usable ? ::mmap(nullptr, sizeof(Offset), PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
  if (fd >= 0) ::close(fd);
  if (mapped == MAP_FAILED) return fail(errors::invalid, path + " is not a readable file of at least 8 bytes");
  offset_ms_ = static_cast<const Offset*>(mapped);
  return {};
}

std::uint64_t SystemRandom::next() {
  thread_local Reserve reserve;
  if (reserve.left == 0) reserve.refill();
  return std::exchange(reserve.numbers[--reserve.left], 0);
}

}  // namespace gh::executors

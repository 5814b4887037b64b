// Counter, Gauge, Histogram: what the hot path touches. Made by a Registry (registry.h), which owns them; callable from any thread.
//
// No locks and no look-ups: relaxed atomics, in as many copies as threads seldom exceed, so that cores do not fight for one cache
// line. The copies are added up when somebody reads them.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace gh::metrics {

namespace detail {
inline constexpr std::size_t shards = 4;  // threads beyond that share; right all the same, only slower
inline std::size_t shard_of_this_thread() {
  static std::atomic<std::size_t> threads = 0;
  thread_local const std::size_t shard = threads.fetch_add(1, std::memory_order_relaxed) % shards;
  return shard;
}
struct alignas(64) Cell {
  std::atomic<std::uint64_t> value{0};
};
}  // namespace detail

// Only grows.
class Counter {
 public:
  void add(std::uint64_t n = 1) { cells_[detail::shard_of_this_thread()].value.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const {
    std::uint64_t sum = 0;
    for (const auto& cell : cells_) sum += cell.value.load(std::memory_order_relaxed);
    return sum;
  }

 private:
  std::array<detail::Cell, detail::shards> cells_;
};

// Goes up and down.
class Gauge {
 public:
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  void subtract(std::int64_t n = 1) { value_.fetch_sub(n, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

// What a histogram counts: durations (kept in nanoseconds, shown in seconds) or plain numbers (bytes, items).
enum class Unit { seconds, plain };

class Histogram {
 public:
  // bounds: upper ends of the buckets in the shown unit, ascending.
  Histogram(Unit unit, const std::vector<double>& bounds);

  void observe(std::chrono::nanoseconds duration) { record(duration.count() < 0 ? 0 : static_cast<std::uint64_t>(duration.count())); }
  void observe(std::uint64_t value) { record(value); }

  struct Snapshot {
    std::vector<std::uint64_t> cumulative;  // one per bound, then everything
    double sum = 0;                         // in the shown unit
  };
  Snapshot snapshot() const;
  Unit unit() const { return unit_; }

 private:
  void record(std::uint64_t raw) {
    std::size_t bucket = 0;
    while (bucket < bounds_.size() && raw > bounds_[bucket]) ++bucket;
    auto* const shard = cells_.get() + detail::shard_of_this_thread() * stride_;
    shard[bucket].fetch_add(1, std::memory_order_relaxed);
    shard[bounds_.size() + 1].fetch_add(raw, std::memory_order_relaxed);
  }

  const Unit unit_;
  std::vector<std::uint64_t> bounds_;
  std::size_t stride_;  // of a shard: the buckets, the one above all bounds, the sum; whole cache lines
  std::unique_ptr<std::atomic<std::uint64_t>[]> cells_;
};

}  // namespace gh::metrics

#include "platform/metrics/metrics.h"

#include <cmath>

namespace gh::metrics {
namespace {

constexpr std::size_t line = 64 / sizeof(std::uint64_t);
double raw_per_shown(Unit unit) { return unit == Unit::seconds ? 1e9 : 1; }

}  // namespace

Histogram::Histogram(Unit unit, const std::vector<double>& bounds)
    : unit_(unit),
      stride_((bounds.size() + 2 + line - 1) / line * line),
      cells_(new std::atomic<std::uint64_t>[stride_ * detail::shards]()) {
  for (const double bound : bounds) bounds_.push_back(static_cast<std::uint64_t>(std::llround(bound * raw_per_shown(unit))));
}

Histogram::Snapshot Histogram::snapshot() const {
  Snapshot result;
  result.cumulative.resize(bounds_.size() + 1);
  std::uint64_t sum = 0;
  for (std::size_t shard = 0; shard < detail::shards; ++shard) {
    const auto* const cells = cells_.get() + shard * stride_;
    for (std::size_t i = 0; i < result.cumulative.size(); ++i) result.cumulative[i] += cells[i].load(std::memory_order_relaxed);
    sum += cells[bounds_.size() + 1].load(std::memory_order_relaxed);
  }
  for (std::size_t i = 1; i < result.cumulative.size(); ++i) result.cumulative[i] += result.cumulative[i - 1];
  result.sum = static_cast<double>(sum) / raw_per_shown(unit_);
  return result;
}

}  // namespace gh::metrics

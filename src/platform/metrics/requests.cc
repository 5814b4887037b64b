#include "platform/metrics/requests.h"

namespace gh::metrics {
namespace {

// 0.4 s is the promise of the service: the share below it must be readable without interpolation.
const std::vector<double> bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5};

}  // namespace

Histogram& RequestTimes::Route::make(std::size_t at) {
  auto& series =
      registry_.histogram("http_request_duration_seconds", "Time from the last byte of a request to the last byte of its answer.",
                          Unit::seconds, bounds, {{"route", path_}, {"method", method_}, {"status", std::to_string(at + status_min)}});
  by_status_[at].store(&series, std::memory_order_release);
  return series;
}

}  // namespace gh::metrics

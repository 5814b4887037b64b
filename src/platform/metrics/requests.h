// RequestTimes: http_request_duration_seconds by route template, method and status.
//
// A route asks once for its handle and records with it: no look-up and no lock per request, except for the first one with a status.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <string>
#include <string_view>

#include "platform/metrics/registry.h"

namespace gh::metrics {

class RequestTimes {
 public:
  class Route {
   public:
    Route(Registry& registry, std::string method, std::string path)
        : registry_(registry), method_(std::move(method)), path_(std::move(path)) {}
    // Any thread. A status outside 100 … 599 counts as 500.
    void observe(int status, std::chrono::nanoseconds duration) {
      const auto at = static_cast<std::size_t>(status >= status_min && status <= status_max ? status - status_min : 500 - status_min);
      auto* series = by_status_[at].load(std::memory_order_acquire);
      if (series == nullptr) series = &make(at);
      series->observe(duration);
    }

   private:
    Histogram& make(std::size_t at);

    Registry& registry_;
    const std::string method_;
    const std::string path_;
    std::array<std::atomic<Histogram*>, 500> by_status_{};
  };

  explicit RequestTimes(Registry& registry) : registry_(registry) {}
  // path: the template ("/api/v1/products/{slug}"), never what a client sent. At start, by one thread; lives as long as this.
  Route& route(std::string method, std::string path) { return routes_.emplace_back(registry_, std::move(method), std::move(path)); }

 private:
  static constexpr int status_min = 100;
  static constexpr int status_max = 599;

  Registry& registry_;
  std::deque<Route> routes_;
};

}  // namespace gh::metrics

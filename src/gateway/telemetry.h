// Telemetry: the gateway's metrics, with one handle per route made at start, so that counting a request is a few relaxed additions.
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>

#include "gateway/middleware/rate_gate.h"
#include "net/http.h"

namespace gh::metrics {
class Registry;
}

namespace gh::gateway {

class RouteTable;

class Telemetry {
 public:
  class Stopwatch {
   public:
    std::chrono::nanoseconds elapsed() const { return std::chrono::steady_clock::now() - started_; }

   private:
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  };

  Telemetry(metrics::Registry& registry, const RouteTable& table);
  ~Telemetry();

  void answered(std::size_t route_index, int status, const Stopwatch& watch);
  // What the gateway or the server turned away before a route was asked.
  void refused(int status);
  void rate_counted(RateGroup group, RateGate::Outcome outcome);

 private:
  struct Meters;
  std::unique_ptr<Meters> meters_;
};

}  // namespace gh::gateway

#include "gateway/telemetry.h"

#include <string>
#include <vector>

#include "gateway/method.h"
#include "gateway/route_table.h"
#include "platform/metrics/requests.h"

namespace gh::gateway {

struct Telemetry::Meters {
  metrics::RequestTimes times;
  std::vector<metrics::RequestTimes::Route*> by_route;
  std::vector<metrics::Counter*> refused;  // by class of status: 4xx, 5xx
  std::array<std::array<metrics::Counter*, RateGate::outcome_names.size()>, rate_groups> rates;
};

Telemetry::Telemetry(metrics::Registry& registry, const RouteTable& table)
    : meters_(std::make_unique<Meters>(metrics::RequestTimes(registry))) {
  for (const auto& route : table.routes()) {
    meters_->by_route.push_back(&meters_->times.route(std::string(method_name(route->spec.method)), route->spec.path));
  }
  for (const char* kind : {"4xx", "5xx"}) {
    meters_->refused.push_back(
        &registry.counter("http_requests_refused_total", "Requests that were turned away before a route was asked.", {{"status", kind}}));
  }
  for (std::size_t group = 0; group < rate_groups; ++group) {
    for (std::size_t outcome = 0; outcome < RateGate::outcome_names.size(); ++outcome)
      meters_->rates[group][outcome] =
          &registry.counter("rate_limit_requests_total", "Requests of groups with a rate limit, by what became of them.",
                            {{"group", std::string(rate_group_names[group])}, {"outcome", std::string(RateGate::outcome_names[outcome])}});
  }
}

Telemetry::~Telemetry() = default;

void Telemetry::answered(std::size_t route_index, int status, const Stopwatch& watch) {
  if (route_index < meters_->by_route.size()) meters_->by_route[route_index]->observe(status, watch.elapsed());
}

void Telemetry::rate_counted(RateGroup group, RateGate::Outcome outcome) {
  meters_->rates[static_cast<std::size_t>(group)][static_cast<std::size_t>(outcome)]->add();
}

void Telemetry::refused(int status) { meters_->refused[status >= 500 ? 1 : 0]->add(); }

}  // namespace gh::gateway

// The naming conventions of Prometheus (prometheus.io/docs/practices/naming), as `promtool check metrics` enforces them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "platform/metrics/registry.h"

namespace gh::metrics {

// What is wrong; empty if nothing is.
std::string broken_rule(Type type, std::string_view name, std::string_view help, const std::vector<std::string>& labels);

}  // namespace gh::metrics

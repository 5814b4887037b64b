#pragma once
#include <functional>
#include <string>
#include <vector>

#include "contexts/operations/service.h"
#include "gateway/route_table.h"
#include "platform/ports/tasks.h"

namespace gh::gateway {

// A setting as the program has it in force.
struct SettingView {
  std::string key;
  std::string value;  // of a secret: a mask
  std::string initial;
  std::string allowed;
  std::string description;
  std::string source;  // "default", "environment …", "flag …", a file and line
};
BOOST_DESCRIBE_STRUCT(SettingView, (), (key, value, initial, allowed, description, source))

inline constexpr std::string_view doctor_kind = "shop.examine";
inline constexpr std::string_view rebuild_kind = "search.rebuild";

// What whoever runs the shop needs besides the contexts: queues, dead tasks, settings, the doctor, the search index.
void admin_routes(RouteTable& table, ports::Tasks& tasks, operations::Service& operations, std::vector<SettingView> settings);

}  // namespace gh::gateway

// `greenharvest admin config`.
#include <cstdio>

#include <fmt/format.h>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/settings.h"

namespace gh::app {

int command_config(const Start& start) {
  auto config = load_config(start.config_file, start.flags);
  if (!config) {
    fmt::print(stderr, "greenharvest: {}\n", config.error().detail());
    return 2;
  }
  declare_settings(*config);
  if (const auto checked = config->check(); !checked) {
    fmt::print(stderr, "greenharvest: {}\n", checked.error().detail());
    return 2;
  }
  fmt::print("{}", config->show());
  return 0;
}

}  // namespace gh::app

// What every command does around its work: settings, the log, the last word about an error.
#pragma once
#include <functional>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/settings.h"

namespace gh::app {

// Exit status: 0, 1 if work fails (its error is printed), 2 if the settings are wrong (each problem is printed).
int with_settings(const Start& start, const std::function<Result<void>(const Settings&)>& work);

void flush_log();

}  // namespace gh::app

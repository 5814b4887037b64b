#include "apps/greenharvest/logging.h"

#include <cstdio>

#include "platform/executors/system.h"
#include "platform/json/json.h"
#include "platform/log/logger.h"

namespace gh::app {
namespace {

log::Logger* current_logger = nullptr;  // set for the time of with_settings, by the main thread

log::Level level_of(const std::string& name) {
  static constexpr std::pair<std::string_view, log::Level> levels[] = {
      {"debug", log::Level::debug}, {"info", log::Level::info}, {"warn", log::Level::warn}, {"error", log::Level::error}};
  for (const auto& [text, level] : levels) {
    if (text == name) return level;
  }
  return log::Level::info;
}

void print(const Error& error) {
  fmt::print(stderr, "greenharvest: {}\n", error.detail().empty() ? error.kind().title : std::string_view(error.detail()));
}

}  // namespace

void flush_log() {
  if (current_logger != nullptr) current_logger->flush();
}

int with_settings(const Start& start, const std::function<Result<void>(const Settings&)>& work) {
  auto config = load_config(start.config_file, start.flags);
  if (!config) {
    print(config.error());
    return 2;
  }
  const auto settings = declare_settings(*config);
  if (const auto checked = config->check(); !checked) {
    print(checked.error());
    return 2;
  }
  const executors::SystemClock clock;
  auto options = log::Logger::options_for(2, level_of(settings.log_level));
  if (settings.log_format != "auto") options.form = settings.log_format == "json" ? log::Form::json : log::Form::readable;
  log::Logger logger(options, clock);
  current_logger = &logger;
  const auto done = work(settings);
  logger.flush();
  current_logger = nullptr;
  if (done) return 0;
  print(done.error());
  return 1;
}

}  // namespace gh::app

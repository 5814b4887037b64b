// `greenharvest admin import farms FILE`.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/logging.h"
#include "apps/greenharvest/shop.h"
#include "base/errors.h"
#include "contexts/farmers/directory_import.h"
#include "platform/json/json.h"

namespace gh::app {
namespace {

constexpr std::size_t read_bytes = std::size_t{64} * 1024;
constexpr int bar_width = 30;

void show_progress(const farmers::ImportProgress& progress) {
  if (isatty(STDERR_FILENO) == 0) return;
  const auto total = std::max<std::int64_t>(progress.bytes_total, 1);
  const auto filled = static_cast<int>(progress.bytes * bar_width / total);
  fmt::print(stderr, "\r[{:<{}}] {:3}% {} rows", std::string(static_cast<std::size_t>(filled), '#'), bar_width,
             progress.bytes * 100 / total, progress.rows);
  std::fflush(stderr);
}

void show(const farmers::ImportSummary& summary) {
  if (isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r{:<60}\r", "");
  for (const auto& finding : summary.findings) {
    fmt::print("line {}: {}: {}: {}\n", finding.line, json::enum_name(finding.outcome), finding.field.empty() ? "row" : finding.field,
               finding.detail);
  }
  if (summary.findings_left_out > 0) fmt::print("and {} further findings\n", summary.findings_left_out);
  fmt::print(
      "{} rows: {} farms new, {} updated, {} unchanged, {} kept as their owners have them; {} rows of other kinds skipped; {} refused, {} "
      "repaired\n",
      summary.rows, summary.farms_new, summary.farms_updated, summary.farms_unchanged, summary.farms_kept, summary.markets_skipped,
      summary.count(farmers::Outcome::refused), summary.count(farmers::Outcome::repaired));
}

}  // namespace

int command_import_farms(const Start& start, const std::string& path) {
  return with_settings(start, [&path](const Settings& settings) -> Result<void> {
    GH_TRY(const auto shop, Shop::open(settings));
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(errors::not_found, fmt::format("{} cannot be read", path));
    const auto source = [&file]() -> Result<std::string> {
      std::string bytes(read_bytes, '\0');
      file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      bytes.resize(static_cast<std::size_t>(file.gcount()));
      return bytes;
    };
    farmers::DirectoryImport import(*shop->documents, shop->clock);
    executors::EventLoop loop;
    GH_TRY(const auto summary,
           loop.run_until_complete(import.run(source, static_cast<std::int64_t>(std::filesystem::file_size(path)), show_progress)));
    show(summary);
    return {};
  });
}

}  // namespace gh::app

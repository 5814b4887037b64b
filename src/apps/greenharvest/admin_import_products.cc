// `greenharvest admin import products FILE --farm SLUG`, and `admin export products --farm SLUG`.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/logging.h"
#include "apps/greenharvest/shop.h"
#include "base/errors.h"
#include "contexts/catalog/table_reader.h"
#include "platform/json/json.h"

namespace gh::app {
namespace {

using product_import::Mode;
using product_import::ProductImport;

constexpr std::size_t table_read_bytes = std::size_t{64} * 1024;
constexpr std::size_t issues_shown_max = 1000;

struct Summary {
  std::map<std::string, std::int64_t> products;  // by outcome
  std::size_t issues = 0;
};

void show(const std::vector<product_import::Taken>& taken, Mode mode, Summary& summary) {
  for (const auto& one : taken) {
    ++summary.products[std::string(json::enum_name(one.outcome))];
    if (mode == Mode::preview && one.outcome != catalog::RowOutcome::error)
      for (const auto& row : one.product.rows) fmt::print("line {}: {}\n", row.line, json::enum_name(one.outcome));
    for (const auto& issue : one.issues) {
      if (++summary.issues > issues_shown_max) continue;
      const auto value = issue.value.empty() ? "" : fmt::format(" It is {}.", json::escape(issue.value));
      fmt::print("line {}: error: {}: {}{}\n", issue.line, issue.column.empty() ? "row" : issue.column, issue.reason, value);
    }
  }
}

void show_progress(std::size_t rows, std::int64_t bytes, std::int64_t bytes_total) {
  if (isatty(STDERR_FILENO) == 0) return;
  fmt::print(stderr, "\r{:3}% {} rows", bytes * 100 / std::max<std::int64_t>(bytes_total, 1), rows);
  std::fflush(stderr);
}

// The file as it comes in: what is in memory is one piece of it and the products that are written together.
Task<Result<Summary>> take_file(const ProductImport& import, farmers::Farm farm, std::ifstream& file, std::int64_t bytes_total, Mode mode) {
  catalog::TableReader reader;
  Summary summary;
  std::vector<catalog::TablePiece> pieces;
  std::int64_t bytes = 0;
  for (bool more = true; more;) {
    std::string read(table_read_bytes, '\0');
    file.read(read.data(), static_cast<std::streamsize>(read.size()));
    read.resize(static_cast<std::size_t>(file.gcount()));
    more = !read.empty();
    bytes += static_cast<std::int64_t>(read.size());
    if (more)
      reader.feed(read);
    else
      reader.end();
    for (;;) {
      GH_CO_TRY(auto piece, reader.next());
      const bool last = !piece && !more;
      const bool ended = !piece;
      if (!ended) pieces.push_back(*std::move(piece));
      if (pieces.size() == ProductImport::together_max || (last && !pieces.empty())) {
        GH_CO_TRY(const auto taken, co_await import.take(farm, std::exchange(pieces, {}), mode));
        show(taken, mode, summary);
        show_progress(reader.rows(), bytes, bytes_total);
      }
      if (ended) break;
    }
  }
  co_return summary;
}

void show(const Summary& summary, std::size_t issues_left_out) {
  if (isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r{:<40}\r", "");
  if (issues_left_out > 0) fmt::print("and {} further errors\n", issues_left_out);
  const auto count = [&](const char* outcome) {
    const auto found = summary.products.find(outcome);
    return found == summary.products.end() ? 0 : found->second;
  };
  fmt::print("{} products new, {} changed, {} the same, {} refused\n", count("new"), count("changed"), count("same"), count("error"));
}

}  // namespace

int command_import_products(const Start& start, const ProductsFile& wanted) {
  return with_settings(start, [&wanted](const Settings& settings) -> Result<void> {
    GH_TRY(const auto shop, Shop::open(settings));
    executors::EventLoop loop;
    GH_TRY(auto farm, loop.run_until_complete(shop->farmers->by_slug(wanted.farm, {})));
    std::ifstream file(wanted.path, std::ios::binary);
    if (!file) return fail(errors::not_found, fmt::format("{} cannot be read", wanted.path));
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(wanted.path));
    const auto mode = wanted.preview ? Mode::preview : Mode::run;
    GH_TRY(const auto summary, loop.run_until_complete(take_file(*shop->product_import, std::move(farm), file, size, mode)));
    show(summary, summary.issues > issues_shown_max ? summary.issues - issues_shown_max : 0);
    if (wanted.preview) fmt::print("nothing was written: this was a preview\n");
    return {};
  });
}

int command_export_products(const Start& start, const ProductsFile& wanted) {
  return with_settings(start, [&wanted](const Settings& settings) -> Result<void> {
    GH_TRY(const auto shop, Shop::open(settings));
    executors::EventLoop loop;
    GH_TRY(const auto farm, loop.run_until_complete(shop->farmers->by_slug(wanted.farm, {})));
    product_import::ProductExport products(*shop->catalog, farm.id);
    for (;;) {
      GH_TRY(const auto rows, loop.run_until_complete(products.next()));
      if (rows.empty()) return {};
      fmt::print("{}", rows);
    }
  });
}

}  // namespace gh::app

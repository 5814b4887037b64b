// `greenharvest admin demo`.
#include <fstream>

#include <fmt/format.h>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/demo.h"
#include "apps/greenharvest/logging.h"
#include "base/errors.h"

namespace gh::app {

int command_demo(const Start& start, const DemoOptions& wanted) {
  return with_settings(start, [&wanted](const Settings& settings) -> Result<void> {
    GH_TRY(const auto shop, Shop::open(settings));
    executors::EventLoop loop;
    GH_TRY(const auto summary, loop.run_until_complete(load_demo(*shop, wanted.small)));
    if (summary.was_there) {
      fmt::print("the demo shop is there already\n");
    } else {
      fmt::print("{} farms with {} products, {} orders\n", summary.farms, summary.products, summary.orders);
    }
    if (wanted.products == 0) return {};
    GH_TRY(const auto skus, loop.run_until_complete(generate_products(*shop, wanted.products, wanted.units)));
    fmt::print("{} generated products\n", skus.size());
    if (wanted.sku_file.empty()) return {};
    std::ofstream file(wanted.sku_file);
    for (const auto& sku : skus) file << sku.text() << '\n';
    if (!file.flush()) return fail(errors::internal, fmt::format("{} cannot be written", wanted.sku_file));
    return {};
  });
}

}  // namespace gh::app

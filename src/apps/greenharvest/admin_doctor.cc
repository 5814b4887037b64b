// `greenharvest admin doctor`.
#include <fmt/format.h>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/logging.h"
#include "apps/greenharvest/shop.h"
#include "base/errors.h"
#include "flows/doctor/doctor.h"

namespace gh::app {

int command_doctor(const Start& start, bool settle) {
  return with_settings(start, [settle](const Settings& settings) -> Result<void> {
    GH_TRY(const auto shop, Shop::open(settings));
    executors::EventLoop loop;
    doctor::Options options;
    if (settle) {
      GH_CHECK(loop.run_until_complete(shop->settle(settle_max)));
      options.settled_after = Milliseconds(0);
    }
    const doctor::Doctor examiner(*shop->orders, *shop->inventory, *shop->catalog, *shop->payments, shop->clock, options);
    GH_TRY(const auto report, loop.run_until_complete(examiner.examine()));
    for (const auto& finding : report.findings) fmt::print("{}: {}: {}\n", finding.check, finding.object, finding.detail);
    fmt::print("{} stock items, {} holds, {} sales, {} orders ({} paid, {} in flight), {} payments: {} findings\n", report.items,
               report.holds, report.sales, report.orders, report.paid, report.in_flight, report.payments, report.found);
    if (report.found > 0) return fail(errors::internal, "the books do not fit; see the findings above");
    return {};
  });
}

}  // namespace gh::app

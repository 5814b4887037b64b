#include "flows/alerts/low_stock.h"

#include <fmt/format.h>

#include "platform/json/json.h"

namespace gh::alerts {

Task<Result<void>> LowStock::tell(ports::LeasedTask task) const {
  GH_CO_TRY(const auto event, json::parse_stored<inventory::LowStock>(task.payload));
  GH_CO_TRY(const auto farm, co_await farmers_.get(event.farm));
  if (farm.contact_email.empty()) co_return Result<void>{};
  GH_CO_TRY(const auto product, co_await catalog_.find(event.sku.product()));
  const std::string title = product ? product->title : event.sku.text();
  ports::Message message;
  message.id = task.id;
  message.to = farm.contact_email;
  message.subject = fmt::format("Low stock: {}", title);
  message.text = fmt::format(
      "Dear {},\n\n{} ({}) is down to {}; you asked to be told at {}.\n"
      "You will hear of it again only after it has been restocked and falls once more.\n\nGreenHarvest\n",
      farm.name, title, event.sku.text(), to_string(event.on_hand), to_string(event.threshold));
  co_return co_await mail_.send(std::move(message));
}

}  // namespace gh::alerts

#include "flows/quote/line_changes.h"

#include "platform/json/json.h"

namespace gh::quote {

bool sold_in(const catalog::SellableVariant& offer, Quantity quantity) {
  return quantity.milli > 0 && quantity >= offer.min_quantity && (offer.step.milli <= 0 || quantity.milli % offer.step.milli == 0);
}

std::optional<LineChange> compare(const orders::CartLine& line, const catalog::SellableVariant& offer, Money unit_price,
                                  const inventory::Availability& stock) {
  LineChange change;
  change.sku = line.sku;
  change.quantity = line.quantity;
  if (!offer.on_sale) {
    change.reason = ChangeReason::not_on_sale;
    change.available = Quantity{};
    return change;
  }
  change.seen_unit_price = line.unit_price;
  change.unit_price = unit_price;
  change.available = stock.available;
  if (stock.available < line.quantity) {
    change.reason = ChangeReason::not_enough;
  } else if (unit_price != line.unit_price) {
    change.reason = ChangeReason::price_changed;
  } else if (!sold_in(offer, line.quantity)) {
    change.reason = ChangeReason::quantity_not_sold;
  } else {
    return std::nullopt;
  }
  return change;
}

Error changed(const ErrorKind& kind, const std::vector<LineChange>& changes) {
  return Error(kind).extend("changes", json::to_string(changes));
}

}  // namespace gh::quote

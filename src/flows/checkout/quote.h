// Quote: a cart against what the catalog and the stock say now. Pure.
#pragma once
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/inventory/service.h"
#include "contexts/orders/types.h"

namespace gh::checkout {

enum class ChangeReason { price_changed, not_on_sale, not_enough, quantity_not_sold };
BOOST_DESCRIBE_ENUM(ChangeReason, price_changed, not_on_sale, not_enough, quantity_not_sold)

// One line that is not what the buyer saw: a member of the extension `changes`.
struct LineChange {
  Sku sku;
  ChangeReason reason = ChangeReason::price_changed;
  std::optional<Money> seen_unit_price;
  std::optional<Money> unit_price;  // now
  Quantity quantity;                // wanted
  std::optional<Quantity> available;
};
BOOST_DESCRIBE_STRUCT(LineChange, (), (sku, reason, seen_unit_price, unit_price, quantity, available))

// offers and stock: one per line of the cart, in their order. The order's lines as a snapshot of the offers, or cart_changed with
// `changes` and, where it can be told, the new `total`.
Result<std::vector<orders::OrderLine>> quote(const orders::Cart& cart, const std::vector<catalog::SellableVariant>& offers,
                                             const std::vector<inventory::Availability>& stock);

// cart_changed or sold_out with the extension `changes`.
Error changed(const ErrorKind& kind, const std::vector<LineChange>& changes);

}  // namespace gh::checkout

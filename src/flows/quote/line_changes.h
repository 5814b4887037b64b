// What has changed since the buyer saw the cart, line by line. Pure.
#pragma once
#include <optional>
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/inventory/service.h"
#include "contexts/orders/types.h"

namespace gh::quote {

enum class ChangeReason { price_changed, not_on_sale, not_enough, quantity_not_sold, coupon_used_up, window_full };
BOOST_DESCRIBE_ENUM(ChangeReason, price_changed, not_on_sale, not_enough, quantity_not_sold, coupon_used_up, window_full)

// One thing that is not what the buyer saw: a member of the extension `changes`.
struct LineChange {
  Sku sku;
  ChangeReason reason = ChangeReason::price_changed;
  std::optional<std::string> name;  // of a coupon or window
  std::optional<Money> seen_unit_price;
  std::optional<Money> unit_price;  // now
  Quantity quantity;                // wanted
  std::optional<Quantity> available;
};
BOOST_DESCRIBE_STRUCT(LineChange, (), (sku, reason, name, seen_unit_price, unit_price, quantity, available))

// unit_price: what one pack costs now.
std::optional<LineChange> compare(const orders::CartLine& line, const catalog::SellableVariant& offer, Money unit_price,
                                  const inventory::Availability& stock);
// Whether the variant is sold in this quantity.
bool sold_in(const catalog::SellableVariant& offer, Quantity quantity);

// cart_changed or sold_out with the extension `changes`.
Error changed(const ErrorKind& kind, const std::vector<LineChange>& changes);

}  // namespace gh::quote

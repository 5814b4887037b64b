// The rules of a cart: pure functions over the stored form.
#pragma once
#include <functional>

#include "base/error.h"
#include "contexts/orders/cart_types.h"

namespace gh::orders {

// A new line, or the quantity of the present one; quantity 0 removes it (and remembers it among the removed). Errors: cart_full,
// quantity_not_sold.
Result<void> put_line(Cart&, CartLine, Timestamp now);

// Adds packs to what is there of a sku. line_of: the line for that many packs in all, as it is sold now. An addition that is remembered
// (the newest additions_remembered are) changes nothing. Errors: line_of's, put_line's; quantity_not_sold (nothing to add);
// idempotency_key_reused (for another addition).
using LineOf = std::function<Result<CartLine>(Quantity in_all)>;
Result<void> add_line(Cart&, const Addition&, const LineOf& line_of, Timestamp now);

// Adds what another cart has: quantities of one sku are added up to line_quantity_max, lines that find no room are left out; codes, notes,
// choices and the address only where this one has none. The same cart a second time changes nothing.
void merge(Cart& into, const Cart& from, Timestamp now);

// code: in its normal form. Again is no second one. Errors: too_many_codes.
Result<void> put_code(Cart&, const std::string& code, Timestamp now);
void remove_code(Cart&, const std::string& code, Timestamp now);

// What is given replaces what was. Errors: invalid (a farm twice, or one that nothing of is in the cart).
struct CartChoices {
  std::optional<DeliveryAddress> address;
  std::optional<std::vector<DeliveryChoice>> deliveries;
};
Result<void> choose(Cart&, CartChoices, Timestamp now);

}  // namespace gh::orders

// The rules of an order: pure functions over the stored form. No I/O, no clock of their own.
#pragma once
#include "base/error.h"
#include "contexts/orders/cart.h"
#include "contexts/orders/journal.h"
#include "contexts/orders/types.h"

namespace gh::orders {

struct Draft {
  OrderId id;
  PaymentIntentId intent;
  std::optional<UserId> buyer;
  CartId cart;
  Contact contact;
  std::optional<Replaces> replaces{};
  std::vector<OrderLine> lines;   // with their prices, without totals and lots
  std::vector<Part> parts;        // one per farm of the lines, with their fees; none: without delivery
  std::vector<Booking> bookings;  // what is held with the goods
  std::string body_hash;
  Timestamp deadline;
  Timestamp look_at;
};

// The order with its totals, parts and first event. Errors: cart_empty, cart_full, too_many_farms, bad_quantity, mixed_currencies,
// total_out_of_range.
// Totals are sums of what the lines and parts say of their prices: prices.h.
Result<Order> place(Draft draft, const Cause& cause);

// Each appends one event and changes the status by the table, or fails with illegal_transition and leaves the order as it was.
// A first answer that was not given yet is fixed by them.
Result<void> mark_paid(Order&, std::vector<std::vector<LotShare>> lots_of_lines, const Cause&);
Result<void> mark_sold_out(Order&, std::vector<Shortage>, const Cause&);
Result<void> mark_declined(Order&, const std::string& decline_code, const Cause&);
Result<void> mark_action_required(Order&, const std::string& next_action, Timestamp deadline, const Cause&);
Result<void> mark_unanswered(Order&, Timestamp look_at, const Cause&);
// All of it, unpaid or before anybody has begun to pack. From paid everything that is left is refunded (refunds.h); look_at says when the
// sweeper makes sure of it.
Result<void> mark_cancelled(Order&, const std::string& reason, Timestamp look_at, const Cause&);

// The order as it was when its answer was fixed: the same for ever, whatever happened to it since. Order::answer.kind must not be none.
Order as_answered(const Order&);

}  // namespace gh::orders

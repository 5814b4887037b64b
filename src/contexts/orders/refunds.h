// The rules of giving back: what k of n packs cost, who may still get how much, and how it is recorded. Pure functions.
//
// A refund is in the order before the provider is asked (status due) and becomes done when the provider has said so; it is what the
// quantities that are left, the money and the stock that went back are all counted from.
#pragma once
#include <string>
#include <vector>

#include "base/error.h"
#include "contexts/orders/journal.h"

namespace gh::orders {

struct LineBack {
  Quantity quantity;
  Money amount;
};

// Of a line, what all refunds so far gave back.
LineBack given_back(const Order&, const OrderLine&);
// Packs of a line that nobody has been given back.
Quantity left_of(const Order&, const OrderLine&);
// The sum of the refunds in this status.
Money refunds_sum(const Order&, RefundStatus);
const Refund* find_refund(const Order&, const RefundId&);

struct GiveBack {
  RefundId id;  // of the intention: the same again is the same refund
  FarmId farm;
  std::vector<LineQuantity> lines;
  bool restock = false;  // the goods go back to the lots that they came from
  RefundReason reason = RefundReason::cancelled_by_buyer;
  std::string text;
};

// k of n packs: round_half_even(line_total x (k + given back before) / n) less the money that was given back before, so that the refunds
// of all packs together are the line's cents. The delivery fee goes along with the last pack of a part that has not been shipped.
// Errors: not_found (no such part), line_unknown, not_left (pointers name the line), too_many_refunds.
Result<Refund> quote_refund(const Order&, const GiveBack&, const Cause&);

// Each records the refund with its event, and sets look_at for the sweeper; nothing if the refund is there already. Errors: those of
// quote_refund, illegal_transition.
// Before it is delivered: lines of a part; with its last pack the part is cancelled.
Result<void> cancel_lines(Order&, const GiveBack&, Timestamp look_at, const Cause&);
// After it is delivered: the goods came back; with its last pack the part is returned.
Result<void> return_lines(Order&, const GiveBack&, Timestamp look_at, const Cause&);
// Money for a complaint; the goods stay where they are. The event is the complaint's (complaints.h).
Result<Refund> add_refund(Order&, const GiveBack&, Timestamp look_at, const Cause&);
// Everything that is left of all parts, while nobody has begun to pack.
Result<void> cancel_all(Order&, const std::string& reason, Timestamp look_at, const Cause&);
// The provider says that an order which was ended unpaid is paid after all: all of it goes back.
Result<void> mark_refund_owed(Order&, Timestamp look_at, const Cause&);
// The provider has given it back.
Result<void> mark_refunded(Order&, const RefundId&, const Cause&);

// Documents that owe a refund from before there were several: the one refund of the whole payment.
void ensure_refunds(Order&);

}  // namespace gh::orders

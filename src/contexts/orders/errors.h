#pragma once
#include "base/error.h"

namespace gh::orders::errors {

// Extensions: changes [{sku, reason, seen_unit_price, unit_price, quantity, available}], total.
inline constexpr ErrorKind cart_changed{40960, "cart_changed",
                                        "Something in the cart has changed since the buyer saw it; nothing was ordered."};
// Extensions: order, changes [{sku, reason, quantity, available}].
inline constexpr ErrorKind sold_out{40961, "sold_out", "Others were faster: there is not enough left; nothing was charged."};
// Extensions: status, legal [statuses].
inline constexpr ErrorKind illegal_transition{40962, "illegal_transition", "The order's status does not allow this."};
inline constexpr ErrorKind cart_ordered{40963, "cart_already_ordered", "This cart has been ordered already."};
// Extension: order.
inline constexpr ErrorKind order_cancelled{40964, "order_cancelled", "The order was cancelled before it was paid; nothing was charged."};
inline constexpr ErrorKind order_busy{40965, "in_progress", "This order is being worked on; ask again in a moment."};
inline constexpr ErrorKind idempotency_key_reused{42260, "idempotency_key_reused", "This Idempotency-Key was used with another body."};
inline constexpr ErrorKind cart_empty{42261, "cart_empty", "There is nothing in the cart."};
inline constexpr ErrorKind cart_full{42262, "cart_full", "The cart has no room for another line."};
inline constexpr ErrorKind mixed_currencies{42263, "mixed_currencies", "The lines of one order must have one currency."};
inline constexpr ErrorKind total_out_of_range{42264, "total_out_of_range", "The order's total is not an amount that can be paid."};
inline constexpr ErrorKind bad_quantity{42265, "quantity_not_sold", "This is not sold in this quantity."};
inline constexpr ErrorKind not_for_sale{42266, "not_for_sale", "This is not for sale."};
inline constexpr ErrorKind too_many_codes{42267, "too_many_codes", "A cart takes five codes."};
// Extension: farms [{farm, subtotal, minimum, missing}].
inline constexpr ErrorKind below_minimum_order{42268, "below_minimum_order", "A farm of this cart asks for a larger order."};
inline constexpr ErrorKind too_many_refunds{40974, "too_many_refunds", "The order has as many refunds as one order can have."};
// Extension: until.
inline constexpr ErrorKind complaint_too_late{40975, "complaint_too_late", "The time in which this could be complained about is over."};
// Extensions: current, legal.
inline constexpr ErrorKind illegal_complaint{40976, "illegal_complaint", "The complaint's status does not allow this."};
inline constexpr ErrorKind too_many_complaints{40977, "too_many_complaints", "The order has as many complaints as one order can have."};
inline constexpr ErrorKind too_many_notes{40978, "too_many_notes", "The order has as many notes as one order can have."};
inline constexpr ErrorKind too_many_farms{42274, "too_many_farms", "The order has lines of more farms than one order can have."};
inline constexpr ErrorKind line_unknown{42275, "line_unknown", "The order has no such line here, or it is named twice."};
// Extension: left.
inline constexpr ErrorKind not_left{42276, "not_left", "Less of this line is left than that."};
inline constexpr ErrorKind chain_broken{50060, "event_chain_broken", "The order's events do not prove themselves."};

inline constexpr const ErrorKind* all[] = {
    &cart_changed,           &sold_out,         &illegal_transition, &cart_ordered,      &order_cancelled,     &order_busy,
    &idempotency_key_reused, &too_many_refunds, &complaint_too_late, &illegal_complaint, &too_many_complaints, &too_many_notes,
    &too_many_farms,         &line_unknown,     &not_left,           &cart_empty,        &cart_full,           &mixed_currencies,
    &total_out_of_range,     &bad_quantity,     &not_for_sale,       &chain_broken,      &too_many_codes,      &below_minimum_order};

}  // namespace gh::orders::errors

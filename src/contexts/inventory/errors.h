// The rows of the error list that belong to stock.
#pragma once
#include "base/error.h"

namespace gh::inventory::errors {

// Extensions: sku, requested, available.
inline constexpr ErrorKind insufficient_stock{40950, "insufficient_stock", "There is not enough of this left."};
// Extensions: held. Units that open orders have been promised cannot be taken away.
inline constexpr ErrorKind stock_is_held{40951, "stock_is_held", "Open orders hold more of this lot than would be left."};
inline constexpr ErrorKind hold_voided{40952, "hold_voided", "The order's hold on this item was given back."};
inline constexpr ErrorKind hold_posted{40953, "hold_posted", "The order's hold on this item has become a sale."};
inline constexpr ErrorKind hold_differs{40954, "hold_differs", "The order holds another quantity of this item already."};
inline constexpr ErrorKind hold_too_late{40955, "hold_too_late", "The order is too old to take stock for it now."};
inline constexpr ErrorKind stock_item_full{40956, "stock_item_full", "This item has too many lots or open orders."};
inline constexpr ErrorKind lot_differs{40957, "lot_differs", "There is another lot with this id or code."};
inline constexpr ErrorKind stock_item_kind{40958, "stock_item_kind", "This item is of the other kind: goods have lots, places a capacity."};
inline constexpr ErrorKind back_in_stock_full{40959, "waiting_list_full", "Too many people wait for this already."};
inline constexpr ErrorKind hold_not_found{40450, "hold_not_found", "The order holds nothing of this item."};
inline constexpr ErrorKind bad_quantity{42250, "bad_quantity", "The quantity is not one that stock can have."};
inline constexpr ErrorKind bad_lot{42251, "bad_lot", "The lot's data contradict themselves."};
// A write that would have broken on_hand = sum(lots), 0 <= reserved <= on_hand or what else check() names. It was not done.
inline constexpr ErrorKind invariant_broken{50050, "stock_invariant_broken",
                                            "The stock of this item does not add up; nothing was changed."};
inline constexpr ErrorKind desk_full{50350, "stock_desk_full", "Too many orders wait for this item; try again in a moment."};

inline constexpr ErrorKind key_reused{42252, "stock_key_reused", "This Idempotency-Key was used for another change of this item."};
inline constexpr ErrorKind stock_take_state{40996, "stock_take_state", "The stock take is in a state that does not allow this."};

inline constexpr const ErrorKind* all[] = {&insufficient_stock, &stock_is_held,   &hold_voided, &hold_posted,      &hold_differs,
                                           &hold_too_late,      &stock_item_full, &lot_differs, &stock_item_kind,  &back_in_stock_full,
                                           &hold_not_found,     &bad_quantity,    &bad_lot,     &invariant_broken, &desk_full,
                                           &key_reused,         &stock_take_state};

}  // namespace gh::inventory::errors

// What a farm does with its part of an order. Pure functions; each appends its event or fails with illegal_transition (of the part) and
// leaves the order as it was. A part that is where it is wanted stays as it is: a repeated request is not an error.
#pragma once
#include <string>
#include <vector>

#include "base/error.h"
#include "contexts/orders/journal.h"

namespace gh::orders {

// Errors of all: not_found (the order has no such part).
Result<void> start_packing(Order&, const FarmId&, const Cause&);
// packed: how many packs really went in; a line that is not named is whole. What is missing is refunded; it does not go back on stock,
// because it was not there. With nothing packed at all the part is cancelled. Errors: line_unknown, not_left.
Result<void> mark_packed(Order&, const FarmId&, const std::vector<LineQuantity>& packed, Timestamp look_at, const Cause&);
Result<void> mark_shipped(Order&, const FarmId&, Shipment, const Cause&);
Result<void> mark_delivered(Order&, const FarmId&, Handover, const Cause&);
// farm: none is the shop's note. Errors: too_many_notes.
Result<void> add_note(Order&, OrderNote);

}  // namespace gh::orders

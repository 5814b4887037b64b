// The order that goes out in place of what was complained about: of the complaint's farm, to where the first one went, at no price. It has
// no window (the farm sends it when it can) and no invoice (nothing is supplied for a consideration). Pure functions.
#pragma once
#include "base/error.h"
#include "contexts/orders/order.h"

namespace gh::orders {

// As the complaint's decision says. not_found: there is no such complaint, or its decision is no replacement.
Result<Draft> replacement_draft(const Order& original, const ComplaintId& complaint, Milliseconds deadline_after, Timestamp now);

// There was no stock for this replacement: the complaint waits for another decision. Nothing if it has another one by now.
Result<void> reopen_complaint(Order& original, const ComplaintId& complaint, const OrderId& replacement, const Cause&);

}  // namespace gh::orders

// How the prices of an order add up: pure functions.
#pragma once
#include <vector>

#include "base/error.h"
#include "contexts/orders/types.h"

namespace gh::orders {

// What the buyer pays for the line, or the part's delivery, in all; nothing if the parts of the price do not fit together.
std::optional<Money> total_of(const OrderLine& line);
std::optional<Money> total_of(const Part& part);

// Fills in line_total and delivery_fee and gives the totals. A line that comes without an explanation costs unit price x quantity, a part
// without one nothing for its delivery. Errors: bad_quantity, mixed_currencies, total_out_of_range.
Result<Totals> add_up(std::vector<OrderLine>& lines, std::vector<Part>& parts);

}  // namespace gh::orders

// Dividing an amount so that the parts are its cents, no more and no less.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace gh::pricing {

// amount (0 .. sum of weights) in proportion to the weights (>= 0), by the method of largest remainders (Hamilton's; Balinski and Young,
// "Fair Representation", 1982): each gets the whole part of its quota, the cents that are left go one each to the largest remainders, and
// among equal ones to the first. No part is larger than its weight. Not rounding: every quota is cut, then completed.
std::vector<std::int64_t> shares_of(std::int64_t amount, std::span<const std::int64_t> weights);

}  // namespace gh::pricing

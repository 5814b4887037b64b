// What a farm's delivery costs, and the sentence that says why: step 5 of the engine. Pure.
#pragma once
#include <vector>

#include "base/error.h"
#include "contexts/pricing/types.h"

namespace gh::pricing {

// Grams of the farm's lines, as far as they are known.
std::int64_t weight_of(const std::vector<Line>& lines, const FarmId& farm);

// value: of the farm's goods before coupons. Without tax and total. Errors: bad_cart (a fee that is negative or in another currency).
Result<PricedDelivery> fee_of(const FeeTerms& terms, std::int64_t grams, Money value);

}  // namespace gh::pricing

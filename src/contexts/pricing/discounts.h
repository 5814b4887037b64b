// What coupons take off: step 3 of the engine. Pure.
#pragma once
#include <vector>

#include "contexts/pricing/engine.h"

namespace gh::pricing {

// Whether the coupon counts for this line.
bool counts_for(const CouponTerms& terms, const Line& line);

// Fills the lines' coupons and out.coupons. order: the lines' positions by sku. Errors: bad_cart (a coupon in another currency).
Result<void> take_off(const Question& question, const std::vector<std::size_t>& order, Explanation& out);

}  // namespace gh::pricing

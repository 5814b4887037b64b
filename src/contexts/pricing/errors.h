#pragma once
#include "base/error.h"

namespace gh::pricing::errors {

// The same for a code that never was, is paused, or is not valid now: who guesses learns nothing.
inline constexpr ErrorKind coupon_unknown{42290, "coupon_not_valid", "This code cannot be used."};
inline constexpr ErrorKind bad_cart{42292, "cart_cannot_be_priced", "Prices, quantities or currencies of the cart do not fit together."};
inline constexpr ErrorKind code_taken{40990, "coupon_code_taken", "There is a coupon with this code already."};

inline constexpr const ErrorKind* all[] = {&coupon_unknown, &bad_cart, &code_taken};

}  // namespace gh::pricing::errors

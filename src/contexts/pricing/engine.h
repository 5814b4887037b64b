// The pricing engine: one pure function from a cart to what every cent of it is for. Preview, order and reorder ask it; a refund replays
// what it said (the order keeps it). No I/O, no clock, integers only; rounding is base/money's multiply_divide (half-even) and nothing
// else.
//
// In this order:
// 1. Unit price: the regular one, the sale's while it runs, the volume break's that the quantity reaches: the lowest of them, never two.
// 2. Amount of the line: unit price x quantity, rounded.
// 3. Coupons: narrow ones first (sku, category, farm, cart), percent before amount, then by code. Each takes its percent or amount of what
//    the ones before have left of its lines, never more than that; the sum is divided among the lines by largest remainders (shares.h).
//    Coupons that cannot be combined stand alone: of all ways that are allowed, the one that takes off most counts.
// 4. Tax of the line, by its category and the destination, on what is left: rounded once per line.
// 5. Delivery fee of each farm, by weight and by the value of its goods before coupons (a coupon never costs the free delivery), and its
// tax. Totals are sums of these. Nothing depends on the order of lines or coupons.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "contexts/pricing/tax_table.h"
#include "contexts/pricing/types.h"

namespace gh::pricing {

struct Question {
  std::vector<Line> lines;
  std::vector<CouponTerms> coupons;
  std::vector<FarmTerms> farms;  // of a farm that is not named: no minimum, no fee
  Destination destination;
  bool tax_included = false;  // prices and fees include the tax
  Timestamp at;
};

// Errors: bad_cart (no line, too many, one sku twice, several currencies, out of range, too many coupons).
Result<Explanation> price(const Question& question, const TaxTable& taxes);

// The price of one pack when `quantity` of them are bought at this moment, and why. For product pages and carts.
struct UnitPrice {
  Money price;
  PriceReason reason = PriceReason::regular;
};
UnitPrice unit_price(Money regular, const std::optional<Sale>& sale, const std::vector<Break>& breaks, Quantity quantity, Timestamp at);

// Of the whole explanation; equal for equal ones. What the buyer saw is compared by it.
std::string hash_of(const Explanation& explanation);

}  // namespace gh::pricing

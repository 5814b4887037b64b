// What the pricing engine is asked and what it answers. Plain described structs; nothing here knows where they come from.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"

namespace gh::pricing {

inline constexpr std::int64_t ppm = 1'000'000;  // rates are millionths: 7 % is 70'000
inline constexpr std::size_t lines_max = 50;
inline constexpr std::size_t coupons_max = 5;  // of one cart
inline constexpr std::size_t breaks_max = 10;  // looked at, of one line

// -- asked

struct Sale {
  Money price;
  Timestamp from;  // its first moment
  Timestamp to;    // the first moment after it
};

struct Break {
  Quantity from_quantity;  // packs
  Money price;             // of one pack, for all of them
};

struct Line {
  Sku sku;  // unique in the cart
  FarmId farm;
  // What a tax rate may name, from the general to the special: the tax category, then the catalog's categories from the top of its tree.
  // Coupons look at these, too.
  std::vector<std::string> categories;
  Quantity quantity;  // packs, > 0
  Money price;        // regular, of one pack
  std::optional<Sale> sale;
  std::vector<Break> breaks;
  std::int64_t grams = 0;  // of one pack; 0: not known, weighs nothing for fees
};

enum class CouponScope { cart, farm, category, sku };
BOOST_DESCRIBE_ENUM(CouponScope, cart, farm, category, sku)

// Exactly one of percent_ppm and amount takes something off.
struct CouponTerms {
  std::string code;  // in its normal form
  std::int64_t percent_ppm = 0;
  std::optional<Money> amount;
  CouponScope scope = CouponScope::cart;
  std::string of;                // the farm's id, the category or the sku, by scope; empty with cart
  FarmId funded_by;              // the farm that gave it out: it counts for this farm's products only and at its cost; empty: the shop
  std::optional<Money> minimum;  // that the lines it counts for must cost before coupons
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
  bool combinable = false;  // with other coupons that are
};
BOOST_DESCRIBE_STRUCT(CouponTerms, (), (code, percent_ppm, amount, scope, of, funded_by, minimum, from, to, combinable))

struct WeightStep {
  std::int64_t grams_max = 0;
  Money fee;
};
BOOST_DESCRIBE_STRUCT(WeightStep, (), (grams_max, fee))

struct ValueStep {
  Money from;  // of the farm's goods before coupons
  Money fee;   // no more than this from there on; 0: free
};
BOOST_DESCRIBE_STRUCT(ValueStep, (), (from, fee))

struct FeeTerms {
  std::string zone;                   // its name, for people
  Money fee;                          // where there are no weight steps
  std::vector<WeightStep> by_weight;  // ascending; what is heavier than all of them pays as the last
  std::vector<ValueStep> by_value;    // the cheapest that is reached counts
};

// One farm's part of the cart.
struct FarmTerms {
  FarmId farm;
  std::optional<Money> minimum;      // order value, before coupons
  std::optional<FeeTerms> delivery;  // none: not chosen, or picked up: no fee
};

struct Destination {
  std::string country;  // ISO 3166-1 alpha-2
  std::string region;   // state, as ISO 3166-2 without the country: "VA"
  std::string postcode;
};

// -- answered

enum class PriceReason { regular, sale, volume };
BOOST_DESCRIBE_ENUM(PriceReason, regular, sale, volume)

struct LineDiscount {
  std::string code;
  Money amount;                     // off, >= 0
  std::optional<FarmId> funded_by;  // none: the shop
};
BOOST_DESCRIBE_STRUCT(LineDiscount, (), (code, amount, funded_by))

struct Tax {
  std::string name;
  std::int64_t rate_ppm = 0;
  bool included = false;  // in the amount before it, else on top
  Money amount;
};
BOOST_DESCRIBE_STRUCT(Tax, (), (name, rate_ppm, included, amount))

struct PricedLine {
  Sku sku;
  FarmId farm;
  Quantity quantity;
  Money regular_unit_price;
  Money unit_price;  // that applies
  PriceReason reason = PriceReason::regular;
  Money amount;  // unit price x quantity
  std::vector<LineDiscount> coupons;
  Tax tax;
  Money total;  // amount - coupons (+ tax that is not included): what the buyer pays for the line in all
};
BOOST_DESCRIBE_STRUCT(PricedLine, (), (sku, farm, quantity, regular_unit_price, unit_price, reason, amount, coupons, tax, total))

struct PricedDelivery {
  std::string zone;
  std::int64_t grams = 0;
  std::string reason;  // "zone A, 3.2 kg, free from 50.00 USD"
  Money fee;
  Tax tax;
  Money total;
};
BOOST_DESCRIBE_STRUCT(PricedDelivery, (), (zone, grams, reason, fee, tax, total))

struct PricedFarm {
  FarmId farm;
  Money subtotal;                // of its lines, before coupons
  std::optional<Money> minimum;  // that the farm asks for
  std::optional<Money> missing;  // until then; absent: reached
  std::optional<PricedDelivery> delivery;
};
BOOST_DESCRIBE_STRUCT(PricedFarm, (), (farm, subtotal, minimum, missing, delivery))

enum class CouponState { applied, not_valid_now, nothing_eligible, below_minimum, not_combined };
BOOST_DESCRIBE_ENUM(CouponState, applied, not_valid_now, nothing_eligible, below_minimum, not_combined)

struct PricedCoupon {
  std::string code;
  CouponState state = CouponState::applied;
  Money discount;
  std::optional<Money> missing;  // until its minimum
};
BOOST_DESCRIBE_STRUCT(PricedCoupon, (), (code, state, discount, missing))

// total = subtotal - discounts + delivery (+ tax, where prices are without it).
struct PriceTotals {
  Money subtotal;
  Money discounts;
  Money delivery;
  Money tax;
  Money total;
};
BOOST_DESCRIBE_STRUCT(PriceTotals, (), (subtotal, discounts, delivery, tax, total))

// total = sum of the lines' totals + sum of the deliveries' totals, to the cent.
struct Explanation {
  bool tax_included = false;
  std::vector<PricedLine> lines;      // in the order of the question
  std::vector<PricedFarm> farms;      // by id
  std::vector<PricedCoupon> coupons;  // by code
  PriceTotals totals;
};
BOOST_DESCRIBE_STRUCT(Explanation, (), (tax_included, lines, farms, coupons, totals))

}  // namespace gh::pricing

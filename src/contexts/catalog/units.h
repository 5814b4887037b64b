// Weights and volumes of what is sold, in exact integers, and the unit prices made from them. Pure.
//
//   1 lb = 0.45359237 kg, 1 oz = 1/16 lb        (international yard and pound agreement of 1959)
//   1 gallon = 231 cubic inches = 3.785411784 l, 1 fl oz = 1/128 gallon   (NIST Handbook 44, appendix C)
//   1 dozen = 12 each
// Nothing else converts: a bunch is what the farm says it is, and a pint or quart of berries is not one of milk. Such a unit has a price
// of its own, or by what it says it holds (Variant::content).
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "contexts/catalog/types.h"

namespace gh::catalog {

inline constexpr std::int64_t pack_milli_max = 10'000'000;  // 10,000 units: keeps unit prices in 64 bits

enum class Dimension { weight, volume, count, none };
Dimension dimension_of(Unit);

// Price of a base unit: kg and lb for weights, l for volumes, each for counts (and the dozen, if sold by it), else the unit itself.
// Exact before it is rounded half-even, once.
struct UnitPrice {
  Money price;
  Unit per = Unit::each;
};
BOOST_DESCRIBE_STRUCT(UnitPrice, (), (price, per))
// At `pack_price` for a pack of the variant. One or two. A figure that leaves the range of Money is left out.
std::vector<UnitPrice> unit_prices(const Variant&, Money pack_price);
inline std::vector<UnitPrice> unit_prices(const Variant& v) { return unit_prices(v, v.price); }

// The unit price that stands for the variant where prices are compared: the first of unit_prices.
std::optional<UnitPrice> leading_unit_price(const Variant&);

// What a pack of it weighs in grams, rounded half-even; nothing where that cannot be known from its unit or its content.
std::optional<std::int64_t> grams_of_pack(const Variant&);

}  // namespace gh::catalog

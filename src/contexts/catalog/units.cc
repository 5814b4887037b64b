#include "contexts/catalog/units.h"

#include <algorithm>
#include <span>

namespace gh::catalog {
namespace {

// Sizes in a unit in which all of one dimension are whole: 1/16 of 10 micrograms for weights, 1/16,000,000 ml for volumes.
struct Measure {
  Unit unit;
  Dimension dimension;
  std::int64_t size;
};
constexpr std::int64_t kg = 1'600'000'000, lb = 725'747'792, liter = 16'000'000'000, fl_oz = 473'176'473;
constexpr Measure measures[] = {
    {Unit::kg, Dimension::weight, kg},       {Unit::g, Dimension::weight, kg / 1000},
    {Unit::lb, Dimension::weight, lb},       {Unit::oz, Dimension::weight, lb / 16},
    {Unit::l, Dimension::volume, liter},     {Unit::ml, Dimension::volume, liter / 1000},
    {Unit::fl_oz, Dimension::volume, fl_oz}, {Unit::gallon, Dimension::volume, fl_oz * 128},
    {Unit::each, Dimension::count, 1},       {Unit::dozen, Dimension::count, 12},
};
static_assert(lb % 16 == 0 && kg % 1000 == 0 && liter % 1000 == 0);

const Measure* find(Unit unit) {
  const auto* const found = std::ranges::find(measures, unit, &Measure::unit);
  return found == std::end(measures) ? nullptr : found;
}

// What a pack holds: `milli` thousandths of a measure.
struct Amount {
  const Measure* measure = nullptr;
  std::int64_t milli = 0;
};

std::optional<Amount> amount_of(const Variant& v) {
  if (v.pack.milli <= 0 || v.pack.milli > pack_milli_max) return std::nullopt;
  if (const auto* measure = find(v.unit)) return Amount{measure, v.pack.milli};
  if (!v.content || v.content->quantity.milli <= 0 || v.content->quantity.milli > pack_milli_max) return std::nullopt;
  const auto* measure = find(v.content->unit);
  const auto held = multiply_divide(v.pack.milli, v.content->quantity.milli, 1000);
  const bool exact = held && v.pack.milli * v.content->quantity.milli % 1000 == 0;
  if (measure == nullptr || !exact || *held <= 0 || *held > pack_milli_max) return std::nullopt;
  return Amount{measure, *held};
}

void add(std::vector<UnitPrice>& prices, Money pack_price, std::int64_t per_size, std::int64_t pack_size, std::int64_t milli, Unit per) {
  const auto minor = multiply_divide(pack_price.minor, per_size * 1000, pack_size * milli);
  if (minor && *minor <= Money::max_minor) prices.push_back({{*minor, pack_price.currency}, per});
}

}  // namespace

Dimension dimension_of(Unit unit) {
  const auto* measure = find(unit);
  return measure == nullptr ? Dimension::none : measure->dimension;
}

std::vector<UnitPrice> unit_prices(const Variant& v, Money pack_price) {
  std::vector<UnitPrice> prices;
  const auto amount = amount_of(v);
  if (!amount) {
    if (v.pack.milli > 0 && v.pack.milli <= pack_milli_max) add(prices, pack_price, 1, 1, v.pack.milli, v.unit);
    return prices;
  }
  const auto in = [&](std::int64_t per_size, Unit per) { add(prices, pack_price, per_size, amount->measure->size, amount->milli, per); };
  switch (amount->measure->dimension) {
    case Dimension::weight:
      in(kg, Unit::kg);
      in(lb, Unit::lb);
      break;
    case Dimension::volume:
      in(liter, Unit::l);
      break;
    case Dimension::count:
      in(1, Unit::each);
      if (amount->measure->unit == Unit::dozen) in(12, Unit::dozen);
      break;
    case Dimension::none:
      break;
  }
  return prices;
}

std::optional<UnitPrice> leading_unit_price(const Variant& v) {
  const auto prices = unit_prices(v);
  return prices.empty() ? std::nullopt : std::optional(prices.front());
}

std::optional<std::int64_t> grams_of_pack(const Variant& v) {
  const auto amount = amount_of(v);
  if (!amount || amount->measure->dimension != Dimension::weight) return std::nullopt;
  return multiply_divide(amount->milli, amount->measure->size, kg);
}

}  // namespace gh::catalog

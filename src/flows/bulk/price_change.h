// Prices of many products by one percentage, so that it can be said again without being done twice: the row says from what to what.
// Pure.
#pragma once
#include <optional>
#include <vector>

#include <boost/describe.hpp>

#include "contexts/catalog/inputs.h"
#include "contexts/catalog/types.h"

namespace gh::bulk {

// In thousandths of a percent: 2.5 % is 2500.
struct Percent {
  static constexpr std::int64_t min_milli = -90'000;
  static constexpr std::int64_t max_milli = 300'000;
  std::int64_t milli = 0;
};

// Rounded half-even; nothing if it leaves the range of Money or is no longer above zero.
std::optional<Money> changed(Money price, Percent by);

struct VariantPrice {
  Sku sku;
  Money from;
  Money to;
};
BOOST_DESCRIBE_STRUCT(VariantPrice, (), (sku, from, to))

struct PriceRow {
  ProductId product;
  std::vector<VariantPrice> prices;
};
BOOST_DESCRIBE_STRUCT(PriceRow, (), (product, prices))

// invalid_input if a price would leave its range.
Result<PriceRow> price_row(const catalog::Product& product, Percent by);

enum class RowState { to_do, done, moved };  // moved: somebody else changed a price since
RowState state_of(const catalog::Product& product, const PriceRow& row);

// The product's variants with the row's prices; sales and volume prices by the same percentage. invalid_input.
Result<catalog::ProductChange> change_of(const catalog::Product& product, const PriceRow& row, Percent by);

}  // namespace gh::bulk

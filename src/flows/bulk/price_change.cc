#include "flows/bulk/price_change.h"

#include "base/errors.h"

namespace gh::bulk {

namespace {

constexpr std::int64_t whole_milli = 100'000;  // 100 %

Error out_of_range(const std::string& variant) {
  Error error(errors::invalid);
  error.field("/percent", "out_of_range", "The price of " + variant + " would be zero or too large.");
  return error;
}

}  // namespace

std::optional<Money> changed(Money price, Percent by) {
  const auto minor = multiply_divide(price.minor, whole_milli + by.milli, whole_milli);
  if (!minor || *minor < 1 || *minor > Money::max_minor) return std::nullopt;
  return Money{*minor, price.currency};
}

Result<PriceRow> price_row(const catalog::Product& product, Percent by) {
  PriceRow row{.product = product.id, .prices = {}};
  for (const auto& variant : product.variants) {
    const auto to = changed(variant.price, by);
    if (!to) return fail(out_of_range(variant.sku.text()));
    row.prices.push_back({variant.sku, variant.price, *to});
  }
  return row;
}

RowState state_of(const catalog::Product& product, const PriceRow& row) {
  bool as_before = true;
  bool as_wanted = true;
  for (const auto& price : row.prices) {
    const auto variant = std::ranges::find(product.variants, price.sku, &catalog::Variant::sku);
    if (variant == product.variants.end()) return RowState::moved;
    as_before = as_before && variant->price == price.from;
    as_wanted = as_wanted && variant->price == price.to;
  }
  return as_wanted ? RowState::done : as_before ? RowState::to_do : RowState::moved;
}

Result<catalog::ProductChange> change_of(const catalog::Product& product, const PriceRow& row, Percent by) {
  std::vector<catalog::VariantInput> variants;
  for (const auto& variant : product.variants) {
    const auto price = std::ranges::find(row.prices, variant.sku, &VariantPrice::sku);
    catalog::VariantInput input{.sku = variant.sku,
                                .title = decltype(catalog::VariantInput::title)(variant.title),
                                .unit = variant.unit,
                                .price = price == row.prices.end() ? variant.price : price->to,
                                .pack = variant.pack,
                                .step = variant.step};
    std::vector<catalog::OptionInput> options;
    for (const auto& option : variant.options)
      options.push_back({decltype(catalog::OptionInput::name)(option.name), decltype(catalog::OptionInput::value)(option.value)});
    if (!options.empty()) input.options.emplace(std::move(options));
    if (variant.sale) {
      const auto sale = changed(variant.sale->price, by);
      if (!sale) return fail(out_of_range(variant.sku.text()));
      input.sale = catalog::Sale{*sale, variant.sale->from, variant.sale->to};
    }
    std::vector<catalog::Break> breaks;
    for (const auto& one : variant.breaks) {
      const auto less = changed(one.price, by);
      if (!less) return fail(out_of_range(variant.sku.text()));
      breaks.push_back({one.from_quantity, *less});
    }
    if (!breaks.empty()) input.breaks.emplace(std::move(breaks));
    if (variant.min_quantity.milli > 0) input.min_quantity = variant.min_quantity;
    if (!variant.gtin.empty()) input.gtin.emplace(variant.gtin);
    input.content = variant.content;
    variants.push_back(std::move(input));
  }
  catalog::ProductChange change;
  change.variants.emplace(std::move(variants));
  return change;
}

}  // namespace gh::bulk

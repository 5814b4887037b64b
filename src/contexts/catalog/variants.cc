#include "contexts/catalog/variants.h"

#include <algorithm>
#include <set>

#include "base/errors.h"
#include "contexts/catalog/errors.h"

namespace gh::catalog {
namespace {

// Collects what is wrong with one variant of the list.
struct Findings {
  std::size_t at;
  Error& error;

  void say(const std::string& field, std::string_view code, std::string detail) const {
    error.field(fmt::format("/variants/{}/{}", at, field), std::string(code), std::move(detail));
  }
};

void check_amounts(const VariantDraft& v, const Findings& found) {
  if (v.price.minor < 0 || v.price.minor > Money::max_minor) found.say("price", "out_of_range", "A price is not negative.");
  if (v.pack.milli <= 0 || v.pack.milli > pack_milli_max)
    found.say("pack", "out_of_range", "A pack holds more than 0 and at most 10,000 units.");
  const bool good_step = v.step.milli > 0 && v.step.milli <= pack_milli_max;
  if (!good_step) found.say("step", "out_of_range", "A step is more than 0 and at most 10,000 packs.");
  if (v.min_quantity.milli < 0 || v.min_quantity.milli > pack_milli_max)
    found.say("min_quantity", "out_of_range", "The least quantity is at most 10,000 packs.");
  else if (good_step && v.min_quantity.milli % v.step.milli != 0)
    found.say("min_quantity", "not_a_step", "The least quantity is a multiple of the step.");
  if (!v.content) return;
  if (dimension_of(v.unit) != Dimension::none) return found.say("content", "not_a_container", "This unit says what it holds by itself.");
  const auto dimension = dimension_of(v.content->unit);
  if (dimension != Dimension::weight && dimension != Dimension::volume)
    found.say("content/unit", "not_a_measure", "What it holds is a weight or a volume.");
  if (v.content->quantity.milli <= 0 || v.content->quantity.milli > pack_milli_max)
    found.say("content/quantity", "out_of_range", "It holds more than 0 and at most 10,000.");
}

void check_sale(const VariantDraft& v, const Findings& found) {
  if (!v.sale) return;
  if (v.sale->price.currency != v.price.currency) found.say("sale/price", "mixed_currencies", "A sale is in the currency of the price.");
  if (v.sale->price.minor <= 0 || v.sale->price.minor >= v.price.minor)
    found.say("sale/price", "not_lower", "A sale price is more than nothing and lower than the price.");
  if (v.sale->from >= v.sale->to) found.say("sale/to", "not_after", "A sale ends after it begins.");
  if (v.sale->to - v.sale->from > sale_longest) found.say("sale/to", "too_long", "What is on sale for over a year has a new price.");
}

void check_breaks(const VariantDraft& v, const Findings& found) {
  if (v.breaks.size() > breaks_max) found.say("breaks", "too_many", fmt::format("At most {} volume prices.", breaks_max));
  Quantity above = std::max(v.min_quantity, v.step);
  Money below = v.price;
  for (std::size_t i = 0; i < v.breaks.size(); ++i) {
    const auto& step = v.breaks[i];
    if (step.from_quantity <= above || step.from_quantity.milli > pack_milli_max)
      found.say(fmt::format("breaks/{}/from_quantity", i), "not_ascending",
                "A volume price begins above the least quantity and above the one before, and at 10,000 packs at most.");
    if (step.price.currency != v.price.currency)
      found.say(fmt::format("breaks/{}/price", i), "mixed_currencies", "A volume price is in the currency of the price.");
    else if (step.price.minor <= 0 || step.price.minor >= below.minor)
      found.say(fmt::format("breaks/{}/price", i), "not_lower", "A volume price is more than nothing and lower than the one before.");
    above = step.from_quantity;
    below = step.price;
  }
}

using Options = std::vector<VariantOption>;

Options in_order(Options options) {
  std::ranges::sort(options);
  return options;
}

void check_options(const VariantDraft& v, std::set<Options>& taken, const Findings& found) {
  if (v.options.size() > options_max) found.say("options", "too_many", fmt::format("At most {} options.", options_max));
  const auto sorted = in_order(v.options);
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i].name == sorted[i - 1].name) found.say("options", "repeated", "An option has one value.");
  if (!sorted.empty() && !taken.insert(sorted).second)
    found.say("options", "same_options", "Another variant of the product has the same options.");
}

}  // namespace

bool is_gtin(std::string_view text) {
  if (text.size() != 8 && (text.size() < 12 || text.size() > 14)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    sum += (text[i] - '0') * ((text.size() - i) % 2 == 0 ? 3 : 1);  // the check digit weighs 1, its neighbour 3, and so on
  }
  return sum % 10 == 0;
}

Result<void> set_variants(Product& product, const std::vector<VariantDraft>& drafts) {
  Error error(gh::errors::invalid);
  if (drafts.size() > variants_max)
    error.field("/variants", "too_many", fmt::format("At most {} variants are sold at a time.", variants_max));
  std::vector<Variant> variants;
  std::set<Options> options;
  std::int32_t made = product.variants_made;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const auto& d = drafts[i];
    const Findings found{i, error};
    check_amounts(d, found);
    check_sale(d, found);
    check_breaks(d, found);
    check_options(d, options, found);
    if (!d.gtin.empty() && !is_gtin(d.gtin))
      found.say("gtin", "bad_gtin", "A GTIN has 8, 12, 13 or 14 digits, the last checks the others.");
    if (d.price.currency != drafts.front().price.currency)
      found.say("price/currency", "mixed_currencies", "All variants have one currency.");
    if (d.sku && std::ranges::find(product.variants, *d.sku, &Variant::sku) == product.variants.end())
      found.say("sku", "unknown_sku", "The product has no such variant; leave the sku out for a new one.");
    if (d.sku && std::ranges::find(variants, *d.sku, &Variant::sku) != variants.end())
      found.say("sku", "repeated", "A variant is listed twice.");
    if (!d.sku && made == Sku::number_max) return fail(errors::too_many_variants);
    variants.push_back({d.sku ? *d.sku : Sku::of(product.id, ++made), d.title, d.unit, d.price, d.pack, d.step, d.options, d.sale, d.breaks,
                        d.min_quantity, d.gtin, d.content});
  }
  if (!error.fields().empty()) return fail(std::move(error));
  product.variants = std::move(variants);
  product.variants_made = made;
  return {};
}

VariantDraft as_draft(const Variant& v) {
  return {v.sku, v.title, v.unit, v.price, v.pack, v.step, v.options, v.sale, v.breaks, v.min_quantity, v.gtin, v.content};
}

std::optional<Money> lowest_price(const Product& product) {
  const auto cheapest = std::ranges::min_element(product.variants, {}, [](const Variant& v) { return v.price.minor; });
  return cheapest == product.variants.end() ? std::nullopt : std::optional(cheapest->price);
}

}  // namespace gh::catalog

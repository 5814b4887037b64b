#include "contexts/catalog/inputs.h"

namespace gh::catalog {
namespace {

std::vector<std::string> texts(const Tags& tags) {
  std::vector<std::string> values;
  for (const auto& tag : tags) values.push_back(tag.value());
  return values;
}

VariantDraft value(const VariantInput& v) {
  VariantDraft d{v.sku, v.title.value(), v.unit, v.price, v.pack.value_or(Quantity{1000}), v.step.value_or(Quantity{1000})};
  if (v.options)
    for (const auto& option : *v.options) d.options.push_back({option.name.value(), option.value.value()});
  d.sale = v.sale;
  if (v.breaks) d.breaks = v.breaks->value();
  d.min_quantity = v.min_quantity.value_or(Quantity{0});
  if (v.gtin) d.gtin = v.gtin->value();
  d.content = v.content;
  return d;
}

std::optional<std::int32_t> number(const std::optional<Month>& month) { return month ? std::optional(month->value()) : std::nullopt; }
Harvest value(const HarvestInput& h) { return {h.date, number(h.from_month), number(h.to_month)}; }
Certificate value(const CertificateInput& c) { return {c.claim, c.number ? c.number->value() : ""}; }
Seo value(const SeoInput& s) { return {s.title ? s.title->value() : "", s.description ? s.description->value() : ""}; }
Image value(const ImageInput& i) { return {i.url.value(), i.alt ? i.alt->value() : ""}; }

// The same optional with what `convert` makes of it.
template <class T, class Convert>
auto maybe(const std::optional<T>& given, Convert convert) {
  using Value = std::remove_cvref_t<decltype(convert(*given))>;
  return given ? std::optional<Value>(convert(*given)) : std::nullopt;
}
constexpr auto text = [](const json::TextField& field) { return field.value(); };
constexpr auto plain = [](const auto& input) { return value(input); };
constexpr auto integer = [](const auto& field) { return field.value(); };
constexpr auto integers = [](const Season& months) { return std::vector<std::int32_t>(months.begin(), months.end()); };
constexpr auto items = [](const auto& list) { return list.value(); };
// A list of inputs as a list of values.
constexpr auto values = [](const auto& list) {
  std::vector<decltype(value(list[0]))> made;
  for (const auto& item : list) made.push_back(value(item));
  return made;
};

}  // namespace

Edit edit(const ProductChange& c) {
  Edit e;
  e.title = maybe(c.title, text);
  e.category = maybe(c.category, text);
  e.description = maybe(c.description, text);
  e.tags = maybe(c.tags, texts);
  e.variants = maybe(c.variants, values);
  e.field = c.field;
  e.harvest = maybe(c.harvest, plain);
  e.season = maybe(c.season, integers);
  e.certificate = maybe(c.certificate, plain);
  e.storage = maybe(c.storage, text);
  e.handling = maybe(c.handling, text);
  e.storage_class = c.storage_class;
  e.allergens = maybe(c.allergens, items);
  e.tax_category = c.tax_category;
  e.min_remaining_shelf_life_days = maybe(c.min_remaining_shelf_life_days, integer);
  e.related = maybe(c.related, items);
  e.seo = maybe(c.seo, plain);
  e.images = maybe(c.images, values);
  return e;
}

Draft draft(const NewProduct& p) {
  Draft d;
  d.reference = maybe(p.reference, text).value_or("");
  d.title = p.title.value();
  d.category = p.category.value();
  d.description = maybe(p.description, text).value_or("");
  d.tags = maybe(p.tags, texts).value_or(std::vector<std::string>{});
  d.variants = maybe(p.variants, values).value_or(std::vector<VariantDraft>{});
  d.field = p.field;
  d.harvest = maybe(p.harvest, plain).value_or(Harvest{});
  d.season = maybe(p.season, integers).value_or(std::vector<std::int32_t>{});
  d.certificate = maybe(p.certificate, plain).value_or(Certificate{});
  d.storage = maybe(p.storage, text).value_or("");
  d.handling = maybe(p.handling, text).value_or("");
  d.storage_class = p.storage_class;
  d.allergens = maybe(p.allergens, items);
  d.tax_category = p.tax_category.value_or(TaxCategory::food);
  d.min_remaining_shelf_life_days = maybe(p.min_remaining_shelf_life_days, integer).value_or(0);
  d.related = maybe(p.related, items).value_or(std::vector<ProductId>{});
  d.seo = maybe(p.seo, plain).value_or(Seo{});
  d.images = maybe(p.images, values).value_or(std::vector<Image>{});
  return d;
}

}  // namespace gh::catalog

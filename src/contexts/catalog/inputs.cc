#include "contexts/catalog/inputs.h"

namespace gh::catalog {
namespace {

std::vector<std::string> texts(const Tags& tags) {
  std::vector<std::string> values;
  for (const auto& tag : tags) values.push_back(tag.value());
  return values;
}

std::vector<VariantDraft> drafts(const Variants& variants) {
  std::vector<VariantDraft> values;
  for (const auto& v : variants)
    values.push_back({v.sku, v.title.value(), v.unit, v.price, v.pack.value_or(Quantity{1000}), v.step.value_or(Quantity{1000})});
  return values;
}

std::optional<std::int32_t> number(const std::optional<Month>& month) { return month ? std::optional(month->value()) : std::nullopt; }
Harvest value(const HarvestInput& h) { return {h.date, number(h.from_month), number(h.to_month)}; }
Certificate value(const CertificateInput& c) { return {c.claim, c.number ? c.number->value() : ""}; }
Image value(const ImageInput& i) { return {i.url.value(), i.alt ? i.alt->value() : ""}; }

// The same optional with what `convert` makes of it.
template <class T, class Convert>
auto maybe(const std::optional<T>& given, Convert convert) {
  using Value = std::remove_cvref_t<decltype(convert(*given))>;
  return given ? std::optional<Value>(convert(*given)) : std::nullopt;
}
constexpr auto text = [](const json::TextField& field) { return field.value(); };
constexpr auto plain = [](const auto& input) { return value(input); };

}  // namespace

Edit edit(const ProductChange& c) {
  Edit e;
  e.title = maybe(c.title, text);
  e.category = c.category;
  e.description = maybe(c.description, text);
  e.tags = maybe(c.tags, texts);
  e.variants = maybe(c.variants, drafts);
  e.field = c.field;
  e.harvest = maybe(c.harvest, plain);
  e.certificate = maybe(c.certificate, plain);
  e.storage = maybe(c.storage, text);
  e.image = maybe(c.image, plain);
  return e;
}

Draft draft(const NewProduct& p) {
  Draft d;
  d.title = p.title.value();
  d.category = p.category;
  d.description = maybe(p.description, text).value_or("");
  d.tags = maybe(p.tags, texts).value_or(std::vector<std::string>{});
  d.variants = maybe(p.variants, drafts).value_or(std::vector<VariantDraft>{});
  d.field = p.field;
  d.harvest = maybe(p.harvest, plain).value_or(Harvest{});
  d.certificate = maybe(p.certificate, plain).value_or(Certificate{});
  d.storage = maybe(p.storage, text).value_or("");
  d.image = maybe(p.image, plain);
  return d;
}

}  // namespace gh::catalog

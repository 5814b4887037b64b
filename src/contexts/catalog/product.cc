#include "contexts/catalog/product.h"

#include "base/errors.h"
#include "contexts/catalog/errors.h"

namespace gh::catalog {
namespace {

struct Transition {
  Status from;
  Action action;
  Status to;
};
constexpr Transition transitions[] = {
    {Status::draft, Action::publish, Status::published},
    {Status::draft, Action::archive, Status::archived},
    {Status::published, Action::unpublish, Status::draft},
    {Status::published, Action::archive, Status::archived},
};

std::string_view name_of(Action action) { return boost::describe::enum_to_string(action, ""); }
std::string_view name_of(Status status) { return boost::describe::enum_to_string(status, ""); }

Error illegal(Status from, std::string_view what) {
  std::string allowed;
  for (const auto& t : transitions)
    if (t.from == from) allowed += fmt::format("{}\"{}\"", allowed.empty() ? "" : ",", name_of(t.action));
  Error error(errors::product_state, fmt::format("A product that is {} cannot be {}.", name_of(from), what));
  error.extend("current", fmt::format("\"{}\"", name_of(from))).extend("legal", "[" + allowed + "]");
  return error;
}

bool has_harvest(const Product& p, const Facts& facts) {
  return p.harvest.date || (p.harvest.from_month && p.harvest.to_month) || facts.latest_harvest;
}
bool field_is_the_farms(const Product& p, const Facts& facts) {
  return p.origin.field && std::ranges::find(facts.fields, *p.origin.field, &FieldFact::id) != facts.fields.end();
}
bool certificate_is_true(const Product& p, const Facts& facts) {
  return p.certificate.claim == CertificateClaim::none_claimed ||
         (p.certificate.claim == CertificateClaim::certified && facts.farm_certified);
}
bool has_priced_variant(const Product& p, const Facts&) {
  return !p.variants.empty() && std::ranges::all_of(p.variants, [](const Variant& v) { return v.price.minor > 0; });
}

constexpr ProvenanceRule rules[] = {
    {"origin_farm", "/farm", "The farm must be verified.",
     [](const Product& p, const Facts& f) { return p.farm.id == f.farm.id && f.farm_verified; }},
    {"origin_field", "/field", "Name the field or plot of the farm that it grows on.", field_is_the_farms},
    {"priced_variant", "/variants", "There must be a variant, and every variant needs a price.", has_priced_variant},
    {"harvest", "/harvest", "Give a harvest date or season, or a lot with its harvest date.", has_harvest},
    {"certification", "/certificate", "Name a certificate that the farm holds today, or say that none is claimed.", certificate_is_true},
    {"description", "/description", "Describe the product.", [](const Product& p, const Facts&) { return !p.description.empty(); }},
};

Result<void> require_provenance(const Product& product, const Facts& facts) {
  const auto missing = missing_provenance(product, facts);
  if (missing.empty()) return {};
  std::string names;
  for (const auto* rule : missing) names += fmt::format("{}\"{}\"", names.empty() ? "" : ",", rule->name);
  Error error(errors::provenance_required, fmt::format("{} of {} things are missing.", missing.size(), std::size(rules)));
  error.extend("missing", "[" + names + "]");
  for (const auto* rule : missing) error.field(std::string(rule->pointer), std::string(rule->name), std::string(rule->message));
  return fail(std::move(error));
}

// Sets the farm's own name of the field; a field of another farm is a wrong value, whatever the rest says.
Result<void> set_field(Product& product, const FieldId& field, const Facts& facts) {
  const auto found = std::ranges::find(facts.fields, field, &FieldFact::id);
  if (found == facts.fields.end())
    return fail(Error(gh::errors::invalid).field("/field", "unknown_field_of_farm", "The farm has no such field."));
  product.origin = {found->id, found->name};
  return {};
}

void check_variant(const VariantDraft& v, std::size_t at, Error& error) {
  const auto say = [&](std::string_view field, std::string_view code, std::string detail) {
    error.field(fmt::format("/variants/{}/{}", at, field), std::string(code), std::move(detail));
  };
  if (v.price.minor < 0 || v.price.minor > Money::max_minor) say("price", "out_of_range", "A price is not negative.");
  if (v.pack.milli <= 0 || v.pack.milli > pack_milli_max) say("pack", "out_of_range", "A pack holds more than 0 and at most 10,000 units.");
  if (v.step.milli <= 0 || v.step.milli > pack_milli_max) say("step", "out_of_range", "A step is more than 0 and at most 10,000 packs.");
}

Result<void> set_variants(Product& product, const std::vector<VariantDraft>& drafts) {
  Error error(gh::errors::invalid);
  if (drafts.size() > variants_max)
    error.field("/variants", "too_many", fmt::format("At most {} variants are sold at a time.", variants_max));
  std::vector<Variant> variants;
  std::int32_t made = product.variants_made;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const auto& d = drafts[i];
    check_variant(d, i, error);
    if (d.price.currency != drafts.front().price.currency)
      error.field(fmt::format("/variants/{}/price/currency", i), "mixed_currencies", "All variants have one currency.");
    if (d.sku && std::ranges::find(product.variants, *d.sku, &Variant::sku) == product.variants.end())
      error.field(fmt::format("/variants/{}/sku", i), "unknown_sku", "The product has no such variant; leave the sku out for a new one.");
    if (d.sku && std::ranges::find(variants, *d.sku, &Variant::sku) != variants.end())
      error.field(fmt::format("/variants/{}/sku", i), "repeated", "A variant is listed twice.");
    if (!d.sku && made == Sku::number_max) return fail(errors::too_many_variants);
    variants.push_back({d.sku ? *d.sku : Sku::of(product.id, ++made), d.title, d.unit, d.price, d.pack, d.step});
  }
  if (!error.fields().empty()) return fail(std::move(error));
  product.variants = std::move(variants);
  product.variants_made = made;
  return {};
}

Result<void> check_harvest(const Harvest& h) {
  const auto month = [](const std::optional<std::int32_t>& m) { return !m || (*m >= 1 && *m <= 12); };
  if (month(h.from_month) && month(h.to_month) && h.from_month.has_value() == h.to_month.has_value()) return {};
  return fail(Error(gh::errors::invalid).field("/harvest", "bad_season", "A season has two months, 1 to 12."));
}

// As they are searched and filtered: slugs, each once, in the order given.
Result<void> set_tags(Product& product, const std::vector<std::string>& tags) {
  if (tags.size() > tags_max) return fail(Error(gh::errors::invalid).field("/tags", "too_many", fmt::format("At most {} tags.", tags_max)));
  product.tags.clear();
  for (const auto& tag : tags) {
    auto slug = slug_of(tag);
    if (std::ranges::find(product.tags, slug) == product.tags.end()) product.tags.push_back(std::move(slug));
  }
  return {};
}

Result<void> move_to(Product& product, Action action, Timestamp now) {
  GH_TRY(product.status, after(product.status, action));
  product.updated = now;
  return {};
}

}  // namespace

Result<Status> after(Status from, Action action) {
  for (const auto& t : transitions)
    if (t.from == from && t.action == action) return t.to;
  return fail(illegal(from, action == Action::archive ? "archived" : action == Action::publish ? "published" : "unpublished"));
}

std::span<const ProvenanceRule> provenance_rules() { return rules; }

std::vector<const ProvenanceRule*> missing_provenance(const Product& product, const Facts& facts) {
  std::vector<const ProvenanceRule*> missing;
  for (const auto& rule : rules)
    if (!rule.met(product, facts)) missing.push_back(&rule);
  return missing;
}

std::string slug_of(std::string_view text) {
  std::string slug;
  bool gap = false;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (c == '\'') continue;  // Anna's -> annas
    if (kept && gap && !slug.empty()) slug += '-';
    if (kept && slug.size() >= slug_characters_max) break;
    gap = !kept;
    if (kept) slug += lower;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "product" : slug;
}

Result<Product> create(ProductId id, std::string slug, const Draft& draft, const Facts& facts, Timestamp now) {
  Product p;
  p.id = std::move(id);
  p.slug = std::move(slug);
  p.farm = facts.farm;
  p.title = draft.title;
  p.description = draft.description;
  p.category = draft.category;
  p.certificate = draft.certificate;
  p.storage = draft.storage;
  p.image = draft.image;
  p.created = p.updated = now;
  GH_CHECK(set_tags(p, draft.tags));
  GH_CHECK(set_variants(p, draft.variants));
  GH_CHECK(check_harvest(draft.harvest));
  p.harvest = draft.harvest;
  if (draft.field) GH_CHECK(set_field(p, *draft.field, facts));
  return p;
}

Result<void> edit(Product& product, const Edit& change, const Facts& facts, Timestamp now) {
  if (product.status == Status::archived) return fail(illegal(product.status, "edited"));
  Product p = product;  // all or nothing
  p.farm = facts.farm;
  if (change.title) p.title = *change.title;
  if (change.description) p.description = *change.description;
  if (change.category) p.category = *change.category;
  if (change.certificate) p.certificate = *change.certificate;
  if (change.storage) p.storage = *change.storage;
  if (change.image) p.image = *change.image;
  if (change.tags) GH_CHECK(set_tags(p, *change.tags));
  if (change.variants) GH_CHECK(set_variants(p, *change.variants));
  if (change.harvest) {
    GH_CHECK(check_harvest(*change.harvest));
    p.harvest = *change.harvest;
  }
  if (change.field) GH_CHECK(set_field(p, *change.field, facts));
  if (p.status == Status::published) GH_CHECK(require_provenance(p, facts));
  p.updated = now;
  product = std::move(p);
  return {};
}

Result<void> publish(Product& product, const Facts& facts, Timestamp now) {
  GH_CHECK(after(product.status, Action::publish));
  GH_CHECK(require_provenance(product, facts));
  GH_CHECK(move_to(product, Action::publish, now));
  product.farm = facts.farm;
  if (!product.published) product.published = now;
  return {};
}
Result<void> unpublish(Product& product, Timestamp now) { return move_to(product, Action::unpublish, now); }
Result<void> archive(Product& product, Timestamp now) { return move_to(product, Action::archive, now); }

namespace {

// Weights in 1/16 of 10 micrograms: the unit in which kilogram, avoirdupois pound (453.59237 g by definition) and ounce (1/16 lb) are
// all whole. Volumes in ml; pint and quart are sold as containers and priced each.
struct Measure {
  Unit unit;
  std::int64_t size;
};
constexpr Measure weights[] = {{Unit::kg, 1'600'000'000}, {Unit::g, 1'600'000}, {Unit::lb, 725'747'792}, {Unit::oz, 45'359'237}};
constexpr Measure volumes[] = {{Unit::l, 1000}, {Unit::ml, 1}};

const Measure* find(std::span<const Measure> measures, Unit unit) {
  const auto found = std::ranges::find(measures, unit, &Measure::unit);
  return found == measures.end() ? nullptr : &*found;
}

void add(std::vector<UnitPrice>& prices, const Variant& v, std::int64_t pack_size, const Measure& per) {
  const auto minor = multiply_divide(v.price.minor, per.size * 1000, pack_size * v.pack.milli);
  if (minor && *minor <= Money::max_minor) prices.push_back({{*minor, v.price.currency}, per.unit});
}

}  // namespace

std::vector<UnitPrice> unit_prices(const Variant& v) {
  std::vector<UnitPrice> prices;
  if (v.pack.milli <= 0 || v.pack.milli > pack_milli_max) return prices;
  if (const auto* weight = find(weights, v.unit)) {
    add(prices, v, weight->size, weights[0]);
    add(prices, v, weight->size, weights[2]);
  } else if (const auto* volume = find(volumes, v.unit)) {
    add(prices, v, volume->size, volumes[0]);
  } else {
    add(prices, v, 1, {v.unit, 1});
  }
  return prices;
}

std::optional<Money> lowest_price(const Product& product) {
  const auto cheapest = std::ranges::min_element(product.variants, {}, [](const Variant& v) { return v.price.minor; });
  return cheapest == product.variants.end() ? std::nullopt : std::optional(cheapest->price);
}

}  // namespace gh::catalog

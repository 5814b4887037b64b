#include "contexts/catalog/product.h"

#include <algorithm>

#include "base/errors.h"
#include "contexts/catalog/categories.h"
#include "contexts/catalog/errors.h"
#include "contexts/catalog/labels.h"

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

// Sets the farm's own name of the field; a field of another farm is a wrong value, whatever the rest says.
Result<void> set_field(Product& product, const FieldId& field, const Facts& facts) {
  const auto found = std::ranges::find(facts.fields, field, &FieldFact::id);
  if (found == facts.fields.end())
    return fail(Error(gh::errors::invalid).field("/field", "unknown_field_of_farm", "The farm has no such field."));
  product.origin = {found->id, found->name};
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

Result<void> set_category(Product& product, const std::string& slug, const CategoryTree& tree) {
  const auto* category = find(tree, slug);
  const bool kept = slug == product.category && !product.category_path.empty();
  if (category == nullptr) return fail(Error(gh::errors::invalid).field("/category", "unknown_category", "There is no such category."));
  if (category->archived && !kept)
    return fail(Error(gh::errors::invalid).field("/category", "archived_category", "An archived category takes nothing new."));
  product.category = slug;
  product.category_path = path_of(tree, slug);
  return {};
}

Result<void> set_season(Product& product, std::vector<std::int32_t> months) {
  std::ranges::sort(months);
  const auto twice = std::ranges::unique(months);
  months.erase(twice.begin(), twice.end());
  if (!months.empty() && (months.front() < 1 || months.back() > 12))
    return fail(Error(gh::errors::invalid).field("/season", "bad_month", "A month is a number from 1 to 12."));
  product.season = std::move(months);
  return {};
}

Result<void> set_related(Product& product, const std::vector<ProductId>& related) {
  Error error(gh::errors::invalid);
  if (related.size() > related_max) error.field("/related", "too_many", fmt::format("At most {} related products.", related_max));
  for (std::size_t i = 0; i < related.size(); ++i) {
    const auto before = std::ranges::find(related, related[i]) - related.begin();
    if (related[i] == product.id) error.field(fmt::format("/related/{}", i), "itself", "A product is not related to itself.");
    if (static_cast<std::size_t>(before) < i) error.field(fmt::format("/related/{}", i), "repeated", "A product is listed twice.");
  }
  if (!error.fields().empty()) return fail(std::move(error));
  product.related = related;
  return {};
}

Result<void> set_shelf_life(Product& product, std::int32_t days) {
  if (days < 0 || days > shelf_life_days_max)
    return fail(Error(gh::errors::invalid)
                    .field("/min_remaining_shelf_life_days", "out_of_range", fmt::format("From 0 to {} days.", shelf_life_days_max)));
  product.min_remaining_shelf_life_days = days;
  return {};
}

Result<void> set_images(Product& product, const std::vector<Image>& images) {
  if (images.size() > images_max)
    return fail(Error(gh::errors::invalid).field("/images", "too_many", fmt::format("At most {} images.", images_max)));
  product.images = images;
  return {};
}

void set_allergens(Product& product, std::vector<Allergen> allergens) {
  std::ranges::sort(allergens);
  const auto twice = std::ranges::unique(allergens);
  allergens.erase(twice.begin(), twice.end());
  product.allergens = std::move(allergens);
}

Result<void> apply(Product& p, const Edit& change, const Facts& facts) {
  if (change.title) p.title = *change.title;
  if (change.description) p.description = *change.description;
  if (change.certificate) p.certificate = *change.certificate;
  if (change.storage) p.storage = *change.storage;
  if (change.handling) p.handling = *change.handling;
  if (change.no_storage_class) p.storage_class.reset();
  if (change.no_allergens) p.allergens.reset();
  if (change.no_field) p.origin = {};
  if (change.storage_class) p.storage_class = change.storage_class;
  if (change.tax_category) p.tax_category = *change.tax_category;
  if (change.seo) p.seo = *change.seo;
  if (change.category) GH_CHECK(set_category(p, *change.category, tree_of(facts)));
  if (change.allergens) set_allergens(p, *change.allergens);
  if (change.season) GH_CHECK(set_season(p, *change.season));
  if (change.min_remaining_shelf_life_days) GH_CHECK(set_shelf_life(p, *change.min_remaining_shelf_life_days));
  if (change.related) GH_CHECK(set_related(p, *change.related));
  if (change.images) GH_CHECK(set_images(p, *change.images));
  if (change.tags) GH_CHECK(set_tags(p, *change.tags));
  if (change.variants) GH_CHECK(set_variants(p, *change.variants));
  if (change.harvest) {
    GH_CHECK(check_harvest(*change.harvest));
    p.harvest = *change.harvest;
  }
  if (change.field) GH_CHECK(set_field(p, *change.field, facts));
  return {};
}

Result<void> move_to(Product& product, Action action, Timestamp now) {
  GH_TRY(product.status, after(product.status, action));
  product.updated = now;
  bring_up(product, now);
  return {};
}

}  // namespace

Result<Status> after(Status from, Action action) {
  for (const auto& t : transitions)
    if (t.from == from && t.action == action) return t.to;
  return fail(illegal(from, action == Action::archive ? "archived" : action == Action::publish ? "published" : "unpublished"));
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

std::string slug_for(std::string_view title) {
  constexpr std::string_view reserved = "bulk";  // /products/bulk is no product
  auto slug = slug_of(title);
  return slug == reserved ? "product-" + slug : slug;
}

std::vector<std::int32_t> months_of(const Product& p) {
  if (!p.season.empty() || !p.harvest.from_month || !p.harvest.to_month) return p.season;
  std::vector<std::int32_t> months;
  const auto last = *p.harvest.to_month;
  for (auto month = *p.harvest.from_month;; month = month % 12 + 1) {
    months.push_back(month);
    if (month == last || months.size() == 12) break;
  }
  std::ranges::sort(months);
  return months;
}

Result<Product> create(ProductId id, std::string slug, const Draft& draft, const Facts& facts, Timestamp now) {
  Product p;
  p.id = std::move(id);
  p.slug = std::move(slug);
  p.reference = draft.reference;
  take_farm(p, {facts.farm, facts.labels}, now);
  p.created = p.updated = now;
  GH_CHECK(apply(p,
                 {.title = draft.title,
                  .description = draft.description,
                  .category = draft.category,
                  .tags = draft.tags,
                  .variants = draft.variants,
                  .field = draft.field,
                  .harvest = draft.harvest,
                  .season = draft.season,
                  .certificate = draft.certificate,
                  .storage = draft.storage,
                  .handling = draft.handling,
                  .storage_class = draft.storage_class,
                  .allergens = draft.allergens,
                  .tax_category = draft.tax_category,
                  .min_remaining_shelf_life_days = draft.min_remaining_shelf_life_days,
                  .related = draft.related,
                  .seo = draft.seo,
                  .images = draft.images},
                 facts));
  return p;
}

constexpr std::string_view copy_mark = " (copy)";
constexpr std::size_t title_bytes_copied_max = 120;  // of a title of at most 120 characters

Draft copy_of(const Product& p) {
  Draft d;
  d.title = p.title.size() + copy_mark.size() <= title_bytes_copied_max ? p.title + std::string(copy_mark) : p.title;
  d.description = p.description;
  d.category = p.category;
  d.tags = p.tags;
  for (const auto& variant : p.variants) {
    auto draft = as_draft(variant);
    draft.sku.reset();
    draft.gtin.clear();
    draft.sale.reset();
    d.variants.push_back(std::move(draft));
  }
  d.field = p.origin.field;
  d.harvest = p.harvest;
  d.season = p.season;
  d.certificate = p.certificate;
  d.storage = p.storage;
  d.handling = p.handling;
  d.storage_class = p.storage_class;
  d.allergens = p.allergens;
  d.tax_category = p.tax_category;
  d.min_remaining_shelf_life_days = p.min_remaining_shelf_life_days;
  d.related = p.related;
  d.seo = p.seo;
  d.images = p.images;
  return d;
}

Result<void> edit(Product& product, const Edit& change, const Facts& facts, Timestamp now) {
  if (product.status == Status::archived) return fail(illegal(product.status, "edited"));
  Product p = product;  // all or nothing
  bring_up(p, now);
  if (change.certificate) p.lapsed = false;  // a new claim must be true now
  GH_CHECK(apply(p, change, facts));
  if (p.status == Status::published) GH_CHECK(require_provenance(p, facts));
  take_farm(p, {facts.farm, facts.labels}, now);
  p.updated = now;
  product = std::move(p);
  return {};
}

Result<void> publish(Product& product, const Facts& facts, Timestamp now) {
  GH_CHECK(after(product.status, Action::publish));
  GH_CHECK(require_provenance(product, facts));
  GH_CHECK(move_to(product, Action::publish, now));
  take_farm(product, {facts.farm, facts.labels}, now);
  if (!product.published) product.published = now;
  return {};
}
Result<void> unpublish(Product& product, Timestamp now) { return move_to(product, Action::unpublish, now); }
Result<void> archive(Product& product, Timestamp now) { return move_to(product, Action::archive, now); }

}  // namespace gh::catalog

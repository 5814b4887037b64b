#include "contexts/catalog/service.h"

#include "contexts/catalog/categories.h"
#include "contexts/catalog/cursor.h"
#include "contexts/catalog/errors.h"

namespace gh::catalog {
namespace {

enum class Scope { all, category, farm };

struct Listing {
  Scope scope;
  ListSort sort;
  std::string_view index;
  bool descending;
};
constexpr Listing listings[] = {
    {Scope::all, ListSort::newest, index::newest, true},
    {Scope::all, ListSort::title, index::title, false},
    {Scope::all, ListSort::price, index::price, false},
    {Scope::category, ListSort::newest, index::category_newest, true},
    {Scope::category, ListSort::price, index::category_price, false},
    {Scope::farm, ListSort::newest, index::farm_newest, true},
};

const Listing* listing_of(const ListQuery& query) {
  if (!query.category.empty() && !query.farm.empty()) return nullptr;
  const Scope scope = !query.category.empty() ? Scope::category : !query.farm.empty() ? Scope::farm : Scope::all;
  for (const auto& listing : listings)
    if (listing.scope == scope && listing.sort == query.sort) return &listing;
  return nullptr;
}

std::string scope_of(const ListQuery& query) { return query.category.empty() ? query.farm.text() : query.category; }

// All keys that begin with scope + '/'; '0' is the character after '/'.
ports::Range within(const std::string& scope, bool descending) {
  if (scope.empty()) return {"", "", descending};
  return {scope + "/", scope + "0", descending};
}

// keep: of those that stand in the index, which are still to be shown.
template <class Keep>
ProductPage page_of(TypedPage<Product> found, const std::string& list, Keep keep) {
  ProductPage page;
  page.items.reserve(found.items.size());
  for (auto& item : found.items)
    if (keep(item.value)) page.items.push_back(std::move(item.value));
  page.next_cursor = seal_cursor(list, found.next);
  return page;
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return lower;
}

bool fits(const Product& p, const DeskFilter& filter) {
  if (filter.status && p.status != *filter.status) return false;
  if (filter.text.empty()) return true;
  const auto text = lowered(filter.text);
  return lowered(p.title).find(text) != std::string::npos || lowered(p.reference).find(text) != std::string::npos;
}

SellableVariant sellable_of(const Sku& sku, const std::optional<Versioned<Product>>& found, Timestamp now) {
  SellableVariant answer;
  answer.sku = sku;
  answer.product = sku.product();
  if (!found) return answer;
  const Product& p = found->value;
  answer.slug = p.slug;
  answer.title = p.title;
  answer.farm = p.farm;
  answer.origin = p.origin;
  answer.harvest = p.harvest;
  answer.certificate = p.certificate;
  answer.tax_category = p.tax_category;
  answer.storage = p.storage_class.value_or(StorageClass::ambient);
  answer.min_remaining_shelf_life_days = p.min_remaining_shelf_life_days;
  answer.categories = category_slugs(p);
  if (const auto labels = holding_labels(p, now); !labels.empty()) answer.certificate.number = labels.front().number;
  const auto variant = std::ranges::find(p.variants, sku, &Variant::sku);
  if (variant == p.variants.end()) return answer;
  answer.variant_title = variant->title;
  answer.unit = variant->unit;
  answer.pack = variant->pack;
  answer.step = variant->step;
  answer.min_quantity = variant->min_quantity;
  answer.price = variant->price;
  answer.sale = variant->sale;
  answer.breaks = variant->breaks;
  answer.pack_grams = grams_of_pack(*variant);
  answer.on_sale = is_shown(p, now) && p.farm.selling;
  return answer;
}

constexpr int slug_attempts_max = 20;

}  // namespace

Service::Service(ports::Documents& documents, const Clock& clock, Random& random)
    : products_(documents, products_spec(), keys_of), categories_(documents), clock_(clock), random_(random) {}

Task<Result<Product>> Service::create(Draft draft, Facts facts) {
  const auto now = clock_.now();
  GH_CO_CHECK(co_await check_related(draft.related, facts.farm.id));
  auto id = draft.reference.empty() ? ProductId::make(now, random_) : id_of_reference(facts.farm.id, draft.reference);
  GH_CO_TRY(Product product, catalog::create(std::move(id), slug_for(draft.title), draft, facts, now));
  const std::string wanted = product.slug;
  // heirloom-tomatoes, then heirloom-tomatoes-<farm>, then numbered, then with the end of the id, which is nobody else's.
  for (int attempt = 1;; ++attempt) {
    auto written = co_await products_.insert(product);
    if (written) co_return std::move(written->value);
    if (!draft.reference.empty() && written.error().is(ports::errors::duplicate_key) && written.error().detail() == "id")
      co_return fail(Error(errors::reference_taken).field("/reference", "taken", "The farm has a product with this reference."));
    if (!written.error().is(ports::errors::duplicate_key) || attempt > slug_attempts_max) co_return fail(std::move(written).error());
    const std::string farmed = wanted + "-" + facts.farm.slug;
    product.slug = attempt == 1                  ? farmed
                   : attempt < slug_attempts_max ? fmt::format("{}-{}", farmed, attempt)
                                                 : slug_of(wanted + "-" + product.id.text().substr(20));
  }
}

// A product of this farm, whatever its status.
Task<Result<Product>> Service::owned(ProductId id, FarmId farm) {
  GH_CO_TRY(auto found, co_await products_.require(std::move(id)));
  if (farm.empty() || found->farm.id != farm) co_return fail(gh::errors::not_found);
  co_return std::move(found.value);
}

template <class Change>
Task<Result<Product>> Service::change(ProductId id, FarmId farm, Change change) {
  const auto now = clock_.now();
  auto written = co_await products_.update(std::move(id), [&](Product& p, Products::Outbox&) -> Result<void> {
    if (farm.empty() || p.farm.id != farm) return fail(gh::errors::not_found);
    return change(p, now);
  });
  if (!written) co_return fail(std::move(written).error());
  co_return std::move(written->value);
}

// Those of other farms are unknown; what was archived is not shown beside anything.
Task<Result<void>> Service::check_related(std::vector<ProductId> related, FarmId farm) {
  Error error(gh::errors::invalid);
  for (std::size_t i = 0; i < std::min(related.size(), related_max); ++i) {
    GH_CO_TRY(const auto found, co_await products_.get(related[i]));
    if (!found || found->value.farm.id != farm || found->value.status == Status::archived)
      error.field(fmt::format("/related/{}", i), "unknown_product", "The farm has no such product.");
  }
  if (!error.fields().empty()) co_return fail(std::move(error));
  co_return Result<void>{};
}

Task<Result<Product>> Service::edit(ProductId id, Edit what, Facts facts) {
  if (what.related) GH_CO_CHECK(co_await check_related(*what.related, facts.farm.id));
  co_return co_await change(std::move(id), facts.farm.id, [&](Product& p, Timestamp now) { return catalog::edit(p, what, facts, now); });
}
Task<Result<Product>> Service::publish(ProductId id, Facts facts) {
  co_return co_await change(std::move(id), facts.farm.id, [&](Product& p, Timestamp now) { return catalog::publish(p, facts, now); });
}
Task<Result<Product>> Service::unpublish(ProductId id, FarmId farm) {
  co_return co_await change(std::move(id), std::move(farm), [](Product& p, Timestamp now) { return catalog::unpublish(p, now); });
}
Task<Result<Product>> Service::archive(ProductId id, FarmId farm) {
  co_return co_await change(std::move(id), std::move(farm), [](Product& p, Timestamp now) { return catalog::archive(p, now); });
}

Task<Result<Product>> Service::by_id(ProductId id, FarmId viewer) {
  GH_CO_TRY(auto found, co_await products_.require(std::move(id)));
  if (!is_shown(found.value, clock_.now()) && (viewer.empty() || found->farm.id != viewer)) co_return fail(gh::errors::not_found);
  co_return std::move(found.value);
}

Task<Result<Product>> Service::by_slug(std::string slug, FarmId viewer) {
  if (slug.empty()) co_return fail(gh::errors::not_found);
  GH_CO_TRY(auto found, co_await products_.find_one(index::slug, std::move(slug)));
  if (!found || (!is_shown(found->value, clock_.now()) && (viewer.empty() || (*found)->farm.id != viewer)))
    co_return fail(gh::errors::not_found);
  co_return std::move(found->value);
}

bool Service::listable(const ListQuery& query) { return listing_of(query) != nullptr; }

Task<Result<ProductPage>> Service::list(ListQuery query) {
  const auto* listing = listing_of(query);
  if (listing == nullptr) co_return fail(gh::errors::invalid, "This sort order does not exist with this filter.");
  const std::string scope = scope_of(query);
  const std::string name = fmt::format("{}/{}", listing->index, scope);
  GH_CO_TRY(auto position, open_cursor(name, query.cursor));
  GH_CO_TRY(auto found, co_await products_.find(listing->index, within(scope, listing->descending), query.limit, std::move(position)));
  co_return page_of(std::move(found), name, [now = clock_.now()](const Product& p) { return is_shown(p, now); });
}

Task<Result<ProductPage>> Service::of_farm(FarmId farm, DeskFilter filter, int limit, std::string cursor) {
  if (farm.empty()) co_return ProductPage{};
  const std::string name = fmt::format("{}/{}", index::farm, farm.text());
  GH_CO_TRY(auto position, open_cursor(name, cursor));
  ProductPage page;
  for (int looked_at = 0; looked_at < looked_at_max;) {
    const int wanted = limit - static_cast<int>(page.items.size());  // so that the page never ends inside of what was read
    GH_CO_TRY(auto found, co_await products_.find(index::farm, within(farm.text(), true), wanted, std::move(position)));
    looked_at += wanted;
    position = std::move(found.next);
    for (auto& item : found.items)
      if (fits(item.value, filter)) page.items.push_back(std::move(item.value));
    if (position.empty() || static_cast<int>(page.items.size()) == limit) break;
  }
  page.next_cursor = seal_cursor(name, position);
  co_return page;
}

Task<Result<std::vector<Product>>> Service::published(std::vector<ProductId> ids) {
  std::vector<Product> products;
  products.reserve(ids.size());
  for (auto& id : ids) {
    GH_CO_TRY(auto found, co_await products_.get(std::move(id)));
    if (found && is_shown((*found).value, clock_.now())) products.push_back(std::move(found->value));
  }
  co_return products;
}

Task<Result<std::vector<SellableVariant>>> Service::sellable(std::vector<Sku> skus) {
  if (skus.size() > sellable_max) co_return fail(gh::errors::invalid, "Too many skus in one question.");
  std::map<ProductId, std::optional<Versioned<Product>>> read;
  std::vector<SellableVariant> answers;
  answers.reserve(skus.size());
  for (const auto& sku : skus) {
    const ProductId id = sku.product();
    auto at = read.find(id);
    if (at == read.end()) {
      GH_CO_TRY(auto found, co_await products_.get(id));
      at = read.emplace(id, std::move(found)).first;
    }
    answers.push_back(sellable_of(sku, at->second, clock_.now()));
  }
  co_return answers;
}

Task<Result<std::optional<Product>>> Service::find(ProductId id) {
  GH_CO_TRY(auto found, co_await products_.get(std::move(id)));
  if (!found) co_return std::nullopt;
  co_return std::optional(std::move(found->value));
}

// A batch is written at once, so that its writes share their commit.
Task<Result<void>> Service::farm_changed(FarmFacts facts) {
  constexpr int batch = 100;
  const auto take = [this, &facts](ProductId id) -> Task<Result<Versioned<Product>>> {
    co_return co_await products_.update(std::move(id), [&](Product& p, Products::Outbox&) -> Result<void> {
      take_farm(p, facts, clock_.now());
      return {};
    });
  };
  std::string position;
  do {
    GH_CO_TRY(auto found, co_await products_.find(index::farm, within(facts.farm.id.text(), false), batch, position));
    position = std::move(found.next);
    std::vector<Task<Result<Versioned<Product>>>> takes;
    for (const auto& item : found.items) takes.push_back(take(item->id));
    for (const auto& taken : co_await when_all(std::move(takes)))
      if (!taken) co_return fail(taken.error());
  } while (!position.empty());
  co_return Result<void>{};
}

Task<Result<void>> Service::bring_to_tree() {
  constexpr int batch = 100;
  GH_CO_TRY(const auto tree, co_await categories_.tree());
  std::string position;
  do {
    GH_CO_TRY(auto found, co_await products_.find("", {}, batch, position));
    position = std::move(found.next);
    for (const auto& item : found.items) {
      const auto path = path_of(*tree, item->category);
      if (path.empty() || path == path_of(item.value)) continue;
      GH_CO_CHECK(co_await products_.update(item->id, [&](Product& p, Products::Outbox&) -> Result<void> {
        p.category_path = path_of(*tree, p.category);
        return {};
      }));
    }
    co_await sleep(Milliseconds(0));  // others want the loop, too
  } while (!position.empty());
  co_return Result<void>{};
}

}  // namespace gh::catalog

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/catalog/categories.h"
#include "contexts/catalog/labels.h"
#include "contexts/catalog/units.h"
#include "contexts/farmers/certificates.h"
#include "contexts/farmers/farm.h"
#include "flows/indexing/follower.h"
#include "platform/json/json.h"

namespace gh::indexing {
namespace {

using ports::SearchFacet;
constexpr std::int64_t day_ms = std::int64_t{24} * 60 * 60 * 1000;

// What the index needs of a stock item. The rest of it, which grows with every sale, is passed over.
struct StoredLots {
  std::vector<inventory::Lot> lots;
};
BOOST_DESCRIBE_STRUCT(StoredLots, (), (lots))

Timestamp end_of(Date day) { return {(day.days + 1) * day_ms}; }

template <class Enum>
std::string name_of(Enum value) {
  return boost::describe::enum_to_string(value, "");
}

// The labels of the certificates that the product claims, each as long as its certificate holds.
void add_certificates(const catalog::Product& product, ports::SearchRow& row) {
  for (const auto& label : catalog::claimed_labels(product.certificate, product.farm_labels)) {
    if (label.standing != catalog::LabelStanding::in_force) continue;
    row.labels.push_back(
        {SearchFacet::certification, name_of(label.scheme), label.holds_from, label.holds_until.value_or(ports::search_end)});
  }
}

void add_certificates(const farmers::Farm& farm, ports::SearchRow& row) {
  const auto& zone = farmers::zone_of(farm);
  for (const auto& c : farm.certifications) {
    if (!c.verified || c.standing != farmers::Standing::in_force) continue;
    row.labels.push_back(
        {SearchFacet::certification, name_of(c.scheme), farmers::begins(c, zone), farmers::ends(c, zone).value_or(ports::search_end)});
  }
}

// A product without a season is sold all year.
void add_season(const catalog::Product& product, ports::SearchRow& row) {
  auto months = catalog::months_of(product);
  if (months.empty())
    for (std::int32_t month = 1; month <= 12; ++month) months.push_back(month);
  for (const auto month : months) row.labels.push_back({SearchFacet::season, std::to_string(month)});
}

// A category that is called after several things says of a product only that it may be one of them: "Milk and cream".
bool names_one_thing(const std::string& name) { return name.find(',') == std::string::npos && name.find(" and ") == std::string::npos; }

void add_categories(const catalog::Product& product, ports::SearchRow& row) {
  for (const auto& category : catalog::path_of(product)) {
    row.labels.push_back({SearchFacet::category, category.slug});
    if (names_one_thing(category.name)) row.words += category.name + " ";
  }
}

ports::SearchPrice price_of(const catalog::Variant& variant, Money pack_price) {
  ports::SearchPrice price{.minor = pack_price.minor};
  const auto units = catalog::unit_prices(variant, pack_price);
  if (units.empty()) return price;
  price.unit_minor = units.front().price.minor;
  switch (catalog::dimension_of(units.front().per)) {
    case catalog::Dimension::weight:
      price.measure = ports::SearchMeasure::weight;
      break;
    case catalog::Dimension::volume:
      price.measure = ports::SearchMeasure::volume;
      break;
    case catalog::Dimension::count:
    case catalog::Dimension::none:
      price.measure = ports::SearchMeasure::piece;
  }
  return price;
}

// The cheapest variant speaks for the product, at each moment.
void add_prices(const catalog::Product& product, ports::SearchRow& row) {
  const auto cheapest = std::ranges::min_element(product.variants, {}, [](const catalog::Variant& v) { return v.price.minor; });
  if (cheapest == product.variants.end()) return;
  row.price = price_of(*cheapest, cheapest->price);
  for (const auto& variant : product.variants)
    if (variant.sale && variant.sale->price.minor < row.price.minor)
      row.sales.push_back({price_of(variant, variant.sale->price), variant.sale->from, variant.sale->to});
  std::ranges::sort(row.sales, {}, [](const ports::SearchSale& sale) { return sale.price.minor; });  // further ones are left out
}

}  // namespace

std::string_view ProductSource::collection() const { return catalog::products_collection; }

// The last lot that is not all promised decides; what the clock ends needs no write.
Task<Result<std::optional<Date>>> ProductSource::last_day(std::string sku) const {
  GH_CO_TRY(const auto document, co_await documents_.get(inventory::stock_items_collection, std::move(sku)));
  std::optional<Date> last;
  if (!document) co_return last;  // never stocked
  const auto stored = json::parse_stored<StoredLots>(document->body);
  if (!stored) co_return fail(errors::internal, fmt::format("{} cannot be read: {}", document->id, stored.error().detail()));
  for (const auto& lot : stored->lots)
    if (lot.status == inventory::LotStatus::sellable && lot.on_hand.milli > lot.held.milli)
      last = std::max(last.value_or(lot.best_before), lot.best_before);
  co_return last;
}

// In stock until the last lot of the variant that lasts longest may no longer be sold.
Task<Result<void>> ProductSource::add_stock(const catalog::Product& product, ports::SearchRow& row) {
  std::optional<Timestamp> until;
  for (const auto& variant : product.variants) {
    GH_CO_TRY(const auto last, co_await last_day(variant.sku.text()));
    if (last) until = std::max(until, std::optional(end_of(Date{last->days - product.min_remaining_shelf_life_days})));
  }
  if (until) row.labels.push_back({SearchFacet::stock, "true", ports::search_begin, *until});
  row.labels.push_back({SearchFacet::stock, "false", until.value_or(ports::search_begin), ports::search_end});
  co_return Result<void>{};
}

Task<Result<std::optional<ports::SearchRow>>> ProductSource::row(std::string id) {
  const auto parsed = ProductId::parse(id);
  if (!parsed) co_return std::nullopt;
  GH_CO_TRY(auto product, co_await catalog_.find(*parsed));
  if (!product || product->status != catalog::Status::published || product->lapsed) co_return std::nullopt;
  ports::SearchRow row;
  row.kind = ports::SearchKind::product;
  row.id = std::move(id);
  row.title = product->title;
  row.farm = product->farm.id.text();
  row.farm_name = product->farm.name;
  row.description = product->description;
  add_categories(*product, row);
  for (const auto& tag : product->tags) row.labels.push_back({SearchFacet::tag, tag});
  add_season(*product, row);
  add_certificates(*product, row);
  GH_CO_CHECK(co_await add_stock(*product, row));
  row.labels.push_back({SearchFacet::storage, name_of(product->storage_class.value_or(catalog::StorageClass::ambient))});
  add_prices(*product, row);
  row.newness = product->published.value_or(product->created).ms;
  co_return row;
}

std::string_view StockSource::collection() const { return inventory::stock_items_collection; }

Task<Result<std::string>> StockSource::changed(std::string document) {
  const auto sku = Sku::parse(document);
  if (!sku) co_return "";
  GH_CO_TRY(const State now, co_await products_.last_day(std::move(document)));
  if (last_.size() >= remembered_max) last_.clear();
  const auto [before, fresh] = last_.emplace(*sku, now);
  if (!fresh && before->second == now) co_return "";
  before->second = now;
  GH_CO_TRY(const auto product, co_await catalog_.find(sku->product()));
  // Also what is limited like stock, places and uses, has no product. Of one that comes back the row is made anew.
  if (!product || product->status != catalog::Status::published || product->lapsed) co_return "";
  co_return sku->product().text();
}

std::string_view FarmSource::collection() const { return "farms"; }

Task<Result<std::optional<ports::SearchRow>>> FarmSource::row(std::string id) {
  const auto parsed = FarmId::parse(id);
  if (!parsed) co_return std::nullopt;
  auto farm = co_await farmers_.get(*parsed);
  if (!farm && farm.error().is(errors::not_found)) co_return std::nullopt;
  if (!farm) co_return fail(std::move(farm).error());
  if (!farmers::is_public(farm->status)) co_return std::nullopt;
  ports::SearchRow row;
  row.kind = ports::SearchKind::farm;
  row.id = row.farm = std::move(id);
  row.title = std::move(farm->name);
  row.description = farm->city + " " + farm->state + " " + farm->story;
  for (const auto& tag : farm->tags) row.labels.push_back({SearchFacet::tag, tag});
  if (!farm->state.empty()) row.labels.push_back({SearchFacet::state, farm->state});
  add_certificates(*farm, row);
  if (farm->location) row.place = ports::Place{farm->location->latitude_micro, farm->location->longitude_micro};
  row.newness = farm->created.ms;
  co_return row;
}

}  // namespace gh::indexing

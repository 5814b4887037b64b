#include "adapters/sqlite_search/catalogue.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "adapters/sqlite_search/words.h"

namespace gh::sqlite_search {
namespace {

constexpr double earth_radius_m = 6'371'008.8;  // IUGG mean radius
constexpr double radians_per_microdegree = std::numbers::pi / 180e6;
constexpr std::size_t pool_waste_min = 4096;  // gaps that are not worth tidying

}  // namespace

SortKey title_key(std::string_view title) {
  const std::string letters = folded(title.substr(0, 64));
  std::uint64_t halves[2] = {0, 0};
  for (std::size_t i = 0; i < 16; ++i)
    halves[i / 8] = (halves[i / 8] << 8) | (i < letters.size() ? static_cast<unsigned char>(letters[i]) : 0U);
  return {static_cast<std::int64_t>(halves[0] >> 1), (halves[1] >> 1) | (halves[0] << 63)};
}

double distance_m(ports::Place a, ports::Place b) {
  const double lat_a = a.latitude * radians_per_microdegree, lat_b = b.latitude * radians_per_microdegree;
  const double sin_lat = std::sin((lat_b - lat_a) / 2);
  const double sin_lon = std::sin((static_cast<double>(b.longitude) - a.longitude) * radians_per_microdegree / 2);
  const double h = sin_lat * sin_lat + std::cos(lat_a) * std::cos(lat_b) * sin_lon * sin_lon;
  return 2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(h)));
}

void Catalogue::count_sales(const std::vector<ports::SearchSale>& sales, int sign) {
  for (const auto& sale : sales) {
    for (const auto at : {sale.from, sale.until}) {
      if (at == ports::search_begin || at == ports::search_end) continue;
      auto& count = sale_changes_[at];
      count += sign;
      if (count == 0) sale_changes_.erase(at);
    }
  }
}

void Catalogue::tidy_pool() {
  if (pool_.size() < 2 * pool_used_ + pool_waste_min) return;
  std::vector<LabelNumber> tidy;
  tidy.reserve(pool_used_);
  for (auto& entry : entries_) {
    const auto mine = labels(entry);
    entry.labels_at = static_cast<std::uint32_t>(tidy.size());
    tidy.insert(tidy.end(), mine.begin(), mine.end());
  }
  pool_ = std::move(tidy);
}

void Catalogue::put(RowNumber row, std::string id, const Facts& facts, Labels& labels) {
  erase(row, labels);
  if (row >= entries_.size()) {
    entries_.resize(row + std::size_t{1});
    ids_.resize(row + std::size_t{1});
  }
  Entry& entry = entries_[row];
  entry = {.title = facts.title,
           .price = facts.price,
           .newness = facts.newness,
           .labels_at = static_cast<std::uint32_t>(pool_.size()),
           .farm = no_farm,
           .label_count = static_cast<std::uint8_t>(facts.labels.size()),
           .title_words = facts.title_words,
           .there = true,
           .has_sales = !facts.sales.empty()};
  ids_[row] = std::move(id);
  pool_.insert(pool_.end(), facts.labels.begin(), facts.labels.end());
  pool_used_ += facts.labels.size();
  for (const auto number : facts.labels) {
    labels.count(number, 1);
    if (const auto& label = labels.all()[number]; label.facet == ports::SearchFacet::farm) entry.farm = label.value;
  }
  if (!facts.sales.empty()) sales_[row] = facts.sales;
  count_sales(facts.sales, 1);
  if (facts.place) places_[entry.farm] = *facts.place;
  ++rows_;
  tidy_pool();
}

void Catalogue::erase(RowNumber row, Labels& known) {
  if (row >= entries_.size() || !entries_[row].there) return;
  Entry& entry = entries_[row];
  for (const auto number : labels(entry)) known.count(number, -1);
  pool_used_ -= entry.label_count;
  if (const auto sales = sales_.find(row); sales != sales_.end()) {
    count_sales(sales->second, -1);
    sales_.erase(sales);
  }
  places_.erase(entry.farm);
  ids_[row] = {};
  entry = Entry{};
  --rows_;
}

ports::SearchPrice Catalogue::price(RowNumber row, Timestamp now) const {
  ports::SearchPrice best = entries_[row].price;
  if (!entries_[row].has_sales) return best;
  for (const auto& sale : sales_.at(row))
    if (sale.from <= now && now < sale.until && sale.price.minor < best.minor) best = sale.price;
  return best;
}

std::optional<ports::Place> Catalogue::place(ValueNumber farm) const {
  const auto found = places_.find(farm);
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

Timestamp Catalogue::next_sale_change(Timestamp now) const {
  const auto next = sale_changes_.upper_bound(now);
  return next == sale_changes_.end() ? ports::search_end : next->first;
}

}  // namespace gh::sqlite_search

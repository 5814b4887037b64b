#include "adapters/sqlite_search/catalogue.h"

#include <cmath>
#include <numbers>

#include "adapters/sqlite_search/words.h"

namespace gh::sqlite_search {
namespace {

constexpr double earth_radius_m = 6'371'008.8;  // IUGG mean radius
constexpr double radians_per_microdegree = std::numbers::pi / 180e6;

SortKey title_key(std::string_view title) {
  const std::string letters = folded(title.substr(0, 64));
  std::uint64_t halves[2] = {0, 0};
  for (std::size_t i = 0; i < 16; ++i)
    halves[i / 8] = (halves[i / 8] << 8) | (i < letters.size() ? static_cast<unsigned char>(letters[i]) : 0U);
  return {static_cast<std::int64_t>(halves[0] >> 1), (halves[1] >> 1) | (halves[0] << 63)};
}

}  // namespace

double distance_m(ports::Place a, ports::Place b) {
  const double lat_a = a.latitude * radians_per_microdegree, lat_b = b.latitude * radians_per_microdegree;
  const double sin_lat = std::sin((lat_b - lat_a) / 2);
  const double sin_lon = std::sin((static_cast<double>(b.longitude) - a.longitude) * radians_per_microdegree / 2);
  const double h = sin_lat * sin_lat + std::cos(lat_a) * std::cos(lat_b) * sin_lon * sin_lon;
  return 2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(h)));
}

std::uint32_t Names::number(const std::string& name) {
  if (name.empty()) return 0;
  return numbers_.emplace(name, static_cast<std::uint32_t>(numbers_.size() + 1)).first->second;
}

std::uint32_t Names::find(const std::string& name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? 0 : found->second;
}

void Catalogue::put(RowNumber row, const ports::SearchRow& source) {
  erase(row);
  const auto at = static_cast<std::size_t>(row);
  if (at >= entries_.size()) entries_.resize(at + 1);
  Entry& entry = entries_[at];
  entry.there = true;
  entry.kind = source.kind;
  entry.category = category_names_.number(source.category);
  entry.farm = farm_names_.number(source.farm);
  entry.price_minor = source.price_minor;
  entry.newness = source.newness;
  entry.title = title_key(source.title);
  entry.title_words = static_cast<std::uint8_t>(std::clamp<std::size_t>(words_of(source.title).size(), 1, 255));
  for (const auto& tag : source.tags) entry.tags.push_back(tag_names_.number(tag));
  entry.tags.shrink_to_fit();
  std::ranges::sort(entry.tags);
  ++counts_[entry.kind == ports::SearchKind::farm];
  if (entry.kind != ports::SearchKind::farm) return;
  if (entry.farm >= places_.size()) places_.resize(entry.farm + 1);
  places_[entry.farm] = source.place;
}

void Catalogue::erase(RowNumber row) {
  if (find(row) == nullptr) return;
  Entry& entry = entries_[static_cast<std::size_t>(row)];
  --counts_[entry.kind == ports::SearchKind::farm];
  if (entry.kind == ports::SearchKind::farm && entry.farm < places_.size()) places_[entry.farm].reset();
  entry = Entry{};
}

Filter::Filter(const Catalogue& catalogue, const ports::SearchQuery& query) : catalogue_(catalogue), query_(query) {
  const auto need = [&](const Names& names, const std::string& name) {
    const auto number = names.find(name);
    impossible_ = impossible_ || (number == 0 && !name.empty());
    return number;
  };
  farm_ = need(catalogue.farm_names(), query.farm);
  category_ = need(catalogue.category_names(), query.category);
  for (const auto& tag : query.tags) tags_.push_back(need(catalogue.tag_names(), tag));
  if (query.near) metres_.assign(catalogue.farms(), unknown);
}

bool Filter::passes(const Entry& entry) {
  if (impossible_ || entry.kind != query_.kind) return false;
  if (farm_ != 0 && entry.farm != farm_) return false;
  if (category_ != 0 && entry.category != category_) return false;
  for (const auto tag : tags_)
    if (!std::ranges::binary_search(entry.tags, tag)) return false;
  if (!query_.near) return true;
  const auto far = metres(entry);
  return far && (query_.within_m == 0 || *far <= static_cast<double>(query_.within_m));
}

std::optional<double> Filter::metres(const Entry& entry) {
  if (entry.farm >= metres_.size()) return std::nullopt;
  double& known = metres_[entry.farm];
  if (known == unknown) {
    const auto place = catalogue_.place(entry.farm);
    known = place ? distance_m(*query_.near, *place) : nowhere;
  }
  return known == nowhere ? std::nullopt : std::optional(known);
}

}  // namespace gh::sqlite_search

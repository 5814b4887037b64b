#include "gateway/routes/search_query.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::gateway {
namespace {

std::optional<std::int32_t> microdegrees(std::string_view text, double limit) {
  double degrees = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), degrees, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !(std::abs(degrees) <= limit)) return std::nullopt;
  return static_cast<std::int32_t>(std::llround(degrees * 1e6));
}

std::optional<ports::Place> place_of(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto latitude = microdegrees(text.substr(0, comma), 90), longitude = microdegrees(text.substr(comma + 1), 180);
  if (!latitude || !longitude) return std::nullopt;
  return ports::Place{*latitude, *longitude};
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find(',', from), text.size());
    if (end > from) parts.emplace_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

struct FacetWords {
  ports::SearchFacet facet;
  std::string_view key;
};
constexpr FacetWords facet_words[] = {{ports::SearchFacet::category, "category"}, {ports::SearchFacet::certification, "certification"},
                                      {ports::SearchFacet::farm, "farm"},         {ports::SearchFacet::season, "season"},
                                      {ports::SearchFacet::storage, "storage"},   {ports::SearchFacet::stock, "in_stock"},
                                      {ports::SearchFacet::tag, "tag"},           {ports::SearchFacet::state, "state"},
                                      {ports::SearchFacet::price, "price"}};
static_assert(std::size(facet_words) == ports::search_facets);

constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

struct Label {
  ports::SearchFacet facet;
  std::string_view value;
  std::string_view label;
};
constexpr Label labels[] = {{ports::SearchFacet::certification, "usda_nop", "USDA Organic"},
                            {ports::SearchFacet::certification, "eu", "EU Organic"},
                            {ports::SearchFacet::storage, "ambient", "Ambient"},
                            {ports::SearchFacet::storage, "chilled", "Chilled"},
                            {ports::SearchFacet::storage, "eggs", "Eggs, refrigerated"},
                            {ports::SearchFacet::storage, "frozen", "Frozen"},
                            {ports::SearchFacet::stock, "true", "In stock"},
                            {ports::SearchFacet::stock, "false", "Sold out"}};

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::chrono::year_month_day day_of(Timestamp at) {
  return std::chrono::floor<std::chrono::days>(std::chrono::sys_time<Milliseconds>(Milliseconds(at.ms)));
}

std::optional<ports::SearchPriceRange> price_range(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || text.size() < 2) return std::nullopt;
  ports::SearchPriceRange range;
  const auto from = text.substr(0, dash), to = text.substr(dash + 1);
  if (!from.empty()) {
    const auto number = number_of(from);
    if (!number) return std::nullopt;
    range.from = *number;
  }
  if (!to.empty()) {
    const auto number = number_of(to);
    if (!number) return std::nullopt;
    range.to = *number;
  }
  if (range.from > range.to) return std::nullopt;
  return range;
}

// "300-499" -> "3.00 - 4.99"
std::string price_label(const std::string& value) {
  const auto range = price_range(value);
  if (!range) return value;
  const auto amount = [](std::int64_t minor) { return fmt::format("{}.{:02}", minor / 100, minor % 100); };
  if (range->to == ports::SearchPriceRange{}.to) return amount(range->from) + " and more";
  return range->from == 0 ? "up to " + amount(range->to) : amount(range->from) + " - " + amount(range->to);
}

}  // namespace

Error bad_key(std::string_view key, std::string_view code, std::string_view detail) {
  return Error(gh::errors::invalid).field("?" + std::string(key), std::string(code), std::string(detail));
}

Result<ports::SearchQuery> search_query(const SearchKeys& keys) {
  ports::SearchQuery query;
  if (keys.q) query.text = keys.q->value();
  if (keys.tag) query.filters.push_back({ports::SearchFacet::tag, split(keys.tag->value())});
  if (keys.tag && query.filters.back().values.size() > ports::search_tags_max)
    return fail(bad_key("tag", "too_many", "At most 5 tags at once."));
  if (keys.near) query.near = place_of(keys.near->value());
  if (keys.near && !query.near) return fail(bad_key("near", "bad_place", "Two numbers of degrees: latitude,longitude."));
  if (keys.within_km && !keys.near) return fail(bad_key("within_km", "needs_near", "A distance needs near=latitude,longitude."));
  if (keys.within_km) query.within_m = std::int64_t{1000} * keys.within_km->value();
  return query;
}

Result<ports::SearchFilter> season_filter(const std::vector<SeasonText>& months_wanted, Timestamp now) {
  ports::SearchFilter filter{ports::SearchFacet::season, {}};
  for (const auto& text : months_wanted) {
    const auto month =
        text.value() == "now" ? std::int64_t{static_cast<unsigned>(day_of(now).month())} : number_of(text.value()).value_or(0);
    if (month < 1 || month > 12) return fail(bad_key("season", "bad_month", "A month from 1 to 12, or now."));
    filter.values.push_back(std::to_string(month));
  }
  return filter;
}

Timestamp next_month(Timestamp now) {
  const auto day = day_of(now);
  const auto next = std::chrono::sys_days((day.year() / day.month() / 1) + std::chrono::months(1));
  return {std::chrono::duration_cast<Milliseconds>(next.time_since_epoch()).count()};
}

Result<std::vector<ports::SearchPriceRange>> price_ranges(const std::vector<PriceRangeText>& texts) {
  std::vector<ports::SearchPriceRange> ranges;
  for (const auto& text : texts) {
    const auto range = price_range(text.value());
    if (!range) return fail(bad_key("price", "bad_price_range", "Minor units: from-to, from- or -to, as in 300-999."));
    ranges.push_back(*range);
  }
  return ranges;
}

Result<std::vector<ports::SearchFacet>> facets_named(const std::vector<FacetName>& names, std::span<const ports::SearchFacet> known) {
  std::vector<ports::SearchFacet> facets;
  for (const auto& text : names) {
    for (const auto& name : split(text.value())) {
      if (name == "true") return std::vector<ports::SearchFacet>(known.begin(), known.end());
      if (name == "false") continue;
      const auto found = std::ranges::find_if(known, [&](auto facet) { return key_of(facet) == name; });
      if (found == known.end()) {
        std::string all;
        for (const auto facet : known) all += fmt::format("{}{}", all.empty() ? "" : ", ", key_of(facet));
        return fail(bad_key("facets", "unknown_facet", "There are: " + all + "; true for all."));
      }
      if (std::ranges::find(facets, *found) == facets.end()) facets.push_back(*found);
    }
  }
  return facets;
}

std::string_view key_of(ports::SearchFacet facet) { return std::ranges::find(facet_words, facet, &FacetWords::facet)->key; }

std::string label_of(ports::SearchFacet facet, const std::string& value) {
  if (facet == ports::SearchFacet::price) return price_label(value);
  if (facet == ports::SearchFacet::season) {
    const auto month = number_of(value).value_or(0);
    return month >= 1 && month <= 12 ? std::string(months[static_cast<std::size_t>(month - 1)]) : value;
  }
  const auto found = std::ranges::find_if(labels, [&](const Label& l) { return l.facet == facet && l.value == value; });
  return found == std::end(labels) ? value : std::string(found->label);
}

std::vector<Facet> facet_views(const ports::SearchAnswer& answer) {
  std::vector<Facet> views;
  for (const auto& counts : answer.facets) {
    Facet view{std::string(key_of(counts.facet)), {}};
    for (const auto& value : counts.values)
      view.values.push_back({value.value, label_of(counts.facet, value.value), value.count, value.chosen});
    if (counts.facet == ports::SearchFacet::season)
      std::ranges::sort(view.values, {}, [](const FacetValue& v) { return number_of(v.value).value_or(0); });
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<Relaxation> relaxation_views(const ports::SearchAnswer& answer) {
  std::vector<Relaxation> views;
  for (const auto& relaxation : answer.relaxations) {
    const auto drop = relaxation.condition == ports::SearchCondition::filter  ? key_of(relaxation.facet)
                      : relaxation.condition == ports::SearchCondition::place ? std::string_view("near")
                                                                              : std::string_view("q");
    views.push_back({std::string(drop), relaxation.total});
  }
  return views;
}

std::optional<Timestamp> valid_until(const ports::SearchAnswer& answer) {
  if (answer.valid_until == ports::search_end) return std::nullopt;
  return answer.valid_until;
}

}  // namespace gh::gateway

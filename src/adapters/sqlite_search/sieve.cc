#include "adapters/sqlite_search/sieve.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include <fmt/format.h>

namespace gh::sqlite_search {
namespace {

using ports::SearchFacet;

constexpr std::string_view sold_out = "false";  // of the facet stock
constexpr RowNumber no_row = ~RowNumber{0};

bool is_chosen(const ports::SearchQuery& query, SearchFacet facet, std::string_view value) {
  for (const auto& filter : query.filters)
    if (filter.facet == facet) return std::ranges::find(filter.values, value) != filter.values.end();
  return false;
}

}  // namespace

Sieve::Sieve(const Memory& memory, const ports::SearchQuery& query)
    : memory_(memory), rows_(memory.of(query.kind).rows), query_(query), marks_(memory.labels.all().size(), 0) {
  std::vector<std::uint32_t> marks(memory.labels.values().size(), 0);  // by value
  if (const auto value = memory.labels.value(SearchFacet::stock, std::string(sold_out))) marks[*value] = sold_out_mark;
  for (const auto& filter : query.filters) {
    if (filter.values.empty()) continue;
    wanted_ |= condition_of(filter.facet);
    for (std::size_t i = 0; i < filter.values.size(); ++i) {
      const bool tag = filter.facet == SearchFacet::tag;
      const auto mark = tag ? 1U << (tag_marks_at + std::min(i, ports::search_tags_max - 1)) : condition_of(filter.facet);
      if (tag) all_tags_ |= mark;
      if (const auto value = memory.labels.value(filter.facet, filter.values[i])) marks[*value] |= mark;
    }
  }
  for (std::size_t i = 0; i < marks_.size(); ++i)
    if (const auto& label = memory.labels.all()[i]; label.holds(query.now)) marks_[i] = marks[label.value];
  if (!query.prices.empty()) wanted_ |= condition_of(SearchFacet::price);
  if (query.near) {
    wanted_ |= place_condition;
    metres_.assign(memory.labels.values().size(), unknown);
  }
}

bool Sieve::is_priced_right(RowNumber row) const {
  const auto minor = rows_.price(row, query_.now).minor;
  return std::ranges::any_of(query_.prices, [&](const auto& range) { return range.from <= minor && minor <= range.to; });
}

Sieve::Verdict Sieve::judge(RowNumber row) {
  const auto& entry = rows_.entry(row);
  std::uint32_t has = 0;
  for (const auto label : rows_.labels(entry)) has |= marks_[label];
  if ((has & all_tags_) == all_tags_) has |= condition_of(SearchFacet::tag);
  if (!query_.prices.empty() && is_priced_right(row)) has |= condition_of(SearchFacet::price);
  if (query_.near) {
    const auto far = metres(entry);
    if (far && (query_.within_m == 0 || *far <= static_cast<double>(query_.within_m))) has |= place_condition;
  }
  return {wanted_ & ~has, (has & sold_out_mark) != 0};
}

std::optional<double> Sieve::metres(const Entry& entry) {
  if (entry.farm >= metres_.size()) return std::nullopt;
  double& known = metres_[entry.farm];
  if (known == unknown) {
    const auto place = memory_.of(ports::SearchKind::farm).rows.place(entry.farm);
    known = place ? distance_m(*query_.near, *place) : nowhere;
  }
  return known == nowhere ? std::nullopt : std::optional(known);
}

FacetCounter::FacetCounter(const Memory& memory, const ports::SearchQuery& query)
    : memory_(memory), rows_(memory.of(query.kind).rows), query_(query) {
  const auto wants = [&](SearchFacet facet) { return std::ranges::find(query.facets, facet) != query.facets.end(); };
  counts_prices_ = wants(SearchFacet::price);
  if (query.facets.empty()) return;
  counts_.assign(memory.labels.values().size(), 0);
  last_row_.assign(counts_.size(), no_row);
  value_of_.assign(memory.labels.all().size(), not_counted);
  for (std::size_t i = 0; i < value_of_.size(); ++i)
    if (const auto& label = memory.labels.all()[i]; wants(label.facet) && label.holds(query.now)) value_of_[i] = label.value;
}

void FacetCounter::count(RowNumber row, Conditions failed) {
  if (failed != 0) {
    if (!std::has_single_bit(failed)) return;
    ++failing_only_[static_cast<std::size_t>(std::countr_zero(failed))];
    // Tags narrow each other: what is counted of them are hits.
    if (failed == place_condition || failed == condition_of(SearchFacet::tag)) return;
  }
  if (!value_of_.empty()) {
    for (const auto label : rows_.labels(rows_.entry(row))) {
      const auto value = value_of_[label];
      if (value == not_counted || last_row_[value] == row) continue;
      if (failed != 0 && failed != condition_of(memory_.labels.all()[label].facet)) continue;
      last_row_[value] = row;
      ++counts_[value];
    }
  }
  if (counts_prices_ && (failed == 0 || failed == condition_of(SearchFacet::price))) {
    const auto minor = std::max<std::int64_t>(rows_.price(row, query_.now).minor, 0);
    const auto step = std::ranges::upper_bound(ports::search_price_steps, minor) - std::begin(ports::search_price_steps) - 1;
    ++price_counts_[step];
  }
}

ports::SearchFacetCounts FacetCounter::labels_of(SearchFacet facet) const {
  ports::SearchFacetCounts counts{facet, {}};
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const auto& value = memory_.labels.values()[i];
    if (value.facet == facet && counts_[i] > 0) counts.values.push_back({value.text, counts_[i], is_chosen(query_, facet, value.text)});
  }
  for (const auto& filter : query_.filters) {
    if (filter.facet != facet) continue;
    for (const auto& value : filter.values)
      if (std::ranges::find(counts.values, value, &ports::SearchFacetValue::value) == counts.values.end())
        counts.values.push_back({value, 0, true});
  }
  const auto before = [](bool chosen_first) {
    return [chosen_first](const ports::SearchFacetValue& a, const ports::SearchFacetValue& b) {
      if (chosen_first && a.chosen != b.chosen) return a.chosen;
      return std::tie(b.count, a.value) < std::tie(a.count, b.value);
    };
  };
  if (counts.values.size() > ports::search_facet_values_max) {
    std::ranges::sort(counts.values, before(true));
    counts.values.resize(ports::search_facet_values_max);
  }
  std::ranges::sort(counts.values, before(false));
  return counts;
}

ports::SearchFacetCounts FacetCounter::prices() const {
  ports::SearchFacetCounts counts{SearchFacet::price, {}};
  constexpr auto steps = std::size(ports::search_price_steps);
  for (std::size_t i = 0; i < steps; ++i) {
    const bool last = i + 1 == steps;
    ports::SearchPriceRange range{.from = ports::search_price_steps[i]};
    if (!last) range.to = ports::search_price_steps[i + 1] - 1;
    const bool chosen = std::ranges::find(query_.prices, range) != query_.prices.end();
    if (price_counts_[i] == 0 && !chosen) continue;
    counts.values.push_back({last ? fmt::format("{}-", range.from) : fmt::format("{}-{}", range.from, range.to), price_counts_[i], chosen});
  }
  return counts;
}

std::vector<ports::SearchFacetCounts> FacetCounter::facets() const {
  std::vector<ports::SearchFacetCounts> all;
  for (const auto facet : query_.facets) all.push_back(facet == SearchFacet::price ? prices() : labels_of(facet));
  return all;
}

std::vector<ports::SearchRelaxation> FacetCounter::relaxations() const {
  std::vector<ports::SearchRelaxation> all;
  for (std::size_t i = 0; i <= ports::search_facets; ++i) {
    if (failing_only_[i] == 0) continue;
    if (i == ports::search_facets) {
      all.push_back({.condition = ports::SearchCondition::place, .total = failing_only_[i]});
    } else {
      all.push_back({.condition = ports::SearchCondition::filter, .facet = static_cast<SearchFacet>(i), .total = failing_only_[i]});
    }
  }
  std::ranges::sort(all, [](const auto& a, const auto& b) { return std::tie(b.total, a.facet) < std::tie(a.total, b.facet); });
  return all;
}

}  // namespace gh::sqlite_search

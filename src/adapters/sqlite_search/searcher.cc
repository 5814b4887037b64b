#include "adapters/sqlite_search/searcher.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "adapters/sqlite_search/words.h"
#include "base/errors.h"

namespace gh::sqlite_search {
namespace {

// What a word is worth in the parts of a row, and against one that can be bought, one that is sold out.
constexpr float title_worth = 8, words_worth = 5, farm_name_worth = 3, description_worth = 1;
constexpr float sold_out_worth = 0.6F;

constexpr float worth_of(std::uint32_t parts) {
  if ((parts & in_title) != 0) return title_worth;
  if ((parts & in_words) != 0) return words_worth;
  return (parts & in_farm_name) != 0 ? farm_name_worth : description_worth;
}

ports::SearchSort sort_of(const ports::SearchQuery& query) {
  if (query.sort == ports::SearchSort::distance && !query.near) return ports::SearchSort::newest;
  if (query.sort != ports::SearchSort::relevance || !words_of(query.text).empty()) return query.sort;
  return query.near ? ports::SearchSort::distance : ports::SearchSort::newest;
}

// A cursor names the query that it belongs to, without its page.
std::uint64_t seal_of(const ports::SearchQuery& q) {
  std::string all = fmt::format("{}|{}|{}|{}", static_cast<int>(q.kind), q.text, q.within_m, static_cast<int>(q.sort));
  for (const auto& filter : q.filters) {
    all += fmt::format("|{}", static_cast<int>(filter.facet));
    for (const auto& value : filter.values) all += "," + value;
  }
  for (const auto& range : q.prices) all += fmt::format("|{}-{}", range.from, range.to);
  if (q.near) all += fmt::format("|{},{}", q.near->latitude, q.near->longitude);
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const char c : all) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash >> 16;
}

struct Found {
  SortKey key;
  RowNumber row = 0;
  float score = 0;
};
bool before(const Found& a, const Found& b) { return a.key != b.key ? a.key < b.key : a.row > b.row; }

// Four hexadecimal numbers: seal, key, key, row. Nothing that could be used to read what the query would not give anyway.
std::string cursor_of(const ports::SearchQuery& query, const Found& last) {
  return fmt::format("{:x}.{:x}.{:x}.{:x}", seal_of(query), static_cast<std::uint64_t>(last.key.high), last.key.low, last.row);
}

Result<std::optional<Found>> place_behind(const ports::SearchQuery& query) {
  std::string_view text = query.after;
  if (text.empty()) return std::optional<Found>{};
  std::array<std::uint64_t, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), numbers[i], 16);
    if (error != std::errc()) return fail(gh::errors::bad_cursor);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const bool last = i + 1 == numbers.size();
    if (last ? !text.empty() : !text.starts_with('.')) return fail(gh::errors::bad_cursor);
    if (!last) text.remove_prefix(1);
  }
  if (numbers[0] != seal_of(query) || numbers[3] >= rows_max) return fail(gh::errors::bad_cursor);
  return std::optional(Found{{static_cast<std::int64_t>(numbers[1]), numbers[2]}, static_cast<RowNumber>(numbers[3]), 0});
}

// The first rows behind a place, without sorting all.
class Page {
 public:
  Page(const ports::SearchQuery& query, std::optional<Found> behind)
      : room_(static_cast<std::size_t>(std::clamp(query.limit, 0, ports::search_limit_max)) + 1), behind_(behind) {}

  void offer(const Found& found) {
    if (behind_ && !before(*behind_, found)) return;
    if (first_.size() == room_) {
      if (!before(found, first_.front())) return;
      std::ranges::pop_heap(first_, before);
      first_.pop_back();
    }
    first_.push_back(found);
    std::ranges::push_heap(first_, before);
  }
  // True: more follow behind these.
  bool finish(std::vector<Found>& shown) {
    std::ranges::sort_heap(first_, before);
    const bool more = first_.size() == room_ && room_ > 1;
    if (first_.size() == room_) first_.pop_back();
    shown = std::move(first_);
    return more;
  }

 private:
  std::size_t room_;
  std::optional<Found> behind_;
  std::vector<Found> first_;
};

// Goes over the rows that match and makes the answer.
class Gathering {
 public:
  Gathering(const Memory& memory, const ports::SearchQuery& query, std::optional<Found> behind)
      : rows_(memory.of(query.kind).rows),
        query_(query),
        sort_(sort_of(query)),
        sieve_(memory, query),
        counter_(memory, query),
        page_(query, behind) {}

  void take(RowNumber row, float score) {
    const auto& entry = rows_.entry(row);
    if (!entry.there) return;
    const auto [failed, sold_out] = sieve_.judge(row);
    counter_.count(row, failed);
    if (failed != 0) return;
    ++total_;
    score *= 1 + 0.5F / static_cast<float>(entry.title_words);  // "Carrots" before "Carrots, beets and onions, mixed box"
    if (sold_out) score *= sold_out_worth;
    page_.offer({key_of(row, entry, score), row, score});
  }

  ports::SearchAnswer finish() {
    ports::SearchAnswer answer;
    std::vector<Found> shown;
    const bool more = page_.finish(shown);
    for (const auto& found : shown) {
      ports::SearchHit hit{rows_.id(found.row), found.score, std::nullopt};
      if (query_.near) hit.distance_m = std::llround(sieve_.metres(rows_.entry(found.row)).value_or(0));
      answer.hits.push_back(std::move(hit));
    }
    if (more) answer.next = cursor_of(query_, shown.back());
    answer.total = total_;
    answer.facets = counter_.facets();
    if (total_ == 0) answer.relaxations = counter_.relaxations();
    return answer;
  }

 private:
  SortKey key_of(RowNumber row, const Entry& entry, float score) {
    switch (sort_) {
      case ports::SearchSort::relevance:
        return {-std::llround(static_cast<double>(score) * 1e6), 0};
      case ports::SearchSort::distance:
        return {std::llround(sieve_.metres(entry).value_or(0) * 1000), 0};
      case ports::SearchSort::newest:
        return {-entry.newness, 0};
      case ports::SearchSort::price:
        return {rows_.price(row, query_.now).minor, 0};
      case ports::SearchSort::unit_price: {
        const auto price = rows_.price(row, query_.now);
        return {static_cast<std::int64_t>(price.measure), static_cast<std::uint64_t>(price.unit_minor)};
      }
      case ports::SearchSort::title:
        return entry.title;
    }
    return {};
  }

  const Catalogue& rows_;
  const ports::SearchQuery& query_;
  ports::SearchSort sort_;
  Sieve sieve_;
  FacetCounter counter_;
  Page page_;
  std::int64_t total_ = 0;
};

Timestamp valid_until(const Memory& memory, const ports::SearchQuery& query) {
  Timestamp first = memory.of(query.kind).rows.next_sale_change(query.now);
  for (const auto& label : memory.labels.all()) {
    if (label.rows == 0) continue;
    for (const auto at : {label.from, label.until})
      if (at > query.now) first = std::min(first, at);
  }
  return first;
}

// What there would be without the text.
std::int64_t total_without_text(const Memory& memory, const ports::SearchQuery& query) {
  Sieve sieve(memory, query);
  const auto& rows = memory.of(query.kind).rows;
  std::int64_t total = 0;
  for (RowNumber row = 0; row < rows.end(); ++row) total += rows.entry(row).there && sieve.judge(row).failed == 0 ? 1 : 0;
  return total;
}

}  // namespace

void Searcher::take(RowNumber row, float worth) {
  if (best_[row] == 0) touched_.push_back(row);
  best_[row] = std::max(best_[row], worth);
}

// Rows that have a word of every part; the part where it stands worst speaks for the name.
void Searcher::match_names(const Form& form, const Shelf& shelf) {
  std::vector<Scored> having;
  for (std::size_t i = 0; i < form.parts.size(); ++i) {
    std::vector<Scored> in_part;
    for (const auto word : form.parts[i]) {
      looked_at_ += shelf.words.postings(word).size();
      for (const auto posting : shelf.words.postings(word)) in_part.push_back({row_of(posting), worth_of(parts_of(posting))});
    }
    std::ranges::sort(in_part, [](const Scored& a, const Scored& b) { return a.row != b.row ? a.row < b.row : a.score > b.score; });
    const auto twice = std::ranges::unique(in_part, {}, &Scored::row);
    in_part.erase(twice.begin(), twice.end());
    if (i == 0) {
      having = std::move(in_part);
      continue;
    }
    auto other = in_part.begin();
    std::erase_if(having, [&](Scored& row) {
      while (other != in_part.end() && other->row < row.row) ++other;
      if (other == in_part.end() || other->row != row.row) return true;
      row.score = std::min(row.score, other->score);
      return false;
    });
  }
  for (const auto& row : having) take(row.row, row.score * static_cast<float>(form.worth));
}

void Searcher::match_group(const Group& group, const Shelf& shelf) {
  for (const auto& form : group) {
    if (form.parts.size() > 1) {
      match_names(form, shelf);
      continue;
    }
    std::array<float, 1U << part_bits> worth{};
    for (std::uint32_t parts = 0; parts < worth.size(); ++parts) worth[parts] = worth_of(parts) * static_cast<float>(form.worth);
    for (const auto word : form.parts.front()) {
      looked_at_ += shelf.words.postings(word).size();
      for (const auto posting : shelf.words.postings(word)) take(row_of(posting), worth[parts_of(posting)]);
    }
  }
}

bool Searcher::match(const Plan& plan, Join join, const Shelf& shelf, std::vector<Scored>& found) {
  looked_at_ = 0;
  best_.resize(std::max<std::size_t>(best_.size(), shelf.rows.end()), 0);
  sum_.resize(best_.size(), 0);
  groups_.resize(best_.size(), 0);
  std::size_t matched = 0;
  for (const auto& group : plan.groups) {
    if (looked_at_ > postings_looked_at_max) break;
    match_group(group, shelf);
    for (const auto row : touched_) {
      if (groups_[row]++ == 0) all_touched_.push_back(row);
      sum_[row] += best_[row];
      best_[row] = 0;
    }
    touched_.clear();
    ++matched;
  }
  for (const auto row : all_touched_) {
    if (join == Join::any || groups_[row] == matched) found.push_back({row, sum_[row]});
    groups_[row] = 0;
    sum_[row] = 0;
  }
  all_touched_.clear();
  return matched == plan.groups.size();
}

Result<ports::SearchAnswer> Searcher::answer(const Memory& memory, const ports::SearchQuery& query) {
  GH_TRY(auto behind, place_behind(query));
  const auto& shelf = memory.of(query.kind);
  const Plan plan = plan_of(query.text, shelf);
  Gathering gathering(memory, query, behind);
  bool complete = true;
  if (plan.groups.empty()) {
    for (RowNumber row = 0; row < shelf.rows.end(); ++row) gathering.take(row, 0);
  } else {
    std::vector<Scored> matching;
    complete = match(plan, Join::all, shelf, matching);
    // Nothing has all of the words: what has some of them, best first.
    if (matching.empty() && plan.groups.size() > 1) complete = match(plan, Join::any, shelf, matching);
    for (const auto& [row, score] : matching) gathering.take(row, score);
  }
  auto answer = gathering.finish();
  answer.total_is_exact = complete;
  answer.corrected = plan.corrected;
  answer.valid_until = valid_until(memory, query);
  const bool conditions = !query.filters.empty() || !query.prices.empty() || query.near;
  if (answer.total == 0 && !plan.groups.empty() && conditions) {
    if (const auto total = total_without_text(memory, query); total > 0)
      answer.relaxations.push_back({.condition = ports::SearchCondition::text, .total = total});
  }
  return answer;
}

}  // namespace gh::sqlite_search

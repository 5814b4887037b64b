#include "adapters/sqlite_search/searcher.h"

#include <charconv>
#include <cmath>

#include "base/errors.h"

namespace gh::sqlite_search {
namespace {

// What a form of a word is worth against the word itself.
constexpr double completion_worth = 0.5;
constexpr double correction_worth[] = {1, 0.8, 0.6};  // by typing errors

ports::SearchSort sort_of(const ports::SearchQuery& query) {
  if (query.sort == ports::SearchSort::distance && !query.near) return ports::SearchSort::newest;
  if (query.sort != ports::SearchSort::relevance || !words_of(query.text).empty()) return query.sort;
  return query.near ? ports::SearchSort::distance : ports::SearchSort::newest;
}

SortKey key_of(ports::SearchSort sort, const Entry& entry, double score, Filter& filter) {
  switch (sort) {
    case ports::SearchSort::relevance:
      return {-std::llround(score * 1e6), 0};
    case ports::SearchSort::distance:
      return {std::llround(filter.metres(entry).value_or(0) * 1000), 0};
    case ports::SearchSort::newest:
      return {-entry.newness, 0};
    case ports::SearchSort::price:
      return {entry.price_minor, 0};
    case ports::SearchSort::title:
      return entry.title;
  }
  return {};
}

// A cursor names the query that it belongs to, without its page.
std::uint64_t seal_of(const ports::SearchQuery& q) {
  std::string all =
      fmt::format("{}|{}|{}|{}|{}|{}", static_cast<int>(q.kind), q.text, q.farm, q.category, q.within_m, static_cast<int>(q.sort));
  for (const auto& tag : q.tags) all += "|" + tag;
  if (q.near) all += fmt::format("|{},{}", q.near->latitude, q.near->longitude);
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const char c : all) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash >> 16;
}

// Four hexadecimal numbers: seal, key, key, row. Nothing that could be used to read what the query would not give anyway.
std::string cursor_of(const ports::SearchQuery& query, SortKey key, RowNumber row) {
  return fmt::format("{:x}.{:x}.{:x}.{:x}", seal_of(query), static_cast<std::uint64_t>(key.high), key.low, row);
}

std::optional<std::array<std::uint64_t, 4>> numbers_of(std::string_view text) {
  std::array<std::uint64_t, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), numbers[i], 16);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const bool last = i + 1 == numbers.size();
    if (last ? !text.empty() : !text.starts_with('.')) return std::nullopt;
    if (!last) text.remove_prefix(1);
  }
  return numbers;
}

std::string quoted(std::string_view word) { return fmt::format("\"{}\"", word); }

}  // namespace

Searcher::Searcher(const std::string& path, const Memory& memory) : memory_(memory), database_(path, Database::Mode::read) {
  id_ = database_.prepare("SELECT id FROM facts WHERE row=?");
  for (const auto kind : {ports::SearchKind::farm, ports::SearchKind::product}) {
    const auto* table = text_table(kind);
    probe_[of(kind)] = database_.prepare(fmt::format("SELECT rowid FROM {0} WHERE {0} MATCH ? LIMIT 1", table));
    match_[of(kind)] = database_.prepare(fmt::format("SELECT rowid, gh_score({0}, ?2) FROM {0} WHERE {0} MATCH ?1", table));
  }
}

bool Searcher::is_known(const std::string& word, ports::SearchKind kind) {
  if (memory_.words[of(kind)].rows_with(word) > 0) return true;
  auto& probe = probe_[of(kind)];  // knows the stem: "tomatos" finds tomatoes
  const Resetting end(probe);
  return probe.bind(1, std::string_view(quoted(word))).step();
}

Searcher::Group Searcher::forms_of(const std::string& word, bool unfinished, ports::SearchKind kind, std::string& corrected) {
  const auto& vocabulary = memory_.words[of(kind)];
  Group group;
  std::int64_t rows = 0;
  corrected = word;
  if (is_known(word, kind)) {
    rows += std::max(vocabulary.rows_with(word), vocabulary.rows_with(singular(word)));
    group.push_back({word, 1});
  }
  if (unfinished) {
    for (auto& completion : vocabulary.beginning_with(word, completions_max)) {
      rows += completion.rows;
      group.push_back({std::move(completion.word), completion_worth});
    }
  }
  if (group.empty()) {
    const auto near = vocabulary.near(word, corrections_max);
    for (const auto& correction : near) {
      if (correction.errors > near.front().errors) break;
      rows += correction.rows;
      group.push_back({correction.word, correction_worth[correction.errors]});
    }
    if (!near.empty()) corrected = near.front().word;
  }
  if (group.empty()) group.push_back({word, 1});
  // A word says the more the fewer rows have it.
  const auto all = static_cast<double>(std::max<std::int64_t>(memory_.catalogue.rows(kind), 1));
  const auto with = std::min(static_cast<double>(rows), all);
  for (auto& form : group) form.worth *= std::log(1 + (all - with + 0.5) / (with + 0.5)) + 0.1;
  return group;
}

Searcher::Plan Searcher::plan(const ports::SearchQuery& query) {
  auto words = words_of(query.text);
  if (!std::ranges::all_of(words, is_filler)) std::erase_if(words, is_filler);
  if (words.size() > ports::search_words_max) words.resize(ports::search_words_max);
  Plan plan;
  bool mended = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool unfinished = i + 1 == words.size() && !query.text.ends_with(' ');
    std::string corrected;
    plan.groups.push_back(forms_of(words[i], unfinished, query.kind, corrected));
    mended = mended || corrected != words[i];
    plan.corrected += (plan.corrected.empty() ? "" : " ") + corrected;
  }
  if (!mended) plan.corrected.clear();
  return plan;
}

bool Searcher::match(const Plan& plan, Join join, const ports::SearchQuery& query, Filter& filter, std::vector<Found>& found) {
  std::string expression;
  Matching matching{memory_.catalogue, filter, {}, plan.groups.size(), {}};
  for (std::size_t g = 0; g < plan.groups.size(); ++g) {
    if (g > 0) expression += join == Join::all ? " AND " : " OR ";
    std::string any;
    for (const auto& form : plan.groups[g]) {
      any += (any.empty() ? "" : " OR ") + quoted(form.word);
      matching.phrases.push_back({g, form.worth});
    }
    expression += "(" + any + ")";
  }
  const auto sort = sort_of(query);
  auto& statement = match_[of(query.kind)];
  const Resetting end(statement);
  statement.bind(1, std::string_view(expression)).bind(2, &matching, matching_pointer);
  for (std::size_t work = 0; statement.step();) {
    const bool dropped = statement.is_null(1);
    work += dropped ? 1 : work_per_hit;
    if (work > work_max) return false;
    if (dropped) continue;
    const auto row = statement.integer(0);
    const double score = statement.real(1);
    found.push_back({key_of(sort, *memory_.catalogue.find(row), score, filter), row, score});
  }
  return true;
}

void Searcher::match_all(const ports::SearchQuery& query, Filter& filter, std::vector<Found>& found) {
  const auto sort = sort_of(query);
  for (RowNumber row = 0; row < memory_.catalogue.end(); ++row) {
    const auto* entry = memory_.catalogue.find(row);
    if (entry != nullptr && filter.passes(*entry)) found.push_back({key_of(sort, *entry, 0, filter), row, 0});
  }
}

std::string Searcher::id_of(RowNumber row) {
  const Resetting end(id_);
  return id_.bind(1, row).step() ? id_.text(0) : std::string();
}

ports::SearchAnswer Searcher::page(std::vector<Found> found, const ports::SearchQuery& query, Filter& filter,
                                   const std::optional<Found>& after) {
  const auto before = [](const Found& a, const Found& b) { return a.key != b.key ? a.key < b.key : a.row > b.row; };
  ports::SearchAnswer answer;
  answer.total = static_cast<std::int64_t>(found.size());
  if (after) std::erase_if(found, [&](const Found& f) { return !before(*after, f); });
  const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, ports::search_limit_max));
  const auto shown = std::min(limit, found.size());
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(shown), before);
  for (std::size_t i = 0; i < shown; ++i) {
    ports::SearchHit hit{id_of(found[i].row), found[i].score, std::nullopt};
    if (query.near) hit.distance_m = std::llround(filter.metres(*memory_.catalogue.find(found[i].row)).value_or(0));
    answer.hits.push_back(std::move(hit));
  }
  if (found.size() > shown) answer.next = cursor_of(query, found[shown - 1].key, found[shown - 1].row);
  return answer;
}

Result<ports::SearchAnswer> Searcher::answer(const ports::SearchQuery& query) {
  std::optional<Found> after;
  if (!query.after.empty()) {
    const auto numbers = numbers_of(query.after);
    if (!numbers || (*numbers)[0] != seal_of(query)) return fail(gh::errors::bad_cursor);
    after = Found{{static_cast<std::int64_t>((*numbers)[1]), (*numbers)[2]}, static_cast<RowNumber>((*numbers)[3]), 0};
  }
  Filter filter(memory_.catalogue, query);
  std::vector<Found> found;
  bool complete = true;
  const Plan planned = plan(query);
  if (planned.groups.empty()) {
    match_all(query, filter, found);
  } else {
    complete = match(planned, Join::all, query, filter, found);
    // Nothing has all of the words: what has some of them, best first.
    if (found.empty() && planned.groups.size() > 1) complete = match(planned, Join::any, query, filter, found);
  }
  auto answer = page(std::move(found), query, filter, after);
  answer.total_is_exact = complete;
  answer.corrected = planned.corrected;
  return answer;
}

}  // namespace gh::sqlite_search

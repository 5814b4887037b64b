#include "adapters/sqlite_search/plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "adapters/sqlite_search/synonyms.h"
#include "adapters/sqlite_search/words.h"

namespace gh::sqlite_search {
namespace {

// What a form of a word is worth against the word itself.
constexpr double inflection_worth = 0.95, synonym_worth = 0.9, completion_worth = 0.5;
constexpr double correction_worth[] = {1, 0.8, 0.6};  // by typing errors

class Planner {
 public:
  Planner(const std::string& text, const Shelf& shelf) : shelf_(shelf), words_(words_of(text)), ends_open_(!text.ends_with(' ')) {
    if (!std::ranges::all_of(words_, is_filler)) std::erase_if(words_, is_filler);
    if (words_.size() > ports::search_words_max) words_.resize(ports::search_words_max);
  }

  Plan plan() {
    Plan plan;
    bool mended = false;
    for (std::size_t at = 0; at < words_.size();) {
      std::size_t taken = 1;
      std::string corrected;
      Group group = named(at, taken);
      if (group.empty()) {
        group = word(at, corrected);
        mended = mended || corrected != words_[at];
      } else {
        for (std::size_t i = 0; i < taken; ++i) corrected += (i == 0 ? "" : " ") + words_[at + i];
      }
      weigh(group);
      plan.groups.push_back(std::move(group));
      plan.corrected += (plan.corrected.empty() ? "" : " ") + corrected;
      at += taken;
    }
    if (!mended) plan.corrected.clear();
    return plan;
  }

 private:
  const Vocabulary& vocabulary() const { return shelf_.words; }

  // All words of the name by their stems; nothing if one of them is nowhere.
  std::optional<Form> form_of(std::span<const std::string> words, double worth) const {
    if (words.empty()) return std::nullopt;
    Form form{{}, worth};
    for (const auto& word : words) {
      if (vocabulary().rows_with_stem(stem(word)) == 0) return std::nullopt;
      const auto family = vocabulary().family(stem(word));
      form.parts.emplace_back(family.begin(), family.end());
    }
    return form;
  }
  void add(Group& group, std::string_view name, double worth) const {
    if (auto form = form_of(words_of(name), worth)) group.push_back(*std::move(form));
  }
  void add_synonyms(Group& group, std::span<const std::string> words, double worth) const {
    for (const auto name : synonyms_of(words)) add(group, name, worth);
  }

  // A name of several words with other names: "spring onions". Empty: none begins here.
  Group named(std::size_t at, std::size_t& taken) const {
    for (std::size_t count = std::min(synonym_words_max, words_.size() - at); count > 1; --count) {
      const auto words = std::span(words_).subspan(at, count);
      Group group;
      add_synonyms(group, words, synonym_worth);
      if (group.empty()) continue;
      if (auto form = form_of(words, 1)) group.push_back(*std::move(form));
      taken = count;
      return group;
    }
    return {};
  }

  Group word(std::size_t at, std::string& corrected) const {
    const auto& word = words_[at];
    const bool unfinished = ends_open_ && at + 1 == words_.size();
    corrected = word;
    Group group;
    for (const auto number : vocabulary().family(stem(word)))
      if (!vocabulary().postings(number).empty())
        group.push_back(Form{{std::vector<WordNumber>{number}}, vocabulary().find(word) == number ? 1 : inflection_worth});
    add_synonyms(group, {&word, 1}, synonym_worth);
    if (unfinished) complete(group, word);
    if (group.empty()) mend(group, word, corrected);
    return group;
  }

  void complete(Group& group, const std::string& word) const {
    const bool known = !group.empty();
    for (const auto& completion : vocabulary().beginning_with(word, completions_max)) add(group, completion.word, completion_worth);
    if (known) return;
    for (const auto& near : synonyms_near(word, true))
      if (near.errors == 0) add_synonyms(group, words_of(near.name), completion_worth * synonym_worth);
  }

  void mend(Group& group, const std::string& word, std::string& corrected) const {
    const auto near = vocabulary().near(word, corrections_max);
    auto names = synonyms_near(word, false);
    std::erase_if(names, [&](const NearSynonym& name) {
      Group mates;
      add_synonyms(mates, words_of(name.name), 1);
      return mates.empty();
    });
    std::ranges::sort(names, {}, [](const NearSynonym& n) { return std::pair(n.errors, n.name); });
    if (near.empty() && names.empty()) return;
    const int best = std::min(near.empty() ? 99 : near.front().errors, names.empty() ? 99 : names.front().errors);
    for (const auto& name : names)
      if (name.errors == best) add_synonyms(group, words_of(name.name), correction_worth[best] * synonym_worth);
    for (const auto& correction : near)
      if (correction.errors == best) add(group, correction.word, correction_worth[best]);
    corrected = !near.empty() && near.front().errors == best ? near.front().word : std::string(names.front().name);
  }

  // A word says the more the fewer rows have it.
  void weigh(Group& group) const {
    std::int64_t with = 0;
    for (const auto& form : group) {
      std::int64_t rows = std::numeric_limits<std::int64_t>::max();
      for (const auto& part : form.parts) {
        std::int64_t in_part = 0;
        for (const auto word : part) in_part += static_cast<std::int64_t>(vocabulary().postings(word).size());
        rows = std::min(rows, in_part);
      }
      with += rows;
    }
    const auto all = static_cast<double>(std::max<std::int64_t>(shelf_.rows.rows(), 1));
    const auto n = std::min(static_cast<double>(with), all);
    for (auto& form : group) form.worth *= std::log(1 + (all - n + 0.5) / (n + 0.5)) + 0.1;
  }

  const Shelf& shelf_;
  std::vector<std::string> words_;
  bool ends_open_;
};

}  // namespace

Plan plan_of(const std::string& text, const Shelf& shelf) { return Planner(text, shelf).plan(); }

}  // namespace gh::sqlite_search

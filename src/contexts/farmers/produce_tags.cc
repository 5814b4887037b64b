#include "contexts/farmers/produce_tags.h"

#include <algorithm>

#include "contexts/farmers/names.h"

namespace gh::farmers {

namespace {

// The directory lost the hyphens of some categories when their words were joined by spaces.
struct Phrase {
  std::string_view words;
  std::string_view tag;
};
constexpr Phrase phrases[] = {
    {"baked goods", "baked-goods"},
    {"bedding plants", "bedding-plants"},
    {"canned preserved", "canned-preserved"},
    {"coffee tea", "coffee-tea"},
    {"crafts woodworking", "crafts"},
    {"cut flowers", "cut-flowers"},
    {"dairy products", "dairy"},
    {"dry beans", "dry-beans"},
    {"eggs", "eggs"},
    {"fish seafood", "fish-seafood"},
    {"fresh fruits", "fresh-fruits"},
    {"fresh vegetables", "fresh-vegetables"},
    {"grains flour", "grains-flour"},
    {"herbs", "herbs"},
    {"honey", "honey"},
    {"juices ciders", "juices-ciders"},
    {"maple products", "maple-products"},
    {"mushrooms", "mushrooms"},
    {"nursery stock", "nursery-stock"},
    {"nuts", "nuts"},
    {"pet food", "pet-food"},
    {"poultry fowl", "poultry"},
    {"prepared foods", "prepared-foods"},
    {"red meat non poultry meat", "red-meat"},
    {"soap body care", "soap-body-care"},
    {"tofu non animal protein", "plant-protein"},
    {"wild harvested forest products", "wild-harvested"},
    {"wine spirits beer hard cider", "wine-beer-spirits"},
};
constexpr std::size_t phrase_words_max = 5;

constexpr auto make_tags() {
  std::array<std::string_view, std::size(phrases)> tags{};
  for (std::size_t i = 0; i < tags.size(); ++i) tags[i] = phrases[i].tag;
  std::ranges::sort(tags);
  return tags;
}
constexpr auto tags_sorted = make_tags();

struct Word {
  std::string text;            // without hyphens
  bool hyphen_before = false;  // as written, it hangs on the word before
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool hyphen = false;
  bool inside = false;
  for (const char c : folded(text)) {
    if (c == ' ' || c == '-' || c == ',' || c == ';') {
      hyphen = c == '-' && (inside || hyphen);
      inside = false;
      continue;
    }
    if (!inside) words.push_back({"", hyphen && !words.empty()});
    words.back().text += c;
    inside = true;
    hyphen = false;
  }
  return words;
}

std::string joined_words(std::span<const Word> words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word.text;
  return text;
}
std::string as_written(std::span<const Word> words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : word.hyphen_before ? "-" : " ") + word.text;
  return text;
}

const Phrase* phrase_of(std::string_view words) {
  const auto found = std::ranges::find_if(phrases, [&](const Phrase& p) {
    if (p.words == words) return true;
    std::string own(p.tag);  // the tag itself is understood too
    std::ranges::replace(own, '-', ' ');
    return own == words;
  });
  return found == std::end(phrases) ? nullptr : found;
}

}  // namespace

std::span<const std::string_view> produce_tags() { return tags_sorted; }
bool is_produce_tag(std::string_view tag) { return std::ranges::binary_search(tags_sorted, tag); }

ReadTags read_tags(std::string_view text) {
  const auto words = words_of(text);
  ReadTags read;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t length = std::min(phrase_words_max, words.size() - at);
    const Phrase* phrase = nullptr;
    for (; length > 0 && phrase == nullptr; --length) phrase = phrase_of(joined_words(std::span(words).subspan(at, length)));
    if (phrase == nullptr) {
      read.unknown.push_back(words[at++].text);
      continue;
    }
    ++length;  // the loop counted one down after its find
    const auto run = std::span(words).subspan(at, length);
    read.tags.emplace_back(phrase->tag);
    if (std::ranges::any_of(run.subspan(1), [](const Word& w) { return !w.hyphen_before; })) read.joined.push_back(as_written(run));
    at += length;
  }
  std::ranges::sort(read.tags);
  const auto rest = std::ranges::unique(read.tags);
  read.tags.erase(rest.begin(), rest.end());
  return read;
}

}  // namespace gh::farmers

#include "adapters/sqlite_search/synonyms.h"

#include <unordered_map>

#include "adapters/sqlite_search/words.h"

namespace gh::sqlite_search {
namespace {

constexpr std::size_t beginning_letters_min = 4;

// American, British and Spanish kitchen words. A word with a second meaning in a shop (corn: maize, but also any grain) is left out
// where the other meaning would be found more often.
const std::vector<SynonymGroup>& groups() {
  static const std::vector<SynonymGroup> all = {
      {"zucchini", "courgette", "calabacin"},
      {"cilantro", "coriander leaf", "coriander"},
      {"eggplant", "aubergine", "brinjal", "berenjena"},
      {"arugula", "rocket", "rucola", "roquette"},
      {"scallion", "spring onion", "green onion", "salad onion", "cebolleta"},
      {"beet", "beetroot", "remolacha"},
      {"chard", "swiss chard", "silverbeet"},
      {"rutabaga", "swede"},
      {"fava bean", "broad bean"},
      {"chickpea", "garbanzo"},
      {"green bean", "string bean", "french bean", "haricot vert"},
      {"snow pea", "mangetout"},
      {"bell pepper", "sweet pepper", "capsicum", "pimiento"},
      {"chili", "chilli", "chile", "hot pepper"},
      {"cornmeal", "polenta"},
      {"napa cabbage", "chinese cabbage", "chinese leaf"},
      {"bok choy", "pak choi", "pac choi"},
      {"romaine", "cos lettuce"},
      {"endive", "chicory", "witloof"},
      {"celeriac", "celery root"},
      {"sunchoke", "jerusalem artichoke"},
      {"cantaloupe", "muskmelon", "rockmelon"},
      {"potato", "spud", "papa"},
      {"tomato", "tomate", "jitomate"},
      {"strawberry", "fresa"},
      {"apple", "manzana"},
      {"carrot", "zanahoria"},
      {"garlic", "ajo"},
      {"onion", "cebolla"},
      {"spinach", "espinaca"},
      {"squash", "calabaza"},
      {"mushroom", "seta", "champinon"},
      {"honey", "miel"},
      {"egg", "huevo"},
      {"milk", "leche"},
      {"cheese", "queso"},
      {"bread", "pan"},
      {"yogurt", "yoghurt", "yoghourt"},
      {"ground beef", "beef mince", "minced beef", "mince"},
      {"ground pork", "pork mince", "minced pork"},
      {"prune", "dried plum"},
      {"raisin", "sultana"},
      {"blackcurrant", "black currant", "cassis"},
      {"huckleberry", "bilberry"},
      {"sweetcorn", "sweet corn", "corn cob", "elote"},
      {"flaxseed", "linseed"},
      {"oatmeal", "porridge oat", "rolled oat"},
      {"whole wheat", "wholemeal", "whole meal", "wholewheat"},
      {"confectioners sugar", "icing sugar", "powdered sugar"},
      {"heavy cream", "double cream", "whipping cream"},
      {"jam", "preserve", "jelly"},
      {"free range", "pasture raised"},
      {"veg", "veggie", "vegetable", "verdura"},
  };
  return all;
}

std::string stems_of(std::span<const std::string> words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : " ") + stem(word);
  return all;
}

// From the stems of a name to its group.
const std::unordered_map<std::string, std::size_t>& by_stems() {
  static const auto made = [] {
    std::unordered_map<std::string, std::size_t> map;
    for (std::size_t i = 0; i < groups().size(); ++i)
      for (const auto name : groups()[i]) map.emplace(stems_of(words_of(name)), i);
    return map;
  }();
  return made;
}

}  // namespace

std::span<const SynonymGroup> synonym_groups() { return groups(); }

std::vector<std::string_view> synonyms_of(std::span<const std::string> words) {
  const auto typed = stems_of(words);
  const auto found = by_stems().find(typed);
  if (found == by_stems().end()) return {};
  std::vector<std::string_view> others;
  for (const auto name : groups()[found->second])
    if (stems_of(words_of(name)) != typed) others.push_back(name);
  return others;
}

std::vector<NearSynonym> synonyms_near(std::string_view word, bool unfinished) {
  std::vector<NearSynonym> near;
  const int forgiven = typing_errors_forgiven(word.size());
  for (const auto& group : groups()) {
    for (const auto name : group) {
      if (name.find(' ') != std::string_view::npos) continue;
      if (unfinished && word.size() >= beginning_letters_min && name.size() > word.size() && name.starts_with(word)) {
        near.push_back({name, 0});
      } else if (const int errors = typing_errors(word, name, forgiven); errors > 0 && errors <= forgiven) {
        near.push_back({name, errors});
      }
    }
  }
  return near;
}

}  // namespace gh::sqlite_search

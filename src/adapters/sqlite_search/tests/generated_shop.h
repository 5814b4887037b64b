// A shop of any size, the same for the same numbers: farms over the contiguous United States, products with titles of real produce.
#pragma once
#include <string>
#include <vector>

#include "platform/ports/search.h"

namespace gh::sqlite_search {

struct GeneratedShop {
  std::vector<ports::SearchRow> farms;
  std::vector<ports::SearchRow> products;
};

inline GeneratedShop generated_shop(std::size_t farms, std::size_t products, std::uint64_t seed = 1) {
  static constexpr std::pair<const char*, const char*> produce[] = {
      {"Tomatoes", "vegetables"}, {"Carrots", "vegetables"},     {"Zucchini", "vegetables"}, {"Broccoli", "vegetables"},
      {"Spinach", "vegetables"},  {"Beets", "vegetables"},       {"Lettuce", "vegetables"},  {"Garlic", "vegetables"},
      {"Onions", "vegetables"},   {"Potatoes", "vegetables"},    {"Strawberries", "fruit"},  {"Blueberries", "fruit"},
      {"Apples", "fruit"},        {"Peaches", "fruit"},          {"Pears", "fruit"},         {"Plums", "fruit"},
      {"Milk", "dairy"},          {"Goat Cheese", "dairy"},      {"Butter", "dairy"},        {"Yogurt", "dairy"},
      {"Eggs", "eggs"},           {"Duck Eggs", "eggs"},         {"Ground Beef", "meat"},    {"Lamb Chops", "meat"},
      {"Whole Chicken", "meat"},  {"Sourdough Bread", "bakery"}, {"Rye Bread", "bakery"},    {"Honey", "pantry"},
      {"Maple Syrup", "pantry"},  {"Wheat Flour", "pantry"},     {"Sunflowers", "flowers"},  {"Dahlias", "flowers"},
      {"Basil", "herbs"},         {"Cilantro", "herbs"},         {"Mint", "herbs"},          {"Oregano", "herbs"}};
  static constexpr const char* kinds[] = {"Heirloom", "Cherry", "Golden", "Red",   "Baby",  "Wild", "Early",
                                          "Late",     "Sweet",  "Smoked", "Dried", "Fresh", "Raw",  "Purple"};
  static constexpr const char* tags[] = {"organic",  "no-spray", "grass-fed",  "pasture-raised",
                                         "heirloom", "local",    "biodynamic", "small-batch"};
  static constexpr const char* prose[] = {"picked", "morning",    "river",  "valley", "soil",     "hand",    "washed",
                                          "family", "generation", "flavor", "crisp",  "tender",   "kitchen", "roast",
                                          "salad",  "stored",     "cool",   "rain",   "sun",      "compost", "rotation",
                                          "seed",   "orchard",    "meadow", "bee",    "harvested"};
  static constexpr const char* syllables[] = {"bel", "mar", "kin", "dor", "wes", "ton", "hal", "ric",
                                              "ven", "sol", "gra", "pin", "oak", "lin", "fer", "nol"};
  std::uint64_t state = seed;
  const auto next = [&](std::size_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state >> 33) % below;
  };
  const auto pick = [&](const auto& list) { return list[next(std::size(list))]; };
  const auto name = [&] {
    std::string word = std::string(pick(syllables)) + pick(syllables) + pick(syllables);
    word[0] = static_cast<char>(word[0] - ('a' - 'A'));
    return word;
  };
  GeneratedShop shop;
  for (std::size_t i = 0; i < farms; ++i) {
    ports::SearchRow farm;
    farm.kind = ports::SearchKind::farm;
    farm.id = farm.farm = fmt::format("farm-{}", i);
    farm.title = name() + (i % 3 == 0 ? " Farm" : i % 3 == 1 ? " Orchards" : " Gardens");
    farm.tags = {pick(tags)};
    farm.place = ports::Place{static_cast<std::int32_t>(25'000'000 + next(24'000'000)),
                              static_cast<std::int32_t>(-124'000'000 + static_cast<std::int64_t>(next(57'000'000)))};
    farm.newness = static_cast<std::int64_t>(i);
    shop.farms.push_back(farm);
  }
  for (std::size_t i = 0; i < products; ++i) {
    const auto& [what, category] = pick(produce);
    const auto& farm = shop.farms[next(farms)];
    ports::SearchRow row;
    row.id = fmt::format("product-{}", i);
    row.title = std::string(pick(kinds)) + ' ' + what;
    row.farm = farm.id;
    row.farm_name = farm.title;
    row.category = category;
    row.tags = {pick(tags)};
    if (next(2) == 0) row.tags.push_back("csa");
    for (int w = 0; w < 30; ++w) row.description += std::string(pick(prose)) + ' ';
    row.description += name();
    row.price_minor = static_cast<std::int64_t>(100 + next(5000));
    row.newness = static_cast<std::int64_t>(i);
    shop.products.push_back(row);
  }
  return shop;
}

}  // namespace gh::sqlite_search

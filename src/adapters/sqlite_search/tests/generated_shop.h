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
  static constexpr const char* storages[] = {"ambient", "chilled", "eggs", "frozen"};
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
    farm.labels = {{ports::SearchFacet::tag, pick(tags)}};
    farm.place = ports::Place{static_cast<std::int32_t>(25'000'000 + next(24'000'000)),
                              static_cast<std::int32_t>(-124'000'000 + static_cast<std::int64_t>(next(57'000'000)))};
    farm.newness = static_cast<std::int64_t>(i);
    shop.farms.push_back(farm);
  }
  for (std::size_t i = 0; i < products; ++i) {
    const auto& [what, category] = pick(produce);
    const auto farm_number = next(farms);
    const auto& farm = shop.farms[farm_number];
    ports::SearchRow row;
    row.id = fmt::format("product-{}", i);
    row.title = std::string(pick(kinds)) + ' ' + what;
    row.farm = farm.id;
    row.farm_name = farm.title;
    row.labels = {{ports::SearchFacet::category, category}, {ports::SearchFacet::tag, pick(tags)}};
    if (next(2) == 0) row.labels.push_back({ports::SearchFacet::tag, "csa"});
    row.labels.push_back({ports::SearchFacet::category, category == std::string("fruit") ? "sweet-things" : "savoury-things"});
    row.labels.push_back({ports::SearchFacet::storage, pick(storages)});
    row.labels.push_back({ports::SearchFacet::stock, next(5) == 0 ? "false" : "true"});
    for (std::size_t month = next(12), months = 1 + next(6), m = 0; m < months; ++m)
      row.labels.push_back({ports::SearchFacet::season, std::to_string((month + m) % 12 + 1)});
    // A farm's certificate ends for all of its products at once.
    if (farm_number % 3 != 0)
      row.labels.push_back({ports::SearchFacet::certification, farm_number % 3 == 1 ? "usda_nop" : "eu_organic", ports::search_begin,
                            Timestamp{static_cast<std::int64_t>(farm_number) * 1000}});
    for (int w = 0; w < 30; ++w) row.description += std::string(pick(prose)) + ' ';
    row.description += name();
    row.price.minor = static_cast<std::int64_t>(100 + next(5000));
    row.price.unit_minor = row.price.minor / static_cast<std::int64_t>(1 + next(4));
    row.price.measure = static_cast<ports::SearchMeasure>(next(4));
    if (next(20) == 0)
      row.sales = {{{row.price.minor / 2, row.price.unit_minor / 2, row.price.measure}, Timestamp{10'000}, Timestamp{500'000}}};
    row.newness = static_cast<std::int64_t>(i);
    shop.products.push_back(row);
  }
  return shop;
}

}  // namespace gh::sqlite_search

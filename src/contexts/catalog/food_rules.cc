#include "contexts/catalog/food_rules.h"

#include <algorithm>

namespace gh::catalog {
namespace {

constexpr StorageLimit limits[] = {
    {StorageClass::ambient, std::nullopt, "shelf stable: no limit in law"},
    {StorageClass::chilled, 5'000, "FDA Food Code 2022, 3-501.16(A)(2): 5 degrees Celsius (41 F) or less"},
    {StorageClass::eggs, 7'200, "21 CFR 115.50(b)(2): shell eggs at or below 45 F (7.2 degrees Celsius)"},
    {StorageClass::frozen, -18'000, "Council Directive 89/108/EEC, article 5: -18 degrees Celsius or lower"},
};

constexpr AllergenList lists[] = {
    {Allergen::wheat, true, true, "Wheat"},
    {Allergen::other_gluten_cereals, true, false, "Rye, barley, oats and other cereals with gluten"},
    {Allergen::crustaceans, true, true, "Crustaceans"},
    {Allergen::eggs, true, true, "Eggs"},
    {Allergen::fish, true, true, "Fish"},
    {Allergen::peanuts, true, true, "Peanuts"},
    {Allergen::soybeans, true, true, "Soybeans"},
    {Allergen::milk, true, true, "Milk"},
    {Allergen::tree_nuts, true, true, "Tree nuts"},
    {Allergen::celery, true, false, "Celery"},
    {Allergen::mustard, true, false, "Mustard"},
    {Allergen::sesame, true, true, "Sesame"},
    {Allergen::sulphites, true, false, "Sulphites above 10 mg/kg"},
    {Allergen::lupin, true, false, "Lupin"},
    {Allergen::molluscs, true, false, "Molluscs"},
};

}  // namespace

std::span<const StorageLimit> storage_limits() { return limits; }
const StorageLimit& limit_of(StorageClass storage) { return *std::ranges::find(limits, storage, &StorageLimit::storage); }
std::span<const AllergenList> allergen_lists() { return lists; }

}  // namespace gh::catalog

// The rules of a product's variants: pure functions, called by product.cc.
#pragma once
#include <string_view>
#include <vector>

#include "base/error.h"
#include "contexts/catalog/types.h"
#include "contexts/catalog/units.h"

namespace gh::catalog {

inline constexpr std::size_t variants_max = 20;  // sold at a time
inline constexpr std::size_t options_max = 5;    // of a variant
inline constexpr std::size_t breaks_max = 10;
inline constexpr Milliseconds sale_longest{366LL * 24 * 3600 * 1000};

// GS1 General Specifications 7.9: 8, 12, 13 or 14 digits of which the last is the check digit.
bool is_gtin(std::string_view);

// Puts the whole list in place of what is sold. Fails with invalid_input (fields below /variants) or too_many_variants.
Result<void> set_variants(Product&, const std::vector<VariantDraft>&);

// The draft that would change nothing.
VariantDraft as_draft(const Variant&);

// The smallest regular price of a pack; nothing without variants.
std::optional<Money> lowest_price(const Product&);

}  // namespace gh::catalog

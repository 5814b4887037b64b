// The rules of a product: pure functions over the document. No I/O, no clock; called from the service on any I/O thread.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "contexts/catalog/types.h"

namespace gh::catalog {

inline constexpr std::size_t variants_max = 20;  // sold at a time
inline constexpr std::size_t tags_max = 20;
inline constexpr std::int64_t pack_milli_max = 10'000'000;  // 10,000 units: keeps unit prices in 64 bits
inline constexpr std::size_t slug_characters_max = 80;

// What can be done to a product's status.
enum class Action { publish, unpublish, archive };
BOOST_DESCRIBE_ENUM(Action, publish, unpublish, archive)

// The status after `action`, or product_state with the extension "allowed" (names of the legal actions).
Result<Status> after(Status, Action);

// The one list of what provenance is: used by publish() and shown on the farm desk.
struct ProvenanceRule {
  std::string_view name;
  std::string_view pointer;  // to the field of the product that the farmer fills in
  std::string_view message;
  bool (*met)(const Product&, const Facts&);
};
std::span<const ProvenanceRule> provenance_rules();
std::vector<const ProvenanceRule*> missing_provenance(const Product&, const Facts&);

// lower case words with '-' between, ASCII; "product" if nothing is left of the text.
std::string slug_of(std::string_view text);

// `id` and `slug` are given by the caller. Fails with invalid_input (fields) or too_many_variants.
Result<Product> create(ProductId id, std::string slug, const Draft&, const Facts&, Timestamp now);
// An archived product is not edited (product_state). A published one must stay complete (provenance_required).
Result<void> edit(Product&, const Edit&, const Facts&, Timestamp now);
// provenance_required names what is missing: the extension "missing" (rule names) and a field error each.
Result<void> publish(Product&, const Facts&, Timestamp now);
Result<void> unpublish(Product&, Timestamp now);
Result<void> archive(Product&, Timestamp now);

// Price of the base unit: kg and lb for weights, l for volumes, the unit itself for the rest. Rounded half-even, exact before that.
struct UnitPrice {
  Money price;
  Unit per = Unit::each;
};
BOOST_DESCRIBE_STRUCT(UnitPrice, (), (price, per))
// One or two (kg, then lb). Empty if the figure leaves the range of Money.
std::vector<UnitPrice> unit_prices(const Variant&);

// The smallest price of a pack; nothing without variants.
std::optional<Money> lowest_price(const Product&);

}  // namespace gh::catalog

// The rules of a product: pure functions over the document. No I/O, no clock; called from the service on any I/O thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "contexts/catalog/provenance.h"
#include "contexts/catalog/types.h"
#include "contexts/catalog/variants.h"

namespace gh::catalog {

inline constexpr std::size_t tags_max = 20;
inline constexpr std::size_t images_max = 10;
inline constexpr std::size_t related_max = 12;
inline constexpr std::size_t slug_characters_max = 80;
inline constexpr std::int32_t shelf_life_days_max = 3650;

// What can be done to a product's status.
enum class Action { publish, unpublish, archive };
BOOST_DESCRIBE_ENUM(Action, publish, unpublish, archive)

// The status after `action`, or product_state with the extension "allowed" (names of the legal actions).
Result<Status> after(Status, Action);

// lower case words with '-' between, ASCII; "product" if nothing is left of the text.
std::string slug_of(std::string_view text);
// Of a product with this title, if nobody has it: never what another route has in its place.
std::string slug_for(std::string_view title);

// The months, 1 to 12, in which it is in season: as it says, or as its harvest does. Empty: all year.
std::vector<std::int32_t> months_of(const Product&);

// `id` and `slug` are given by the caller. Fails with invalid_input (fields) or too_many_variants.
Result<Product> create(ProductId id, std::string slug, const Draft&, const Facts&, Timestamp now);
// A new draft that says the same: without reference, GTINs and sales, which belong to the one it is copied from.
Draft copy_of(const Product&);
// An archived product is not edited (product_state). A published one must stay complete (provenance_required).
Result<void> edit(Product&, const Edit&, const Facts&, Timestamp now);
// provenance_required names what is missing: the extension "missing" (rule names) and a field error each.
Result<void> publish(Product&, const Facts&, Timestamp now);
Result<void> unpublish(Product&, Timestamp now);
Result<void> archive(Product&, Timestamp now);

}  // namespace gh::catalog

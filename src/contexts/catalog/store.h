// The catalog's collection and what it is found by.
#pragma once
#include "contexts/catalog/product.h"
#include "platform/documents/collection.h"

namespace gh::catalog {

using Products = Collection<Product>;

inline constexpr std::string_view products_collection = "products";
inline constexpr std::size_t title_key_bytes_max = 60;

// Index names: the first two hold every product, the others published ones that have not lapsed.
namespace index {
inline constexpr std::string_view slug = "slug";
inline constexpr std::string_view farm = "farm";  // farm id '/' created
inline constexpr std::string_view newest = "newest";
inline constexpr std::string_view title = "title";
inline constexpr std::string_view price = "price";
inline constexpr std::string_view category_newest = "category_newest";  // top category '/' published
inline constexpr std::string_view category_price = "category_price";
inline constexpr std::string_view farm_newest = "farm_newest";
}  // namespace index

// The id of the farm's product with this reference: there can be one only, and it is found without an index.
ProductId id_of_reference(const FarmId& farm, std::string_view reference);

ports::CollectionSpec products_spec();
Products::Keys keys_of(const Product&);

}  // namespace gh::catalog

// The category tree: what the shop is browsed by. Pure rules over the one document that holds all of it; a shop that never changed its
// tree has no document and uses default_tree(). Slugs never change (they are in addresses and products); names and places do.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "contexts/catalog/types.h"

namespace gh::catalog {

inline constexpr std::size_t categories_max = 500;
inline constexpr std::size_t category_depth_max = 4;  // levels
inline constexpr std::size_t category_name_characters_max = 60;

struct CategoryTreeTag {
  static constexpr std::string_view prefix = "ctg";
};

// An archived node stays on the products that have it, and takes no new ones.
struct Category {
  std::string slug;
  std::string name;
  std::string parent;  // slug; empty: a top node
  bool archived = false;
  bool states_storage = false;      // its products must name their storage class, and so must those of the nodes below
  bool declares_allergens = false;  // likewise their allergens
  // A certificate that a product of this category claims must be for one of these; none: as the node above, at the top anything.
  std::vector<LabelScope> certificate_scopes;
};
BOOST_DESCRIBE_STRUCT(Category, (), (slug, name, parent, archived, states_storage, declares_allergens, certificate_scopes))

struct CategoryTree {
  Id<CategoryTreeTag> id;
  std::vector<Category> nodes;  // in the order in which they are shown among their siblings
  std::int64_t changes = 0;     // made to it so far
};
BOOST_DESCRIBE_STRUCT(CategoryTree, (), (id, nodes, changes))

// The built-in one: ten top nodes with what farms sell below them.
const CategoryTree& default_tree();
Id<CategoryTreeTag> category_tree_id();

const CategoryTree& tree_of(const Facts&);

const Category* find(const CategoryTree&, std::string_view slug);
// From the top to the node itself; empty if there is no such node.
std::vector<CategoryRef> path_of(const CategoryTree&, std::string_view slug);
// The path that the product carries; of a product that was written before there was a tree, the default tree's.
std::vector<CategoryRef> path_of(const Product&);
// The slugs of that path: what the product is found under.
std::vector<std::string> category_slugs(const Product&);

// What the product's category asks of it, by itself or by a node above.
struct CategoryDemands {
  bool states_storage = false;
  bool declares_allergens = false;
  std::vector<LabelScope> certificate_scopes;  // of the nearest node that names some
};
CategoryDemands demands_of(const CategoryTree&, std::string_view slug);

// The members that are given replace what was. parent "": to the top.
struct CategoryEdit {
  std::optional<std::string> name{};
  std::optional<std::string> parent{};
  std::optional<bool> archived{};
  std::optional<bool> states_storage{};
  std::optional<bool> declares_allergens{};
  std::optional<std::vector<LabelScope>> certificate_scopes{};
};
// Fail with category_exists, not_found (no such node) or invalid_input on the field: unknown parent, too deep, below itself, too many.
Result<void> add(CategoryTree&, Category);
Result<void> edit(CategoryTree&, std::string_view slug, const CategoryEdit&);

}  // namespace gh::catalog

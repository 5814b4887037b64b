#include "contexts/catalog/categories.h"

#include <algorithm>

#include "base/errors.h"
#include "contexts/catalog/errors.h"

namespace gh::catalog {
namespace {

struct Node {
  std::string_view slug;
  std::string_view name;
  std::string_view parent;
  bool states_storage = false;
  bool declares_allergens = false;
};
constexpr Node built_in[] = {
    {"vegetables", "Vegetables", ""},
    {"root-vegetables", "Roots and tubers", "vegetables"},
    {"leafy-greens", "Salads and leafy greens", "vegetables"},
    {"brassicas", "Cabbages and broccoli", "vegetables"},
    {"fruiting-vegetables", "Tomatoes, peppers and squash", "vegetables"},
    {"onions-and-garlic", "Onions and garlic", "vegetables"},
    {"peas-and-beans", "Peas and beans", "vegetables"},
    {"mushrooms", "Mushrooms", "vegetables"},
    {"fruit", "Fruit", ""},
    {"apples-and-pears", "Apples and pears", "fruit"},
    {"berries", "Berries", "fruit"},
    {"stone-fruit", "Stone fruit", "fruit"},
    {"citrus", "Citrus", "fruit"},
    {"melons", "Melons", "fruit"},
    {"nuts", "Nuts", "fruit"},
    {"dairy", "Dairy", "", true},
    {"milk-and-cream", "Milk and cream", "dairy"},
    {"cheese", "Cheese", "dairy"},
    {"butter", "Butter", "dairy"},
    {"yogurt", "Yogurt", "dairy"},
    {"eggs", "Eggs", "", true},
    {"chicken-eggs", "Chicken eggs", "eggs"},
    {"other-eggs", "Duck, quail and other eggs", "eggs"},
    {"meat", "Meat", "", true},
    {"beef", "Beef", "meat"},
    {"pork", "Pork", "meat"},
    {"lamb-and-goat", "Lamb and goat", "meat"},
    {"poultry", "Poultry", "meat"},
    {"sausage-and-ham", "Sausage and ham", "meat"},
    {"bakery", "Bakery", "", false, true},
    {"bread", "Bread", "bakery"},
    {"cakes-and-pastry", "Cakes and pastry", "bakery"},
    {"pantry", "Pantry", "", false, true},
    {"honey", "Honey", "pantry"},
    {"maple-syrup", "Maple syrup", "pantry"},
    {"preserves", "Jams and preserves", "pantry"},
    {"sauces-and-pickles", "Sauces and pickles", "pantry"},
    {"grain-and-flour", "Grain and flour", "pantry"},
    {"dried-beans", "Dried beans", "pantry"},
    {"oils-and-vinegar", "Oils and vinegar", "pantry"},
    {"juice-and-cider", "Juice and cider", "pantry"},
    {"flowers", "Flowers and plants", ""},
    {"cut-flowers", "Cut flowers", "flowers"},
    {"seedlings", "Seedlings and plants", "flowers"},
    {"herbs", "Herbs", ""},
    {"fresh-herbs", "Fresh herbs", "herbs"},
    {"dried-herbs-and-tea", "Dried herbs and tea", "herbs"},
    {"other", "Other", ""},
    {"wool-and-fiber", "Wool and fiber", "other"},
    {"soap-and-candles", "Soap and candles", "other"},
};

using enum LabelScope;
struct ScopesOf {
  std::string_view slug;
  std::vector<LabelScope> scopes;
};
// 7 CFR 205.2 and 205.207: what grows is crops, wild or not; animals and what comes of them are livestock; what is made of either is
// handled.
const std::vector<ScopesOf>& built_in_scopes() {
  static const std::vector<ScopesOf> all{{"vegetables", {crops, wild_crops}},
                                         {"fruit", {crops, wild_crops}},
                                         {"herbs", {crops, wild_crops}},
                                         {"dried-herbs-and-tea", {crops, wild_crops, handling}},
                                         {"flowers", {crops, wild_crops}},
                                         {"dairy", {livestock, handling}},
                                         {"eggs", {livestock}},
                                         {"meat", {livestock, handling}},
                                         {"bakery", {handling}},
                                         {"pantry", {handling}},
                                         {"honey", {livestock, handling}},
                                         {"maple-syrup", {crops, wild_crops, handling}},
                                         {"grain-and-flour", {crops, handling}},
                                         {"dried-beans", {crops, handling}}};
  return all;
}

CategoryTree make_default() {
  CategoryTree tree{category_tree_id(), {}};
  for (const auto& node : built_in)
    tree.nodes.push_back({std::string(node.slug),
                          std::string(node.name),
                          std::string(node.parent),
                          false,
                          node.states_storage,
                          node.declares_allergens,
                          {}});
  for (const auto& [slug, scopes] : built_in_scopes()) std::ranges::find(tree.nodes, slug, &Category::slug)->certificate_scopes = scopes;
  return tree;
}

// From the node upwards, itself first.
template <class Visit>
void climb(const CategoryTree& tree, std::string_view slug, Visit visit) {
  std::size_t left = category_depth_max;
  for (const auto* node = find(tree, slug); node != nullptr && left > 0; node = find(tree, node->parent), --left) visit(*node);
}

std::size_t depth_of(const CategoryTree& tree, std::string_view slug) {
  std::size_t depth = 0;
  climb(tree, slug, [&](const Category&) { ++depth; });
  return depth;
}

// Levels from the node down to its lowest descendant, itself counted.
std::size_t height_of(const CategoryTree& tree, std::string_view slug) {
  const std::size_t top = depth_of(tree, slug);
  std::size_t height = 1;
  for (const auto& node : tree.nodes) {
    const auto path = path_of(tree, node.slug);
    if (std::ranges::find(path, slug, &CategoryRef::slug) != path.end()) height = std::max(height, path.size() - top + 1);
  }
  return height;
}

Error wrong(std::string_view pointer, std::string_view code, std::string detail) {
  return Error(gh::errors::invalid).field(std::string(pointer), std::string(code), std::move(detail));
}

Result<void> check_place(const CategoryTree& tree, std::string_view slug, std::string_view parent, std::size_t height) {
  if (parent.empty()) return {};
  const auto* above = find(tree, parent);
  if (above == nullptr) return fail(wrong("/parent", "unknown_category", "There is no such category."));
  if (above->archived) return fail(wrong("/parent", "archived_category", "An archived category takes nothing new."));
  const auto path = path_of(tree, parent);
  if (std::ranges::find(path, slug, &CategoryRef::slug) != path.end())
    return fail(wrong("/parent", "below_itself", "A category cannot lie below itself."));
  if (path.size() + height > category_depth_max)
    return fail(wrong("/parent", "too_deep", fmt::format("The tree has at most {} levels.", category_depth_max)));
  return {};
}

}  // namespace

Id<CategoryTreeTag> category_tree_id() { return Id<CategoryTreeTag>::derive(0, 1); }

const CategoryTree& default_tree() {
  static const CategoryTree tree = make_default();
  return tree;
}

const CategoryTree& tree_of(const Facts& facts) { return facts.categories ? *facts.categories : default_tree(); }

const Category* find(const CategoryTree& tree, std::string_view slug) {
  const auto found = std::ranges::find(tree.nodes, slug, &Category::slug);
  return found == tree.nodes.end() ? nullptr : &*found;
}

std::vector<CategoryRef> path_of(const CategoryTree& tree, std::string_view slug) {
  std::vector<CategoryRef> path;
  climb(tree, slug, [&](const Category& node) { path.push_back({node.slug, node.name}); });
  std::ranges::reverse(path);
  return path;
}

std::vector<CategoryRef> path_of(const Product& product) {
  return product.category_path.empty() ? path_of(default_tree(), product.category) : product.category_path;
}

std::vector<std::string> category_slugs(const Product& product) {
  std::vector<std::string> slugs;
  for (auto& node : path_of(product)) slugs.push_back(std::move(node.slug));
  return slugs;
}

CategoryDemands demands_of(const CategoryTree& tree, std::string_view slug) {
  CategoryDemands demands;
  climb(tree, slug, [&](const Category& node) {
    demands.states_storage |= node.states_storage;
    demands.declares_allergens |= node.declares_allergens;
    if (demands.certificate_scopes.empty()) demands.certificate_scopes = node.certificate_scopes;
  });
  return demands;
}

Result<void> add(CategoryTree& tree, Category category) {
  if (find(tree, category.slug) != nullptr) return fail(errors::category_exists);
  if (tree.nodes.size() >= categories_max)
    return fail(wrong("/slug", "too_many", fmt::format("The tree has at most {} categories.", categories_max)));
  GH_CHECK(check_place(tree, category.slug, category.parent, 1));
  tree.nodes.push_back(std::move(category));
  return {};
}

Result<void> edit(CategoryTree& tree, std::string_view slug, const CategoryEdit& change) {
  const auto node = std::ranges::find(tree.nodes, slug, &Category::slug);
  if (node == tree.nodes.end()) return fail(gh::errors::not_found);
  if (change.parent && *change.parent != node->parent) {
    GH_CHECK(check_place(tree, slug, *change.parent, height_of(tree, slug)));
    node->parent = *change.parent;
  }
  if (change.name) node->name = *change.name;
  if (change.archived) node->archived = *change.archived;
  if (change.states_storage) node->states_storage = *change.states_storage;
  if (change.declares_allergens) node->declares_allergens = *change.declares_allergens;
  if (change.certificate_scopes) node->certificate_scopes = *change.certificate_scopes;
  return {};
}

}  // namespace gh::catalog

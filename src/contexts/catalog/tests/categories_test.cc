#include "contexts/catalog/categories.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/catalog/errors.h"
#include "contexts/catalog/product.h"

namespace gh::catalog {
namespace {

std::vector<std::string> slugs(const CategoryTree& tree, std::string_view slug) {
  std::vector<std::string> path;
  for (const auto& node : path_of(tree, slug)) path.push_back(node.slug);
  return path;
}
std::string code_of(const Result<void>& done) { return done || done.error().fields().empty() ? "" : done.error().fields()[0].code; }

using Path = std::vector<std::string>;

TEST(DefaultTree, HasTodaysNamesOnTopAndOneLevelBelow) {
  for (const auto* top : {"vegetables", "fruit", "dairy", "eggs", "meat", "bakery", "pantry", "flowers", "herbs", "other"})
    EXPECT_EQ(slugs(default_tree(), top), (Path{top}));
  EXPECT_EQ(slugs(default_tree(), "root-vegetables"), (Path{"vegetables", "root-vegetables"}));
  EXPECT_TRUE(path_of(default_tree(), "weapons").empty());
  CategoryTree again{category_tree_id(), {}};
  for (const auto& node : default_tree().nodes) EXPECT_TRUE(add(again, node)) << node.slug;
  EXPECT_TRUE(demands_of(default_tree(), "cheese").states_storage);
  EXPECT_TRUE(demands_of(default_tree(), "bread").declares_allergens);
  EXPECT_FALSE(demands_of(default_tree(), "berries").states_storage);
}

TEST(CategoryTree, GrowsWithinItsLimits) {
  CategoryTree tree = default_tree();
  ASSERT_TRUE(add(tree, {"carrots", "Carrots", "root-vegetables"}));
  ASSERT_TRUE(add(tree, {"baby-carrots", "Baby carrots", "carrots"}));
  EXPECT_EQ(slugs(tree, "baby-carrots"), (Path{"vegetables", "root-vegetables", "carrots", "baby-carrots"}));
  EXPECT_EQ(code_of(add(tree, {"tiny", "Tiny", "baby-carrots"})), "too_deep");
  EXPECT_EQ(code_of(add(tree, {"lost", "Lost", "nowhere"})), "unknown_category");
  EXPECT_TRUE(add(tree, {"carrots", "Again", ""}).error().is(errors::category_exists));
  for (std::size_t i = tree.nodes.size(); i < categories_max; ++i) ASSERT_TRUE(add(tree, {fmt::format("c{}", i), "C", ""}));
  EXPECT_EQ(code_of(add(tree, {"last", "Last", ""})), "too_many");
}

TEST(CategoryTree, MovesWholeBranchesAndNeverIntoItself) {
  CategoryTree tree = default_tree();
  ASSERT_TRUE(add(tree, {"carrots", "Carrots", "root-vegetables"}));
  EXPECT_EQ(code_of(edit(tree, "vegetables", {.parent = "vegetables"})), "below_itself");
  EXPECT_EQ(code_of(edit(tree, "vegetables", {.parent = "carrots"})), "below_itself");
  EXPECT_TRUE(edit(tree, "vegetables", {.parent = "fruit"}));  // three levels below one: four
  EXPECT_EQ(slugs(tree, "carrots"), (Path{"fruit", "vegetables", "root-vegetables", "carrots"}));
  EXPECT_EQ(code_of(edit(tree, "fruit", {.parent = "other"})), "too_deep");
  EXPECT_TRUE(edit(tree, "root-vegetables", {.name = "Roots", .parent = "", .states_storage = true}));
  EXPECT_EQ(slugs(tree, "carrots"), (Path{"root-vegetables", "carrots"}));
  EXPECT_TRUE(demands_of(tree, "carrots").states_storage);
  ASSERT_TRUE(edit(tree, "root-vegetables", {.archived = true}));
  EXPECT_EQ(code_of(edit(tree, "berries", {.parent = "root-vegetables"})), "archived_category");
  EXPECT_TRUE(edit(tree, "weapons", {.name = "x"}).error().is(gh::errors::not_found));
}

TEST(Products, TakeNoUnknownOrArchivedCategory) {
  auto tree = std::make_shared<CategoryTree>(default_tree());
  ASSERT_TRUE(edit(*tree, "berries", {.archived = true}));
  Facts facts{{FarmId::derive(1, 1), "birch-hollow", "Birch Hollow"}, true, {}, {}, {}, tree};
  Draft draft;
  draft.title = "Blueberries";
  for (const auto& [slug, code] : {std::pair{"berries", "archived_category"}, {"weapons", "unknown_category"}}) {
    draft.category = slug;
    const auto made = create(ProductId::derive(3, 3), "x", draft, facts, Timestamp{1});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().fields()[0].pointer, "/category");
    EXPECT_EQ(made.error().fields()[0].code, code);
  }
  draft.category = "stone-fruit";
  const auto made = create(ProductId::derive(3, 3), "x", draft, facts, Timestamp{1});
  ASSERT_TRUE(made);
  EXPECT_EQ(category_slugs(*made), (Path{"fruit", "stone-fruit"}));
  Product old;  // of the time before the tree
  old.category = "pantry";
  EXPECT_EQ(path_of(old), (std::vector<CategoryRef>{{"pantry", "Pantry"}}));
}

}  // namespace
}  // namespace gh::catalog

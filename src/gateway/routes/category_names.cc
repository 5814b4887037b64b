#include "gateway/routes/category_names.h"

#include "contexts/catalog/categories.h"

namespace gh::gateway {

Task<Result<CategoryNames>> category_names(catalog::Service& catalog) {
  CategoryNames names;
  GH_CO_TRY(const auto shared, co_await catalog.categories().tree());
  const auto& tree = *shared;
  for (const auto& node : tree.nodes) names.emplace(node.slug, CategoryName{node.name, catalog::path_of(tree, node.slug).size()});
  co_return names;
}

std::string name_of(const CategoryNames& names, const std::string& slug) {
  const auto found = names.find(slug);
  return found == names.end() ? slug : found->second.name;
}

}  // namespace gh::gateway

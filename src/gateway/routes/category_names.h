// Categories as people read them, for lists, facets and suggestions.
#pragma once
#include <map>
#include <string>

#include "contexts/catalog/service.h"

namespace gh::gateway {

struct CategoryName {
  std::string name;
  std::size_t level = 0;  // 1: a top node of the tree
};
using CategoryNames = std::map<std::string, CategoryName>;  // by slug

Task<Result<CategoryNames>> category_names(catalog::Service& catalog);
// The slug itself if there is no such category any more.
std::string name_of(const CategoryNames& names, const std::string& slug);

}  // namespace gh::gateway

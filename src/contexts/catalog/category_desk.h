// The category tree as the shop has it: what admins do to it, and the tree for everybody else. One document holds all of it, so that two
// admins cannot make a cycle together. One object for the program; every method may be called on any I/O thread.
#pragma once
#include <memory>
#include <string>

#include "contexts/catalog/categories.h"
#include "platform/documents/collection.h"

namespace gh::catalog {

inline constexpr std::string_view categories_collection = "categories";
// Outbox task of a tree's change: Service::bring_to_tree() follows. Idempotent; the payload is empty, the tree of that moment counts.
inline constexpr std::string_view tree_changed_task = "catalog.tree_changed";

class CategoryDesk {
 public:
  explicit CategoryDesk(ports::Documents& documents);
  const Result<void>& opened() const { return trees_.opened(); }

  Task<Result<std::shared_ptr<const CategoryTree>>> tree();
  // See categories.h for the rules and errors. Give the whole tree.
  Task<Result<CategoryTree>> add(Category category);
  Task<Result<CategoryTree>> edit(std::string slug, CategoryEdit change);

 private:
  template <class Change>
  Task<Result<CategoryTree>> change(Change change);

  Collection<CategoryTree> trees_;
};

}  // namespace gh::catalog

#include "contexts/catalog/category_desk.h"

namespace gh::catalog {

CategoryDesk::CategoryDesk(ports::Documents& documents)
    : trees_(documents, {std::string(categories_collection), {}, ports::AuditSpec{}},
             [](const CategoryTree&) { return Collection<CategoryTree>::Keys{}; }) {}

Task<Result<std::shared_ptr<const CategoryTree>>> CategoryDesk::tree() {
  GH_CO_TRY(auto found, co_await trees_.get(category_tree_id()));
  if (!found) co_return std::shared_ptr<const CategoryTree>(std::shared_ptr<void>(), &default_tree());  // lives as long as the program
  co_return std::make_shared<const CategoryTree>(std::move(found->value));
}

// The first change writes the built-in tree down.
template <class Change>
Task<Result<CategoryTree>> CategoryDesk::change(Change change) {
  GH_CO_TRY(const auto known, co_await trees_.get(category_tree_id()));
  if (!known) {
    const auto made = co_await trees_.insert(default_tree());
    if (!made && !made.error().is(ports::errors::duplicate_key)) co_return fail(made.error());  // else somebody was faster
  }
  GH_CO_TRY(auto written,
            co_await trees_.update(category_tree_id(), [&](CategoryTree& tree, Collection<CategoryTree>::Outbox& outbox) -> Result<void> {
              GH_CHECK(change(tree));
              outbox.push_back({std::string(tree_changed_task), fmt::format("{}-{}", tree_changed_task, ++tree.changes), "{}", {}});
              return {};
            }));
  co_return std::move(written.value);
}

Task<Result<CategoryTree>> CategoryDesk::add(Category category) {
  co_return co_await change([&](CategoryTree& tree) { return catalog::add(tree, category); });
}

Task<Result<CategoryTree>> CategoryDesk::edit(std::string slug, CategoryEdit what) {
  co_return co_await change([&](CategoryTree& tree) { return catalog::edit(tree, slug, what); });
}

}  // namespace gh::catalog

#include "gateway/routes/categories.h"

#include "contexts/catalog/errors.h"
#include "contexts/catalog/product.h"
#include "platform/json/fields.h"

namespace gh::gateway {

using CategoryNameInput = json::Text<1, catalog::category_name_characters_max>;

struct CategoryView {
  std::string slug;
  std::string name;
  std::string parent;             // slug; empty: a top category
  std::vector<std::string> path;  // slugs, from the top to its own
  bool archived = false;          // takes no new products
  bool states_storage = false;    // by itself or by a category above: its products must name their storage class
  bool declares_allergens = false;
  std::vector<catalog::LabelScope> certificate_scopes;  // likewise: a claimed certificate must be for one of these; empty: for anything
};
BOOST_DESCRIBE_STRUCT(CategoryView, (), (slug, name, parent, path, archived, states_storage, declares_allergens, certificate_scopes))

struct CategoryList {
  std::vector<CategoryView> items;  // all of them: the tree has at most 500
};
BOOST_DESCRIBE_STRUCT(CategoryList, (), (items))

struct NewCategory {
  std::optional<json::Slug> slug;  // absent: made from the name
  CategoryNameInput name;
  std::optional<json::Slug> parent;  // absent: a top category
  std::optional<bool> states_storage;
  std::optional<bool> declares_allergens;
  std::optional<json::List<catalog::LabelScope, 0, 4>> certificate_scopes;
};
BOOST_DESCRIBE_STRUCT(NewCategory, (), (slug, name, parent, states_storage, declares_allergens, certificate_scopes))

struct CategoryChange {
  std::optional<CategoryNameInput> name;
  std::optional<json::Text<0, json::Slug::bytes_max>> parent;  // empty: to the top
  std::optional<bool> archived;
  std::optional<bool> states_storage;
  std::optional<bool> declares_allergens;
  std::optional<json::List<catalog::LabelScope, 0, 4>> certificate_scopes;  // empty: as the category above
};
BOOST_DESCRIBE_STRUCT(CategoryChange, (), (name, parent, archived, states_storage, declares_allergens, certificate_scopes))

struct CategoryPath {
  json::Slug slug;
};
BOOST_DESCRIBE_STRUCT(CategoryPath, (), (slug))

namespace {

using json::None;

CategoryView category_view(const catalog::CategoryTree& tree, const catalog::Category& node) {
  const auto demands = catalog::demands_of(tree, node.slug);
  CategoryView view{
      node.slug, node.name, node.parent, {}, node.archived, demands.states_storage, demands.declares_allergens, demands.certificate_scopes};
  for (auto& step : catalog::path_of(tree, node.slug)) view.path.push_back(std::move(step.slug));
  return view;
}

Result<Reply<CategoryView>> node_reply(Result<catalog::CategoryTree> tree, std::string_view slug) {
  if (!tree) return fail(std::move(tree).error());
  const auto* node = catalog::find(*tree, slug);
  if (node == nullptr) return fail(gh::errors::not_found);
  return Reply<CategoryView>(category_view(*tree, *node));
}

catalog::Category category_of(const NewCategory& wanted) {
  return {wanted.slug ? wanted.slug->value() : catalog::slug_of(wanted.name.value()),
          wanted.name.value(),
          wanted.parent ? wanted.parent->value() : "",
          false,
          wanted.states_storage.value_or(false),
          wanted.declares_allergens.value_or(false),
          wanted.certificate_scopes ? wanted.certificate_scopes->value() : std::vector<catalog::LabelScope>()};
}

catalog::CategoryEdit edit_of(const CategoryChange& change) {
  catalog::CategoryEdit edit;
  if (change.name) edit.name = change.name->value();
  if (change.parent) edit.parent = change.parent->value();
  if (change.certificate_scopes) edit.certificate_scopes = change.certificate_scopes->value();
  edit.archived = change.archived;
  edit.states_storage = change.states_storage;
  edit.declares_allergens = change.declares_allergens;
  return edit;
}

void add_list(RouteTable& table, catalog::Service& catalog) {
  table.add<Input<>, CategoryList>({.method = net::Method::get,
                                    .path = "/api/v1/categories",
                                    .operation_id = "listCategories",
                                    .summary = "The category tree, every category with the path to it.",
                                    .context = "catalog",
                                    .cached = CacheFamily::categories},
                                   [&catalog](const Call&, Input<>) -> Task<Result<Reply<CategoryList>>> {
                                     GH_CO_TRY(const auto tree, co_await catalog.categories().tree());
                                     Reply<CategoryList> reply(CategoryList{});
                                     for (const auto& node : tree->nodes) reply.value.items.push_back(category_view(*tree, node));
                                     reply.tags = {std::string(catalog::categories_collection)};
                                     co_return reply;
                                   });
}

}  // namespace

void category_routes(RouteTable& table, catalog::Service& catalog) {
  add_list(table, catalog);
  using AddInput = Input<None, None, NewCategory>;
  table.add<AddInput, CategoryView>({.method = net::Method::post,
                                     .path = "/api/v1/admin/categories",
                                     .operation_id = "addCategory",
                                     .summary = "A new category, at the top or below another one.",
                                     .context = "catalog",
                                     .roles = admins,
                                     .rate = RateGroup::write,
                                     .success_status = 201,
                                     .errors = {&catalog::errors::category_exists}},
                                    [&catalog](const Call&, AddInput in) -> Task<Result<Reply<CategoryView>>> {
                                      const auto category = category_of(in.body);
                                      auto reply = node_reply(co_await catalog.categories().add(category), category.slug);
                                      if (reply) reply->head.add("Location", "/api/v1/categories");
                                      co_return reply;
                                    });
  using ChangeInput = Input<CategoryPath, None, CategoryChange>;
  table.add<ChangeInput, CategoryView>({.method = net::Method::patch,
                                        .path = "/api/v1/admin/categories/{slug}",
                                        .operation_id = "changeCategory",
                                        .summary = "Renames, moves or archives a category; its products follow.",
                                        .context = "catalog",
                                        .roles = admins,
                                        .rate = RateGroup::write,
                                        .errors = {&gh::errors::not_found}},
                                       [&catalog](const Call&, ChangeInput in) -> Task<Result<Reply<CategoryView>>> {
                                         co_return node_reply(co_await catalog.categories().edit(in.path.slug.value(), edit_of(in.body)),
                                                              in.path.slug.value());
                                       });
}

}  // namespace gh::gateway

#include "gateway/routes/product_desk.h"

#include "contexts/catalog/errors.h"
#include "contexts/identity/scopes.h"
#include "contexts/pictures/errors.h"
#include "gateway/routes/if_any.h"
#include "gateway/routes/pictures.h"
#include "gateway/routes/product_names.h"

namespace gh::gateway {

struct ProvenanceGap {
  std::string name;
  std::string pointer;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(ProvenanceGap, (), (name, pointer, message))

// For the product's farm, whatever its status.
struct ProductOnDesk : catalog::Product {
  std::vector<ProvenanceGap> missing;  // before it can be published
  std::int32_t completeness = 100;     // per cent of what must be said
};
BOOST_DESCRIBE_STRUCT(ProductOnDesk, (catalog::Product), (missing, completeness))

struct ProductDesk {
  std::vector<ProductOnDesk> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ProductDesk, (), (items, next_cursor))

struct ProductIdPath {
  ProductId id;
};
BOOST_DESCRIBE_STRUCT(ProductIdPath, (), (id))

// Of the one path that a slug stands in as well (getProduct).
struct ProductPath {
  ProductId product;
};
BOOST_DESCRIBE_STRUCT(ProductPath, (), (product))

struct DeskQuery {
  json::PageLimit limit;
  json::Cursor cursor;
  std::optional<catalog::Status> status;
  std::optional<json::Text<1, 80>> q;                        // in the title or the reference
  std::optional<json::Bounded<int, 1, 100>> complete_below;  // per cent
};
BOOST_DESCRIBE_STRUCT(DeskQuery, (), (limit, cursor, status, q, complete_below))

namespace {

using json::None;

ProductOnDesk desk_view(publish::DeskProduct desk) {
  ProductOnDesk view;
  static_cast<catalog::Product&>(view) = std::move(desk.product);
  view.completeness = catalog::completeness(desk.missing.size());
  for (const auto* rule : desk.missing)
    view.missing.push_back({std::string(rule->name), std::string(rule->pointer), std::string(rule->message)});
  return view;
}

publish::DeskQuery desk_query(const DeskQuery& query) {
  publish::DeskQuery wanted;
  wanted.filter.status = query.status;
  if (query.q) wanted.filter.text = query.q->value();
  if (query.complete_below) wanted.complete_below = query.complete_below->value();
  wanted.limit = query.limit.value();
  wanted.cursor = query.cursor.value();
  return wanted;
}

Result<Reply<ProductOnDesk>> desk_reply(Result<publish::DeskProduct> desk) {
  if (!desk) return fail(std::move(desk).error());
  return Reply<ProductOnDesk>(desk_view(*std::move(desk)));
}

void list_routes(RouteTable& table, publish::Publisher& publisher) {
  table.add<Input<None, DeskQuery>, ProductDesk>(
      {.method = net::Method::get,
       .path = "/api/v1/farms/mine/products",
       .operation_id = "listMyProducts",
       .summary = "Products of the caller's farm, with what each still lacks before it can be published.",
       .context = "catalog",
       .roles = farmers,
       .scope = std::string(identity::products_read),
       .errors = {&gh::errors::not_found, &gh::errors::bad_cursor}},
      [&publisher](const Call& call, Input<None, DeskQuery> in) -> Task<Result<Reply<ProductDesk>>> {
        GH_CO_TRY(auto page, co_await publisher.list(*call.caller.user, desk_query(in.query)));
        ProductDesk desk{{}, if_any(std::move(page.next_cursor))};
        for (auto& item : page.items) desk.items.push_back(desk_view(std::move(item)));
        co_return desk;
      });
  table.add<Input<ProductIdPath>, ProductOnDesk>(
      {.method = net::Method::get,
       .path = "/api/v1/farms/mine/products/{id}",
       .operation_id = "getMyProduct",
       .summary = "One product of the caller's farm.",
       .context = "catalog",
       .roles = farmers,
       .scope = std::string(identity::products_read),
       .errors = {&gh::errors::not_found}},
      [&publisher](const Call& call, Input<ProductIdPath> in) -> Task<Result<Reply<ProductOnDesk>>> {
        co_return desk_reply(co_await publisher.get(*call.caller.user, std::move(in.path.id)));
      });
}

void write_routes(RouteTable& table, publish::Publisher& publisher, const pictures::Service& pictures) {
  using CreateInput = Input<None, None, catalog::NewProduct>;
  table.add<CreateInput, ProductOnDesk>(
      {.method = net::Method::post,
       .path = "/api/v1/products",
       .operation_id = "createProduct",
       .summary = "A new draft of the caller's farm.",
       .context = "catalog",
       .roles = farmers,
       .scope = std::string(identity::products_write),
       .rate = RateGroup::write,
       .success_status = 201,
       .errors = {&gh::errors::not_found, &catalog::errors::reference_taken, &pictures::errors::picture_gone}},
      [&publisher, &pictures](const Call& call, CreateInput in) -> Task<Result<Reply<ProductOnDesk>>> {
        GH_CO_CHECK(co_await name_pictures(pictures, in.body.images, "/images"));
        auto reply = desk_reply(co_await publisher.create(*call.caller.user, std::move(in.body)));
        if (reply) reply->head.add("Location", "/api/v1/farms/mine/products/" + reply->value.id.text());
        co_return reply;
      });
  table.add<Input<ProductIdPath>, ProductOnDesk>(
      {.method = net::Method::post,
       .path = "/api/v1/products/{id}/duplicate",
       .operation_id = "duplicateProduct",
       .summary = "A new draft that says what this product says, with skus of its own.",
       .context = "catalog",
       .roles = farmers,
       .scope = std::string(identity::products_write),
       .rate = RateGroup::write,
       .success_status = 201,
       .errors = {&gh::errors::not_found}},
      [&publisher](const Call& call, Input<ProductIdPath> in) -> Task<Result<Reply<ProductOnDesk>>> {
        auto reply = desk_reply(co_await publisher.duplicate(*call.caller.user, std::move(in.path.id)));
        if (reply) reply->head.add("Location", "/api/v1/farms/mine/products/" + reply->value.id.text());
        co_return reply;
      });
  using ChangeInput = Input<ProductPath, None, catalog::ProductChange>;
  table.add<ChangeInput, ProductOnDesk>(
      {.method = net::Method::patch,
       .path = "/api/v1/products/{product}",
       .operation_id = "changeProduct",
       .summary = "By its id. Members that are given replace what was; a published product must stay complete.",
       .context = "catalog",
       .roles = farmers,
       .scope = std::string(identity::products_write),
       .rate = RateGroup::write,
       .errors = {&gh::errors::not_found, &catalog::errors::product_state, &catalog::errors::provenance_required,
                  &catalog::errors::too_many_variants, &pictures::errors::picture_gone}},
      [&publisher, &pictures](const Call& call, ChangeInput in) -> Task<Result<Reply<ProductOnDesk>>> {
        GH_CO_CHECK(co_await name_pictures(pictures, in.body.images, "/images"));
        co_return desk_reply(co_await publisher.edit(*call.caller.user, std::move(in.path.product), std::move(in.body)));
      });
}

struct Move {
  std::string_view verb;
  std::string_view operation_id;
  std::string_view summary;
  Task<Result<publish::DeskProduct>> (publish::Publisher::*move)(UserId, ProductId);
  bool needs_provenance;
};
constexpr Move moves[] = {
    {"publish", "publishProduct", "Puts a complete draft on sale; 422 names what is missing.", &publish::Publisher::publish, true},
    {"unpublish", "unpublishProduct", "Takes a product off sale; it is a draft again.", &publish::Publisher::unpublish, false},
    {"archive", "archiveProduct", "Takes a product off sale for good.", &publish::Publisher::archive, false},
};

void move_routes(RouteTable& table, publish::Publisher& publisher) {
  for (const auto& move : moves) {
    std::vector<const ErrorKind*> errors{&gh::errors::not_found, &catalog::errors::product_state};
    if (move.needs_provenance) errors.push_back(&catalog::errors::provenance_required);
    table.add<Input<ProductIdPath>, ProductOnDesk>(
        {.method = net::Method::post,
         .path = fmt::format("/api/v1/products/{{id}}/{}", move.verb),
         .operation_id = std::string(move.operation_id),
         .summary = std::string(move.summary),
         .context = "catalog",
         .roles = farmers,
         .scope = std::string(identity::products_write),
         .rate = RateGroup::write,
         .errors = std::move(errors)},
        [&publisher, work = move.move](const Call& call, Input<ProductIdPath> in) -> Task<Result<Reply<ProductOnDesk>>> {
          co_return desk_reply(co_await (publisher.*work)(*call.caller.user, std::move(in.path.id)));
        });
  }
}

}  // namespace

void product_desk_routes(RouteTable& table, publish::Publisher& publisher, const pictures::Service& pictures) {
  list_routes(table, publisher);
  write_routes(table, publisher, pictures);
  move_routes(table, publisher);
}

}  // namespace gh::gateway

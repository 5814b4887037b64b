#include "gateway/routes/back_in_stock.h"

#include "base/errors.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct WaitPath {
  json::Slug slug;
};
BOOST_DESCRIBE_STRUCT(WaitPath, (), (slug))

struct WatchPath {
  inventory::WatchId id;
};
BOOST_DESCRIBE_STRUCT(WatchPath, (), (id))

struct WaitInput {
  Sku sku;
  std::optional<json::Email> email;        // a guest's; whoever is signed in is told as an account
  std::optional<json::Text<2, 2>> locale;  // "en", "es"; absent: the account's, or the shop's
};
BOOST_DESCRIBE_STRUCT(WaitInput, (), (sku, email, locale))

struct WaitListQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(WaitListQuery, (), (limit, cursor))

// Without the address: whoever knows the id of a guest's need not learn it.
struct WatchView {
  inventory::WatchId id;
  Sku sku;
  Timestamp since;
};
BOOST_DESCRIBE_STRUCT(WatchView, (), (id, sku, since))

struct WaitedProduct {
  std::string slug;
  std::string title;
  std::string category;
  std::string farm_name;
};
BOOST_DESCRIBE_STRUCT(WaitedProduct, (), (slug, title, category, farm_name))

struct Wait : WatchView {
  std::optional<WaitedProduct> product;  // none: it is off the shop
};
BOOST_DESCRIBE_STRUCT(Wait, (WatchView), (product))

struct WatchList {
  std::vector<Wait> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(WatchList, (), (items, next_cursor))

WatchView view_of(const inventory::Watching& watching) { return {watching.id, watching.sku, watching.since}; }

Task<Result<std::optional<WaitedProduct>>> product_of(catalog::Service& catalog, const Sku& sku) {
  GH_CO_TRY(auto product, co_await catalog.find(sku.product()));
  if (!product || product->status != catalog::Status::published) co_return std::nullopt;
  co_return WaitedProduct{std::move(product->slug), std::move(product->title), std::move(product->category), std::move(product->farm.name)};
}

RouteSpec watch_spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  return {.method = method,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "inventory",
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
          .errors = std::move(errors)};
}

}  // namespace

void back_in_stock_routes(RouteTable& table, alerts::BackInStock& alert, inventory::WaitingList& waiting, catalog::Service& catalog) {
  auto wait = watch_spec(net::Method::post, "/api/v1/products/{slug}/back-in-stock", "waitForStock",
                         "Tells the caller, once, when this variant can be bought again. The same wish again is the same.",
                         {&gh::errors::not_found, &inventory::errors::back_in_stock_full});
  wait.success_status = 201;
  table.add<Input<WaitPath, None, WaitInput>, WatchView>(
      std::move(wait), [&alert](const Call& call, Input<WaitPath, None, WaitInput> in) -> Task<Result<Reply<WatchView>>> {
        const bool guest = !call.caller.user;
        if (guest != in.body.email.has_value()) {
          Error error(gh::errors::invalid);
          error.field("/email", guest ? "required" : "not_allowed", "A guest says an address; an account has its own.");
          co_return fail(std::move(error));
        }
        GH_CO_TRY(const auto watching,
                  co_await alert.wait(in.path.slug.value(), in.body.sku, call.caller.user, guest ? in.body.email->value() : std::string(),
                                      in.body.locale ? in.body.locale->value() : std::string()));
        Reply<WatchView> reply(view_of(watching));
        reply.head.add("Location", "/api/v1/back-in-stock/" + watching.id.text());
        co_return reply;
      });
  auto list = watch_spec(net::Method::get, "/api/v1/back-in-stock", "listWaits", "What the caller waits for, newest first.",
                         {&gh::errors::bad_cursor});
  list.roles = signed_in;
  table.add<Input<None, WaitListQuery>, WatchList>(
      std::move(list), [&waiting, &catalog](const Call& call, Input<None, WaitListQuery> in) -> Task<Result<Reply<WatchList>>> {
        GH_CO_TRY(auto page, co_await waiting.of_user(*call.caller.user, in.query.limit.value(), in.query.cursor.value()));
        WatchList out;
        for (const auto& watching : page.items) {
          GH_CO_TRY(auto product, co_await product_of(catalog, watching.sku));
          out.items.push_back({view_of(watching), std::move(product)});
        }
        if (!page.next.empty()) out.next_cursor = std::move(page.next);
        co_return out;
      });
  auto stop = watch_spec(net::Method::del, "/api/v1/back-in-stock/{id}", "stopWaiting",
                         "Waits no more. A guest's wish is ended by whoever knows its id.", {&gh::errors::not_found});
  stop.success_status = 204;
  table.add<Input<WatchPath>, None>(std::move(stop), [&waiting](const Call& call, Input<WatchPath> in) -> Task<Result<Reply<None>>> {
    GH_CO_CHECK(co_await waiting.stop(in.path.id, call.caller.user));
    co_return Reply<None>(None{});
  });
}

}  // namespace gh::gateway

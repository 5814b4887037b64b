#include "flows/bulk/bulk.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "platform/json/json.h"

namespace gh::bulk {

namespace {

using operations::Operation;

constexpr std::string_view unchanged = "unchanged";
constexpr std::string_view cancel_orders_kind = "orders.cancel";
constexpr int products_page = 100;

template <class Action>
std::string kind_of(std::string_view what, Action action) {
  return fmt::format("{}.{}", what, json::enum_name(action));
}

std::vector<operations::Row> rows_of(std::vector<std::string> bodies) {
  std::vector<operations::Row> rows;
  for (auto& body : bodies) rows.push_back({static_cast<std::int64_t>(rows.size()) + 1, std::move(body)});
  return rows;
}

template <class IdType>
std::vector<std::string> texts_of(const std::vector<IdType>& ids) {
  std::vector<std::string> texts;
  for (const auto& id : ids) texts.push_back(id.text());
  return texts;
}

// One row after the other; what became of it is its count, what was wrong with it its error. An error of the store is one of the whole.
template <class OneRow>
Task<Result<operations::Outcome>> each(const std::vector<operations::Row>& rows, OneRow one_row) {
  operations::Outcome outcome;
  for (const auto& row : rows) {
    auto became = co_await one_row(row.body);
    if (became) {
      ++outcome.counts[*became];
      continue;
    }
    if (became.error().kind().http_status() >= 500) co_return fail(std::move(became).error());
    ++outcome.counts["failed"];
    for (auto& error : operations::row_errors(row.line, became.error())) outcome.errors.push_back(std::move(error));
  }
  co_return outcome;
}

Result<void> check(const ProductsRequest& request) {
  Error error(errors::invalid);
  if (request.ids.empty() != request.all_of.has_value())
    error.field("/ids", "required", "Either ids or the farm whose products are meant.");
  const bool by_percent = request.action == ProductAction::change_price;
  if (by_percent != request.percent.has_value())
    error.field("/percent", by_percent ? "required" : "not_allowed", "It belongs to change_price.");
  if (request.percent &&
      (request.percent->milli < Percent::min_milli || request.percent->milli > Percent::max_milli || request.percent->milli == 0))
    error.field("/percent", "out_of_range", "Must be from -90 to 300, and not 0.");
  if (!error.fields().empty()) return fail(std::move(error));
  return {};
}

Result<void> check_reason(bool needed, const std::string& reason) {
  if (needed != reason.empty()) return {};
  Error error(errors::invalid);
  error.field("/reason", needed ? "required" : "not_allowed", "Who is rejected or shut out is told why; nobody else is.");
  return fail(std::move(error));
}

}  // namespace

Task<Result<std::vector<ProductId>>> Bulk::products_of(FarmId farm) const {
  std::vector<ProductId> ids;
  std::string cursor;
  do {
    GH_CO_TRY(auto page, co_await catalog_.of_farm(farm, {}, products_page, cursor));
    for (const auto& product : page.items) {
      if (product.status != catalog::Status::archived) ids.push_back(product.id);
    }
    cursor = std::move(page.next_cursor);
  } while (!cursor.empty() && ids.size() <= operations::rows_max);
  co_return ids;
}

Task<Result<std::vector<std::string>>> Bulk::price_rows(Starter starter, std::vector<ProductId> ids, Percent by) const {
  std::vector<std::string> bodies;
  for (const auto& id : ids) {
    GH_CO_TRY(const auto product, co_await catalog_.find(id));
    const bool theirs = product && (!starter.farm || product->farm.id == *starter.farm);
    // A product that is not there is told as an error of its row, as in the other actions.
    PriceRow row{.product = id, .prices = {}};
    if (theirs) {
      GH_CO_TRY(row, price_row(*product, by));
    }
    bodies.push_back(json::to_string(row));
  }
  co_return bodies;
}

Task<Result<Operation>> Bulk::start_products(Starter starter, ProductsRequest request) const {
  GH_CO_CHECK(check(request));
  if (request.all_of) {
    GH_CO_TRY(request.ids, co_await products_of(*request.all_of));
  }
  operations::NewOperation wanted{
      .kind = kind_of("products", request.action), .parameters = {}, .rows = {}, .created_by = starter.user, .farm = starter.farm};
  if (request.percent) {
    wanted.parameters.emplace("percent", to_string(Quantity{request.percent->milli}));
    wanted.parameters.emplace("milli", std::to_string(request.percent->milli));
    GH_CO_TRY(auto bodies, co_await price_rows(std::move(starter), std::move(request.ids), *request.percent));
    wanted.rows = rows_of(std::move(bodies));
  } else {
    wanted.rows = rows_of(texts_of(request.ids));
  }
  co_return co_await operations_.start(std::move(wanted));
}

Task<Result<Operation>> Bulk::start_farms(UserId admin, FarmAction action, std::vector<FarmId> ids, std::string reason) const {
  GH_CO_CHECK(check_reason(action == FarmAction::reject || action == FarmAction::pause, reason));
  operations::NewOperation wanted{.kind = kind_of("farms", action),
                                  .parameters = {},
                                  .rows = rows_of(texts_of(ids)),
                                  .created_by = std::move(admin),
                                  .farm = std::nullopt};
  if (!reason.empty()) wanted.parameters.emplace("reason", std::move(reason));
  co_return co_await operations_.start(std::move(wanted));
}

Task<Result<Operation>> Bulk::start_users(UserId admin, UserAction action, std::vector<UserId> ids, std::string reason) const {
  GH_CO_CHECK(check_reason(action == UserAction::disable, reason));
  operations::NewOperation wanted{.kind = kind_of("users", action),
                                  .parameters = {},
                                  .rows = rows_of(texts_of(ids)),
                                  .created_by = std::move(admin),
                                  .farm = std::nullopt};
  if (!reason.empty()) wanted.parameters.emplace("reason", std::move(reason));
  co_return co_await operations_.start(std::move(wanted));
}

Task<Result<Operation>> Bulk::start_coupons(UserId admin, CouponAction action, std::vector<pricing::CouponId> ids) const {
  co_return co_await operations_.start({.kind = kind_of("coupons", action),
                                        .parameters = {},
                                        .rows = rows_of(texts_of(ids)),
                                        .created_by = std::move(admin),
                                        .farm = std::nullopt});
}

Task<Result<Operation>> Bulk::start_cancel_orders(UserId admin, std::vector<OrderId> ids) const {
  co_return co_await operations_.start({.kind = std::string(cancel_orders_kind),
                                        .parameters = {},
                                        .rows = rows_of(texts_of(ids)),
                                        .created_by = std::move(admin),
                                        .farm = std::nullopt});
}

Task<Result<std::pair<UserId, catalog::Product>>> Bulk::product_for(const Operation& operation, ProductId id) const {
  GH_CO_TRY(auto product, co_await catalog_.find(std::move(id)));
  if (!product || (operation.farm && product->farm.id != *operation.farm)) co_return fail(errors::not_found);
  GH_CO_TRY(const auto farm, co_await farmers_.get(product->farm.id));
  if (!farm.owner) co_return fail(errors::not_found);
  co_return std::pair(*farm.owner, *std::move(product));
}

Task<Result<std::string>> Bulk::product_row(const Operation& operation, ProductAction action, std::string body) const {
  auto id = ProductId::parse(body);
  if (!id) co_return fail(errors::not_found);
  GH_CO_TRY(const auto found, co_await product_for(operation, *id));
  const auto& [owner, product] = found;
  switch (action) {
    case ProductAction::publish:
      if (product.status == catalog::Status::published) co_return std::string(unchanged);
      GH_CO_CHECK(co_await publisher_.publish(owner, product.id));
      co_return "published";
    case ProductAction::unpublish:
      if (product.status == catalog::Status::draft) co_return std::string(unchanged);
      GH_CO_CHECK(co_await publisher_.unpublish(owner, product.id));
      co_return "unpublished";
    default:
      if (product.status == catalog::Status::archived) co_return std::string(unchanged);
      GH_CO_CHECK(co_await publisher_.archive(owner, product.id));
      co_return "archived";
  }
}

Task<Result<std::string>> Bulk::price_change_row(const Operation& operation, PriceRow row) const {
  GH_CO_TRY(const auto found, co_await product_for(operation, row.product));
  const auto& [owner, product] = found;
  switch (state_of(product, row)) {
    case RowState::done:
      co_return std::string(unchanged);
    case RowState::moved:
      co_return fail(errors::conflict, "A price of the product was changed since the operation was started.");
    case RowState::to_do:
      break;
  }
  const Percent by{std::stoll(operation.parameters.at("milli"))};
  GH_CO_TRY(auto change, change_of(product, row, by));
  GH_CO_CHECK(co_await publisher_.edit(owner, product.id, std::move(change)));
  co_return "changed";
}

Task<Result<std::string>> Bulk::farm_row(const Operation& operation, FarmAction action, FarmId id) const {
  using farmers::FarmStatus;
  GH_CO_TRY(const auto farm, co_await farmers_.get(id));
  switch (action) {
    case FarmAction::verify:
      if (farm.status == FarmStatus::verified) co_return std::string(unchanged);
      GH_CO_CHECK(co_await farmers_.verify(std::move(id)));
      co_return "verified";
    case FarmAction::pause:
      if (farm.status == FarmStatus::paused) co_return std::string(unchanged);
      GH_CO_CHECK(co_await farmers_.pause(std::move(id), operation.parameters.at("reason")));
      co_return "paused";
    case FarmAction::resume:
      if (farm.status == FarmStatus::verified) co_return std::string(unchanged);
      GH_CO_CHECK(co_await farmers_.resume(std::move(id)));
      co_return "resumed";
    default:
      if (farm.status == FarmStatus::rejected) co_return std::string(unchanged);
      GH_CO_CHECK(co_await farmers_.reject(std::move(id), operation.parameters.at("reason")));
      co_return "rejected";
  }
}

// Each of the three is the same said twice.
Task<Result<std::string>> Bulk::user_row(const Operation& operation, UserAction action, UserId id) const {
  const auto& people = identity_.people;
  switch (action) {
    case UserAction::disable:
      GH_CO_CHECK(co_await people.disable(operation.created_by, std::move(id), operation.parameters.at("reason")));
      co_return "disabled";
    case UserAction::enable:
      GH_CO_CHECK(co_await people.enable(operation.created_by, std::move(id)));
      co_return "enabled";
    default:
      GH_CO_CHECK(co_await people.end_sessions(operation.created_by, std::move(id)));
      co_return "ended";
  }
}

Task<Result<std::string>> Bulk::coupon_row(CouponAction action, pricing::CouponId id) const {
  const bool pause = action == CouponAction::pause;
  GH_CO_TRY(const auto before, co_await pricing_.coupon(id, {}));
  if (before.paused == pause) co_return std::string(unchanged);
  pricing::CouponEdit edit;
  edit.paused = pause;
  GH_CO_CHECK(co_await pricing_.edit(std::move(id), {}, std::move(edit)));
  co_return pause ? "paused" : "resumed";
}

Task<Result<std::string>> Bulk::order_row(const Operation& operation, OrderId id) const {
  const orders::Viewer admin{.user = operation.created_by, .admin = true};
  GH_CO_CHECK(co_await cancel_.cancel(std::move(id), admin, operation.id.text()));
  co_return "cancelled";
}

void Bulk::add_kinds(operations::Runner& runner) const {
  for (const auto action : {ProductAction::publish, ProductAction::unpublish, ProductAction::archive}) {
    runner.add_kind(kind_of("products", action), [this, action](const Operation& operation, const Rows& rows) {
      return each(rows, [this, &operation, action](const std::string& body) { return product_row(operation, action, body); });
    });
  }
  runner.add_kind(kind_of("products", ProductAction::change_price), [this](const Operation& operation, const Rows& rows) {
    return each(rows, [this, &operation](const std::string& body) -> Task<Result<std::string>> {
      GH_CO_TRY(auto row, json::parse_stored<PriceRow>(body));
      co_return co_await price_change_row(operation, std::move(row));
    });
  });
  for (const auto action : {FarmAction::verify, FarmAction::pause, FarmAction::resume, FarmAction::reject}) {
    runner.add_kind(kind_of("farms", action), [this, action](const Operation& operation, const Rows& rows) {
      return each(rows, [this, &operation, action](const std::string& body) -> Task<Result<std::string>> {
        auto id = FarmId::parse(body);
        if (!id) co_return fail(errors::not_found);
        co_return co_await farm_row(operation, action, *std::move(id));
      });
    });
  }
  for (const auto action : {UserAction::disable, UserAction::enable, UserAction::end_sessions}) {
    runner.add_kind(kind_of("users", action), [this, action](const Operation& operation, const Rows& rows) {
      return each(rows, [this, &operation, action](const std::string& body) -> Task<Result<std::string>> {
        auto id = UserId::parse(body);
        if (!id) co_return fail(errors::not_found);
        co_return co_await user_row(operation, action, *std::move(id));
      });
    });
  }
  for (const auto action : {CouponAction::pause, CouponAction::resume}) {
    runner.add_kind(kind_of("coupons", action), [this, action](const Operation&, const Rows& rows) {
      return each(rows, [this, action](const std::string& body) -> Task<Result<std::string>> {
        auto id = pricing::CouponId::parse(body);
        if (!id) co_return fail(errors::not_found);
        co_return co_await coupon_row(action, *std::move(id));
      });
    });
  }
  runner.add_kind(std::string(cancel_orders_kind), [this](const Operation& operation, const Rows& rows) {
    return each(rows, [this, &operation](const std::string& body) -> Task<Result<std::string>> {
      auto id = OrderId::parse(body);
      if (!id) co_return fail(errors::not_found);
      co_return co_await order_row(operation, *std::move(id));
    });
  });
}

}  // namespace gh::bulk

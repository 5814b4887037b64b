#include "gateway/routes/bulk.h"

#include "base/errors.h"
#include "contexts/identity/scopes.h"
#include "contexts/operations/errors.h"
#include "gateway/routes/operations.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

constexpr std::size_t ids_max = 10'000;

struct BulkProductsInput {
  bulk::ProductAction action = bulk::ProductAction::publish;
  std::optional<json::List<ProductId, 1, ids_max>> ids;
  std::optional<FarmId> farm;       // instead of ids: all products of this farm that are not archived; absent for a farmer: theirs
  std::optional<Quantity> percent;  // of change_price: 2.5 is 2.5 % more, -10 is 10 % less
};
BOOST_DESCRIBE_STRUCT(BulkProductsInput, (), (action, ids, farm, percent))

struct BulkFarmsInput {
  bulk::FarmAction action = bulk::FarmAction::verify;
  json::List<FarmId, 1, ids_max> ids;
  std::optional<json::Text<1, 1000>> reason;  // of reject and pause
};
BOOST_DESCRIBE_STRUCT(BulkFarmsInput, (), (action, ids, reason))

struct BulkUsersInput {
  bulk::UserAction action = bulk::UserAction::disable;
  json::List<UserId, 1, ids_max> ids;
  std::optional<json::Text<1, 500>> reason;  // of disable
};
BOOST_DESCRIBE_STRUCT(BulkUsersInput, (), (action, ids, reason))

struct BulkCouponsInput {
  bulk::CouponAction action = bulk::CouponAction::pause;
  json::List<pricing::CouponId, 1, ids_max> ids;
};
BOOST_DESCRIBE_STRUCT(BulkCouponsInput, (), (action, ids))

struct BulkOrdersInput {
  json::List<OrderId, 1, ids_max> ids;
};
BOOST_DESCRIBE_STRUCT(BulkOrdersInput, (), (ids))

RouteSpec bulk_spec(std::string path, std::string id, std::string summary, Roles roles) {
  return {.method = net::Method::post,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "operations",
          .roles = roles,
          .rate = RateGroup::write,
          .success_status = 202,
          .errors = {&operations::errors::operation_too_large, &operations::errors::too_many_operations, &gh::errors::not_found}};
}

}  // namespace

void bulk_routes(RouteTable& table, bulk::Bulk& bulk, farmers::Service& farms) {
  auto products =
      bulk_spec("/api/v1/products/bulk", "bulkProducts",
                "Publishes, unpublishes, archives or reprices many products: a farmer their farm's, an admin anybody's.", farmers | admins);
  products.scope = std::string(identity::products_write);
  table.add<Input<None, None, BulkProductsInput>, OperationView>(
      std::move(products),
      [&bulk, &farms](const Call& call, Input<None, None, BulkProductsInput> in) -> Task<Result<Reply<OperationView>>> {
        bulk::Starter starter{.user = *call.caller.user, .farm = std::nullopt};
        bulk::ProductsRequest request{.action = in.body.action, .ids = {}, .all_of = in.body.farm, .percent = std::nullopt};
        if (in.body.ids) request.ids = in.body.ids->value();
        if (in.body.percent) request.percent = bulk::Percent{in.body.percent->milli};
        if (call.caller.role != identity::Role::admin) {
          GH_CO_TRY(const auto farm, co_await farms.farm_for(*call.caller.user, farmers::Duty::manage));
          if (request.all_of && *request.all_of != farm.id) co_return fail(gh::errors::not_found);
          starter.farm = farm.id;
          if (request.ids.empty()) request.all_of = farm.id;
        }
        GH_CO_TRY(auto operation, co_await bulk.start_products(std::move(starter), std::move(request)));
        co_return accepted(std::move(operation));
      });
  table.add<Input<None, None, BulkFarmsInput>, OperationView>(
      bulk_spec("/api/v1/admin/farms/bulk", "bulkFarms", "Verifies, pauses, resumes or rejects many farms.", admins),
      [&bulk](const Call& call, Input<None, None, BulkFarmsInput> in) -> Task<Result<Reply<OperationView>>> {
        GH_CO_TRY(auto operation, co_await bulk.start_farms(*call.caller.user, in.body.action, in.body.ids.value(),
                                                            in.body.reason ? in.body.reason->value() : std::string()));
        co_return accepted(std::move(operation));
      });
  table.add<Input<None, None, BulkUsersInput>, OperationView>(
      bulk_spec("/api/v1/admin/users/bulk", "bulkUsers", "Disables or enables many accounts, or ends all their sessions.", admins),
      [&bulk](const Call& call, Input<None, None, BulkUsersInput> in) -> Task<Result<Reply<OperationView>>> {
        GH_CO_TRY(auto operation, co_await bulk.start_users(*call.caller.user, in.body.action, in.body.ids.value(),
                                                            in.body.reason ? in.body.reason->value() : std::string()));
        co_return accepted(std::move(operation));
      });
  table.add<Input<None, None, BulkCouponsInput>, OperationView>(
      bulk_spec("/api/v1/admin/coupons/bulk", "bulkCoupons", "Pauses or resumes many coupons.", admins),
      [&bulk](const Call& call, Input<None, None, BulkCouponsInput> in) -> Task<Result<Reply<OperationView>>> {
        GH_CO_TRY(auto operation, co_await bulk.start_coupons(*call.caller.user, in.body.action, in.body.ids.value()));
        co_return accepted(std::move(operation));
      });
  table.add<Input<None, None, BulkOrdersInput>, OperationView>(
      bulk_spec("/api/v1/admin/orders/cancel", "bulkCancelOrders", "Cancels many orders that were not shipped; what was paid is refunded.",
                admins),
      [&bulk](const Call& call, Input<None, None, BulkOrdersInput> in) -> Task<Result<Reply<OperationView>>> {
        GH_CO_TRY(auto operation, co_await bulk.start_cancel_orders(*call.caller.user, in.body.ids.value()));
        co_return accepted(std::move(operation));
      });
}

}  // namespace gh::gateway

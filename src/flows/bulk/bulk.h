// Bulk: one action on many products, farms or orders, as operations (contexts/operations). One object for the program, callable from any
// thread. Every row is idempotent: what is already as it is wanted counts as unchanged.
#pragma once
#include <string>
#include <vector>

#include "contexts/identity/service.h"
#include "contexts/operations/runner.h"
#include "contexts/operations/service.h"
#include "contexts/pricing/service.h"
#include "flows/bulk/price_change.h"
#include "flows/cancel/cancel.h"
#include "flows/publish/publish.h"

namespace gh::bulk {

enum class ProductAction { publish, unpublish, archive, change_price };
BOOST_DESCRIBE_ENUM(ProductAction, publish, unpublish, archive, change_price)
enum class FarmAction { verify, pause, resume, reject };
BOOST_DESCRIBE_ENUM(FarmAction, verify, pause, resume, reject)
enum class UserAction { disable, enable, end_sessions };
BOOST_DESCRIBE_ENUM(UserAction, disable, enable, end_sessions)

enum class CouponAction { pause, resume };
BOOST_DESCRIBE_ENUM(CouponAction, pause, resume)

struct Starter {
  UserId user;
  std::optional<FarmId> farm;  // acts on this farm's alone; none: an admin
};

struct ProductsRequest {
  ProductAction action = ProductAction::publish;
  std::vector<ProductId> ids;
  std::optional<FarmId> all_of;  // instead of ids: all products of this farm
  std::optional<Percent> percent;
};

class Bulk {
 public:
  Bulk(catalog::Service& catalog, farmers::Service& farmers, identity::Service& identity, pricing::Service& pricing,
       publish::Publisher& publisher, cancel::Cancel& cancel, operations::Service& operations)
      : catalog_(catalog),
        farmers_(farmers),
        identity_(identity),
        pricing_(pricing),
        publisher_(publisher),
        cancel_(cancel),
        operations_(operations) {}

  // invalid_input: change_price without a percentage, a percentage without it, neither or both of ids and all_of; and what starting an
  // operation says. Rows that cannot be read are errors of the operation, not of the start.
  Task<Result<operations::Operation>> start_products(Starter starter, ProductsRequest request) const;
  Task<Result<operations::Operation>> start_farms(UserId admin, FarmAction action, std::vector<FarmId> ids, std::string reason) const;
  // reason: of disable, and of nothing else.
  Task<Result<operations::Operation>> start_users(UserId admin, UserAction action, std::vector<UserId> ids, std::string reason) const;
  Task<Result<operations::Operation>> start_coupons(UserId admin, CouponAction action, std::vector<pricing::CouponId> ids) const;
  Task<Result<operations::Operation>> start_cancel_orders(UserId admin, std::vector<OrderId> ids) const;

  // Makes the runner know the kinds. This object outlives the runner's work.
  void add_kinds(operations::Runner& runner) const;

 private:
  using Rows = std::vector<operations::Row>;
  using Outcome = operations::Outcome;

  Task<Result<std::vector<ProductId>>> products_of(FarmId farm) const;
  Task<Result<std::vector<std::string>>> price_rows(Starter starter, std::vector<ProductId> ids, Percent by) const;
  // Whoever may act on the product: its farm's owner. not_found where the operation is another farm's.
  Task<Result<std::pair<UserId, catalog::Product>>> product_for(const operations::Operation& operation, ProductId id) const;
  Task<Result<std::string>> product_row(const operations::Operation& operation, ProductAction action, std::string body) const;
  Task<Result<std::string>> price_change_row(const operations::Operation& operation, PriceRow row) const;
  Task<Result<std::string>> farm_row(const operations::Operation& operation, FarmAction action, FarmId id) const;
  Task<Result<std::string>> user_row(const operations::Operation& operation, UserAction action, UserId id) const;
  Task<Result<std::string>> coupon_row(CouponAction action, pricing::CouponId id) const;
  Task<Result<std::string>> order_row(const operations::Operation& operation, OrderId id) const;

  catalog::Service& catalog_;
  farmers::Service& farmers_;
  identity::Service& identity_;
  pricing::Service& pricing_;
  publish::Publisher& publisher_;
  cancel::Cancel& cancel_;
  operations::Service& operations_;
};

}  // namespace gh::bulk

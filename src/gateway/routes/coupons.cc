#include "gateway/routes/coupons.h"

#include "base/errors.h"
#include "contexts/identity/scopes.h"
#include "contexts/inventory/capacity.h"
#include "contexts/pricing/errors.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct CouponPath {
  pricing::CouponId id;
};
BOOST_DESCRIBE_STRUCT(CouponPath, (), (id))

struct CouponListQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(CouponListQuery, (), (limit, cursor))

using Uses = json::Bounded<std::int64_t, 1, pricing::uses_max_max>;

struct CouponInput {
  json::Text<1, 64> code;
  std::optional<json::Bounded<std::int64_t, 1, pricing::ppm>> percent_ppm;  // 100000 is 10 %
  std::optional<Money> amount;
  std::optional<pricing::CouponScope> scope;  // absent: the whole cart; of a farm's coupon: all its products
  std::optional<json::Text<1, 80>> of;        // the farm's id, the category's slug or the sku that the scope is about
  std::optional<Money> minimum;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
  std::optional<bool> combinable;
  std::optional<json::Text<0, 200>> description;
  std::optional<Uses> uses_max;
  std::optional<Uses> uses_per_customer_max;
};
BOOST_DESCRIBE_STRUCT(CouponInput, (),
                      (code, percent_ppm, amount, scope, of, minimum, from, to, combinable, description, uses_max, uses_per_customer_max))

struct CouponEditInput {
  std::optional<bool> paused;
  std::optional<json::Text<0, 200>> description;
  std::optional<Timestamp> to;
  std::optional<Uses> uses_max;
  std::optional<Uses> uses_per_customer_max;
};
BOOST_DESCRIBE_STRUCT(CouponEditInput, (), (paused, description, to, uses_max, uses_per_customer_max))

// As pricing::CouponTerms; without funded_by it is the shop's.
struct CouponTermsView {
  std::string code;
  std::int64_t percent_ppm = 0;
  std::optional<Money> amount;
  pricing::CouponScope scope = pricing::CouponScope::cart;
  std::string of;
  std::optional<FarmId> funded_by;
  std::optional<Money> minimum;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
  bool combinable = false;
};
BOOST_DESCRIBE_STRUCT(CouponTermsView, (), (code, percent_ppm, amount, scope, of, funded_by, minimum, from, to, combinable))

CouponTermsView terms_view(pricing::CouponTerms terms) {
  return {.code = std::move(terms.code),
          .percent_ppm = terms.percent_ppm,
          .amount = terms.amount,
          .scope = terms.scope,
          .of = std::move(terms.of),
          .funded_by = terms.funded_by.empty() ? std::nullopt : std::optional(std::move(terms.funded_by)),
          .minimum = terms.minimum,
          .from = terms.from,
          .to = terms.to,
          .combinable = terms.combinable};
}

struct CouponView {
  pricing::CouponId id;
  CouponTermsView terms;
  std::string description;
  std::optional<std::int64_t> uses_max;
  std::optional<std::int64_t> uses_per_customer_max;
  std::optional<std::int64_t> uses;  // taken by orders, where there is a limit in all
  bool paused = false;
  Timestamp created;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(CouponView, (), (id, terms, description, uses_max, uses_per_customer_max, uses, paused, created, updated))

struct CouponList {
  std::vector<CouponView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(CouponList, (), (items, next_cursor))

struct MinimumOrder {
  std::optional<Money> minimum_order;  // of the farm's goods, before coupons; absent: none
};
BOOST_DESCRIBE_STRUCT(MinimumOrder, (), (minimum_order))

pricing::Coupon coupon_of(const CouponInput& in, const FarmId& farm) {
  pricing::Coupon coupon;
  auto& terms = coupon.terms;
  terms.code = in.code;
  terms.percent_ppm = in.percent_ppm ? in.percent_ppm->value() : 0;
  terms.amount = in.amount;
  terms.scope = in.scope.value_or(pricing::CouponScope::cart);
  if (in.of) terms.of = in.of->value();
  terms.funded_by = farm;
  terms.minimum = in.minimum;
  terms.from = in.from;
  terms.to = in.to;
  terms.combinable = in.combinable.value_or(false);
  if (in.description) coupon.description = in.description->value();
  if (in.uses_max) coupon.uses_max = in.uses_max->value();
  if (in.uses_per_customer_max) coupon.uses_per_customer_max = in.uses_per_customer_max->value();
  return coupon;
}

pricing::CouponEdit edit_of(const CouponEditInput& in) {
  pricing::CouponEdit edit{.paused = in.paused, .description = {}, .to = in.to, .uses_max = {}, .uses_per_customer_max = {}};
  if (in.description) edit.description = in.description->value();
  if (in.uses_max) edit.uses_max = in.uses_max->value();
  if (in.uses_per_customer_max) edit.uses_per_customer_max = in.uses_per_customer_max->value();
  return edit;
}

// The coupons of one owner: the caller's farm (whoever has none finds nothing), or all of the shop.
class Desk {
 public:
  Desk(pricing::Service& a_pricing, inventory::Service& inventory, catalog::Service& catalog, farmers::Service& farms, bool of_farm)
      : pricing(a_pricing), inventory_(inventory), catalog_(catalog), farms_(farms), of_farm_(of_farm) {}

  Task<Result<FarmId>> owner(const Call& call) const {
    if (!of_farm_) co_return FarmId();
    const bool looks = call.http.method == net::Method::get || call.http.method == net::Method::head;
    GH_CO_TRY(auto farm, co_await farms_.farm_for(*call.caller.user, looks ? farmers::Duty::look : farmers::Duty::manage));
    co_return std::move(farm.id);
  }

  // A farm's coupon that names another's sku would never count for anything: told when it is made.
  Task<Result<void>> check_sku(pricing::CouponTerms terms) const {
    const auto sku = terms.scope == pricing::CouponScope::sku ? Sku::parse(terms.of) : std::nullopt;
    if (!sku) co_return Result<void>{};
    GH_CO_TRY(const auto product, co_await catalog_.find(sku->product()));
    if (product && (terms.funded_by.empty() || product->farm.id == terms.funded_by)) co_return Result<void>{};
    co_return fail(Error(gh::errors::invalid).field("/of", "unknown_sku", "There is no such sku among the products that this can be for."));
  }

  Task<Result<CouponView>> view(pricing::Coupon coupon) const {
    CouponView out;
    out.id = coupon.id;
    out.terms = terms_view(std::move(coupon.terms));
    out.description = std::move(coupon.description);
    out.uses_max = coupon.uses_max;
    out.uses_per_customer_max = coupon.uses_per_customer_max;
    out.paused = coupon.paused;
    out.created = coupon.created;
    out.updated = coupon.updated;
    if (!coupon.uses_max) co_return out;
    GH_CO_TRY(const auto places, co_await inventory_.places({inventory::capacity_sku("coupon", coupon.id.text())}));
    out.uses = places.front() ? places.front()->taken.milli / 1000 : 0;
    co_return out;
  }

  pricing::Service& pricing;

 private:
  inventory::Service& inventory_;
  catalog::Service& catalog_;
  farmers::Service& farms_;
  bool of_farm_;
};

RouteSpec coupon_spec(net::Method method, std::string path, std::string id, std::string summary, Roles roles,
                      std::vector<const ErrorKind*> errors) {
  errors.push_back(&gh::errors::not_found);
  return {
      .method = method,
      .path = std::move(path),
      .operation_id = std::move(id),
      .summary = std::move(summary),
      .context = "pricing",
      .roles = roles,
      .scope = roles == admins ? std::string() : std::string(method == net::Method::get ? identity::coupons_read : identity::coupons_write),
      .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
      .errors = std::move(errors)};
}

// The same four operations for farms and for the shop.
void coupons_at(RouteTable& table, Desk desk, const std::string& path, const std::string& whose, const std::string& words, Roles roles) {
  auto create =
      coupon_spec(net::Method::post, path, "create" + whose + "Coupon", "A coupon " + words + ".", roles, {&pricing::errors::code_taken});
  create.success_status = 201;
  table.add<Input<None, None, CouponInput>, CouponView>(
      std::move(create), [desk, path](const Call& call, Input<None, None, CouponInput> in) -> Task<Result<Reply<CouponView>>> {
        GH_CO_TRY(const auto owner, co_await desk.owner(call));
        auto coupon = coupon_of(in.body, owner);
        GH_CO_CHECK(co_await desk.check_sku(coupon.terms));
        GH_CO_TRY(auto made, co_await desk.pricing.create(std::move(coupon)));
        GH_CO_TRY(auto view, co_await desk.view(std::move(made)));
        Reply<CouponView> reply(std::move(view));
        reply.head.add("Location", path + "/" + reply.value.id.text());
        co_return reply;
      });
  table.add<Input<None, CouponListQuery>, CouponList>(
      coupon_spec(net::Method::get, path, "list" + whose + "Coupons", "The coupons " + words + ", newest first.", roles,
                  {&gh::errors::bad_cursor}),
      [desk](const Call& call, Input<None, CouponListQuery> in) -> Task<Result<Reply<CouponList>>> {
        GH_CO_TRY(const auto owner, co_await desk.owner(call));
        GH_CO_TRY(auto page, co_await desk.pricing.list(owner, in.query.limit.value(), in.query.cursor.value()));
        CouponList list;
        for (auto& coupon : page.items) {
          GH_CO_TRY(auto view, co_await desk.view(std::move(coupon)));
          list.items.push_back(std::move(view));
        }
        if (!page.next_cursor.empty()) list.next_cursor = std::move(page.next_cursor);
        co_return list;
      });
  table.add<Input<CouponPath>, CouponView>(
      coupon_spec(net::Method::get, path + "/{id}", "get" + whose + "Coupon", "One coupon, with how often it was used.", roles, {}),
      [desk](const Call& call, Input<CouponPath> in) -> Task<Result<Reply<CouponView>>> {
        GH_CO_TRY(const auto owner, co_await desk.owner(call));
        GH_CO_TRY(auto coupon, co_await desk.pricing.coupon(in.path.id, owner));
        GH_CO_TRY(auto view, co_await desk.view(std::move(coupon)));
        co_return view;
      });
  table.add<Input<CouponPath, None, CouponEditInput>, CouponView>(
      coupon_spec(net::Method::patch, path + "/{id}", "edit" + whose + "Coupon",
                  "Pauses or resumes it, changes its end and limits; what it takes off stays.", roles, {&ports::errors::version_conflict}),
      [desk](const Call& call, Input<CouponPath, None, CouponEditInput> in) -> Task<Result<Reply<CouponView>>> {
        GH_CO_TRY(const auto owner, co_await desk.owner(call));
        GH_CO_TRY(auto coupon, co_await desk.pricing.edit(in.path.id, owner, edit_of(in.body)));
        GH_CO_TRY(auto view, co_await desk.view(std::move(coupon)));
        co_return view;
      });
}

void minimum_routes(RouteTable& table, Desk desk) {
  const std::string path = "/api/v1/farms/mine/minimum-order";
  table.add<Input<>, MinimumOrder>(
      coupon_spec(net::Method::get, path, "getMinimumOrder", "What the caller's farm asks of every order.", signed_in, {}),
      [desk](const Call& call, Input<>) -> Task<Result<Reply<MinimumOrder>>> {
        GH_CO_TRY(const auto owner, co_await desk.owner(call));
        GH_CO_TRY(const auto rules, co_await desk.pricing.rules_of(owner));
        co_return MinimumOrder{rules.minimum_order};
      });
  table.add<Input<None, None, MinimumOrder>, MinimumOrder>(
      coupon_spec(net::Method::put, path, "putMinimumOrder",
                  "Sets the least that an order of the caller's farm comes to; absent: anything.", signed_in,
                  {&ports::errors::version_conflict}),
      [desk](const Call& call, Input<None, None, MinimumOrder> in) -> Task<Result<Reply<MinimumOrder>>> {
        GH_CO_TRY(const auto owner, co_await desk.owner(call));
        GH_CO_TRY(const auto rules, co_await desk.pricing.set_minimum_order(owner, in.body.minimum_order));
        co_return MinimumOrder{rules.minimum_order};
      });
}

}  // namespace

void coupon_routes(RouteTable& table, pricing::Service& pricing, inventory::Service& inventory, catalog::Service& catalog,
                   farmers::Service& farms) {
  coupons_at(table, {pricing, inventory, catalog, farms, false}, "/api/v1/admin/coupons", "", "of the shop and of all farms", admins);
  const Desk farm_desk(pricing, inventory, catalog, farms, true);
  coupons_at(table, farm_desk, "/api/v1/farms/mine/coupons", "Farm", "of the caller's farm, for its own products and at its own cost",
             signed_in);
  minimum_routes(table, farm_desk);
}

}  // namespace gh::gateway

#include "gateway/routes/carts.h"

#include "base/errors.h"
#include "contexts/orders/errors.h"
#include "contexts/pricing/errors.h"

namespace gh::gateway {

namespace {

using json::None;

struct CartPath {
  CartId id;
};
BOOST_DESCRIBE_STRUCT(CartPath, (), (id))

struct CartLinePath {
  CartId id;
  Sku sku;
};
BOOST_DESCRIBE_STRUCT(CartLinePath, (), (id, sku))

struct CartCodePath {
  CartId id;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(CartCodePath, (), (id, code))

struct CartLineInput {
  Sku sku;
  Quantity quantity;
};
BOOST_DESCRIBE_STRUCT(CartLineInput, (), (sku, quantity))

struct CreateCartInput {
  std::optional<json::List<CartLineInput, 0, orders::lines_max>> lines;
};
BOOST_DESCRIBE_STRUCT(CreateCartInput, (), (lines))

struct PutLineInput {
  Quantity quantity;  // 0 removes the line
};
BOOST_DESCRIBE_STRUCT(PutLineInput, (), (quantity))

struct CodeInput {
  json::Text<1, 64> code;
};
BOOST_DESCRIBE_STRUCT(CodeInput, (), (code))

struct CartDeliveryInput {
  std::optional<AddressInput> address;
  std::optional<DeliveryChoices> deliveries;
};
BOOST_DESCRIBE_STRUCT(CartDeliveryInput, (), (address, deliveries))

struct CartLineView : orders::CartLine {
  std::optional<Money> line_total;  // at the price that the buyer saw
};
BOOST_DESCRIBE_STRUCT(CartLineView, (orders::CartLine), (line_total))

struct CartFarmView {
  FarmId farm;
  std::string farm_name;
  std::vector<Sku> skus;
};
BOOST_DESCRIBE_STRUCT(CartFarmView, (), (farm, farm_name, skus))

// What it costs at this moment.
struct CartPriceView {
  pricing::Explanation explanation;
  std::string explanation_hash;  // to be sent with the order: seen.explanation_hash
};
BOOST_DESCRIBE_STRUCT(CartPriceView, (), (explanation, explanation_hash))

struct CartView {
  CartId id;
  std::vector<CartLineView> lines;
  std::vector<CartFarmView> farms;  // the lines' skus by farm, in the order of the lines
  std::optional<Money> subtotal;    // of the prices that the buyer saw; none: empty, or the currencies differ
  std::vector<std::string> coupons;
  std::optional<orders::DeliveryAddress> address;
  std::vector<orders::DeliveryChoice> deliveries;
  std::vector<orders::RemovedLine> removed;  // what can be put back
  // Of the answers that price the cart (all but those to new carts and lines):
  std::optional<CartPriceView> pricing;                                  // none: nothing of it is on sale
  std::optional<std::vector<quote::LineChange>> changes;                 // since the buyer saw it
  std::optional<std::vector<quote::CouponTrouble>> coupon_troubles;      // codes that count for nothing
  std::optional<std::vector<quote::DeliveryTrouble>> delivery_troubles;  // choices that cannot be kept
  Timestamp created;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(CartView, (),
                      (id, lines, farms, subtotal, coupons, address, deliveries, removed, pricing, changes, coupon_troubles,
                       delivery_troubles, created, updated))

CartView view(orders::Cart cart) {
  CartView out;
  out.id = std::move(cart.id);
  out.created = cart.created;
  out.updated = cart.updated;
  out.coupons = std::move(cart.coupons);
  out.address = std::move(cart.address);
  out.deliveries = std::move(cart.deliveries);
  out.removed = std::move(cart.removed);
  bool summable = true;
  for (auto& line : cart.lines) {
    auto farm = std::ranges::find(out.farms, line.farm, &CartFarmView::farm);
    if (farm == out.farms.end()) farm = out.farms.insert(farm, {line.farm, line.farm_name, {}});
    farm->skus.push_back(line.sku);
    auto& shown = out.lines.emplace_back();
    shown.line_total = multiply(line.unit_price, line.quantity);
    if (shown.line_total && summable) out.subtotal = out.subtotal ? add(*out.subtotal, *shown.line_total) : shown.line_total;
    summable = summable && shown.line_total && out.subtotal;
    static_cast<orders::CartLine&>(shown) = std::move(line);
  }
  if (!summable) out.subtotal.reset();
  return out;
}

CartView view(cart::Priced priced) {
  auto out = view(std::move(priced.cart));
  auto& quote = priced.quote;
  if (quote.explanation) {
    auto hash = pricing::hash_of(*quote.explanation);
    out.pricing = CartPriceView{*std::move(quote.explanation), std::move(hash)};
  }
  out.changes = std::move(quote.changes);
  out.coupon_troubles = std::move(quote.troubles);
  out.delivery_troubles = std::move(quote.deliveries_amiss);
  return out;
}

orders::Viewer viewer(const Call& call) { return {call.caller.user, call.caller.role == identity::Role::admin, {}, {}}; }

constexpr std::size_t cart_bytes_max = std::size_t{64} * 1024;

RouteSpec cart_spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  return {.method = method,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "orders",
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::checkout,
          .body_bytes_max = cart_bytes_max,
          .errors = std::move(errors)};
}

// What every change of a cart can answer, and these.
std::vector<const ErrorKind*> with(std::vector<const ErrorKind*> errors) {
  for (const auto* error : {&gh::errors::not_found, &ports::errors::version_conflict}) errors.push_back(error);
  return errors;
}

Task<Result<Reply<CartView>>> priced(cart::Carts& carts, orders::Cart cart, orders::Viewer viewer) {
  GH_CO_TRY(auto preview, co_await carts.preview(std::move(cart), std::move(viewer)));
  co_return view(std::move(preview));
}

const std::vector<const ErrorKind*> cart_line_errors = {&orders::errors::not_for_sale, &orders::errors::bad_quantity,
                                                        &orders::errors::cart_full};

void line_routes(RouteTable& table, cart::Carts& carts) {
  auto create = cart_spec(net::Method::post, "/api/v1/carts", "createCart", "A cart for the caller, or for a guest who knows its id.",
                          cart_line_errors);
  create.success_status = 201;
  table.add<Input<None, None, CreateCartInput>, CartView>(
      std::move(create), [&carts](const Call& call, Input<None, None, CreateCartInput> in) -> Task<Result<Reply<CartView>>> {
        std::vector<cart::Wanted> lines;
        if (in.body.lines) {
          for (const auto& line : in.body.lines->value()) lines.push_back({line.sku, line.quantity});
        }
        GH_CO_TRY(auto cart, co_await carts.create(call.caller.user, std::move(lines)));
        Reply<CartView> reply(view(std::move(cart)));
        reply.head.add("Location", "/api/v1/carts/" + reply.value.id.text());
        co_return reply;
      });
  auto add = cart_spec(net::Method::post, "/api/v1/carts/{id}/lines", "addCartLine",
                       "Adds to the quantity of a sku at today's price, once for an Idempotency-Key; of several at once each counts.",
                       with(cart_line_errors));
  add.errors.push_back(&orders::errors::idempotency_key_reused);
  add.idempotency_key = true;
  table.add<Input<CartPath, None, CartLineInput>, CartView>(
      std::move(add), [&carts](const Call& call, Input<CartPath, None, CartLineInput> in) -> Task<Result<Reply<CartView>>> {
        GH_CO_TRY(auto cart, co_await carts.add_line(in.path.id, viewer(call), {in.body.sku, in.body.quantity}, call.idempotency_key));
        co_return view(std::move(cart));
      });
  table.add<Input<CartLinePath, None, PutLineInput>, CartView>(
      cart_spec(net::Method::put, "/api/v1/carts/{id}/lines/{sku}", "putCartLine",
                "Sets the quantity of a sku at today's price; 0 removes it.", with(cart_line_errors)),
      [&carts](const Call& call, Input<CartLinePath, None, PutLineInput> in) -> Task<Result<Reply<CartView>>> {
        GH_CO_TRY(auto cart, co_await carts.put_line(in.path.id, viewer(call), {in.path.sku, in.body.quantity}));
        co_return view(std::move(cart));
      });
  table.add<Input<CartLinePath>, CartView>(cart_spec(net::Method::del, "/api/v1/carts/{id}/lines/{sku}", "removeCartLine",
                                                     "Takes a line out; it stays among `removed` to be put back.", with({})),
                                           [&carts](const Call& call, Input<CartLinePath> in) -> Task<Result<Reply<CartView>>> {
                                             GH_CO_TRY(auto cart, co_await carts.put_line(in.path.id, viewer(call), {in.path.sku, {}}));
                                             co_return view(std::move(cart));
                                           });
}

void choice_routes(RouteTable& table, cart::Carts& carts) {
  auto put = cart_spec(net::Method::put, "/api/v1/carts/{id}/coupons", "putCartCoupon", "Adds a code; upper and lower case are one.",
                       with({&pricing::errors::coupon_unknown, &orders::errors::too_many_codes}));
  put.rate = RateGroup::codes;
  table.add<Input<CartPath, None, CodeInput>, CartView>(
      std::move(put), [&carts](const Call& call, Input<CartPath, None, CodeInput> in) -> Task<Result<Reply<CartView>>> {
        GH_CO_TRY(auto cart, co_await carts.put_code(in.path.id, viewer(call), in.body.code.value()));
        co_return co_await priced(carts, std::move(cart), viewer(call));
      });
  table.add<Input<CartCodePath>, CartView>(
      cart_spec(net::Method::del, "/api/v1/carts/{id}/coupons/{code}", "removeCartCoupon", "Takes a code off the cart.", with({})),
      [&carts](const Call& call, Input<CartCodePath> in) -> Task<Result<Reply<CartView>>> {
        GH_CO_TRY(auto cart, co_await carts.remove_code(in.path.id, viewer(call), in.path.code));
        co_return co_await priced(carts, std::move(cart), viewer(call));
      });
  table.add<Input<CartPath, None, CartDeliveryInput>, CartView>(
      cart_spec(net::Method::put, "/api/v1/carts/{id}/delivery", "putCartDelivery",
                "Where the goods go, and for each farm how, with a note; what is left out stays.", with({})),
      [&carts](const Call& call, Input<CartPath, None, CartDeliveryInput> in) -> Task<Result<Reply<CartView>>> {
        auto choices = choices_of(in.body.address, in.body.deliveries);
        GH_CO_TRY(auto cart, co_await carts.choose(in.path.id, viewer(call), std::move(choices)));
        co_return co_await priced(carts, std::move(cart), viewer(call));
      });
}

void view_routes(RouteTable& table, orders::Service& orders, cart::Carts& carts) {
  auto current = cart_spec(net::Method::get, "/api/v1/carts/current", "getCurrentCart",
                           "The caller's newest cart that is not ordered, with what it costs now.", {&gh::errors::not_found});
  current.roles = signed_in;
  table.add<Input<>, CartView>(std::move(current), [&orders, &carts](const Call& call, Input<>) -> Task<Result<Reply<CartView>>> {
    GH_CO_TRY(auto cart, co_await orders.current_cart(*call.caller.user));
    co_return co_await priced(carts, std::move(cart), viewer(call));
  });
  table.add<Input<CartPath>, CartView>(
      cart_spec(net::Method::get, "/api/v1/carts/{id}", "getCart",
                "The cart with the prices that the buyer saw, what it costs now line by line, and what has changed.",
                {&gh::errors::not_found}),
      [&orders, &carts](const Call& call, Input<CartPath> in) -> Task<Result<Reply<CartView>>> {
        GH_CO_TRY(auto cart, co_await orders.cart(in.path.id, viewer(call)));
        co_return co_await priced(carts, std::move(cart), viewer(call));
      });
  auto claim = cart_spec(net::Method::post, "/api/v1/carts/{id}/claim", "claimCart",
                         "After a login: the guest's cart becomes the caller's current one, or is added to it.", with({}));
  claim.roles = signed_in;
  table.add<Input<CartPath>, CartView>(std::move(claim),
                                       [&orders, &carts](const Call& call, Input<CartPath> in) -> Task<Result<Reply<CartView>>> {
                                         GH_CO_TRY(auto cart, co_await orders.claim_cart(in.path.id, *call.caller.user));
                                         co_return co_await priced(carts, std::move(cart), viewer(call));
                                       });
}

}  // namespace

orders::CartChoices choices_of(const std::optional<AddressInput>& address, const std::optional<DeliveryChoices>& deliveries) {
  orders::CartChoices choices;
  if (address) {
    choices.address = orders::DeliveryAddress{.name = address->name,
                                              .street = address->street,
                                              .city = address->city,
                                              .state = address->state ? address->state->value() : "",
                                              .zip = address->zip,
                                              .country = address->country,
                                              .phone = address->phone ? address->phone->value() : "",
                                              .point = address->point};
  }
  if (deliveries) {
    choices.deliveries.emplace();
    for (const auto& choice : deliveries->value()) {
      choices.deliveries->push_back({choice.farm, choice.method.value_or(orders::DeliveryMethod::delivery),
                                     choice.window ? std::optional(choice.window->text()) : std::nullopt,
                                     choice.note ? choice.note->value() : ""});
    }
  }
  return choices;
}

void cart_routes(RouteTable& table, orders::Service& orders, cart::Carts& carts) {
  line_routes(table, carts);
  choice_routes(table, carts);
  view_routes(table, orders, carts);
}

}  // namespace gh::gateway

#include "gateway/routes/orders.h"

#include <charconv>

#include "base/errors.h"
#include "contexts/inventory/errors.h"
#include "contexts/orders/errors.h"
#include "contexts/payments/errors.h"
#include "gateway/routes/order_views.h"
#include "platform/json/fields.h"

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

struct OrderListQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(OrderListQuery, (), (limit, cursor))

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

struct PlaceOrderInput {
  CartId cart;
  json::Email email;
  json::Text<1, payments::method_bytes_max> payment_method;  // a token of the payment provider's
};
BOOST_DESCRIBE_STRUCT(PlaceOrderInput, (), (cart, email, payment_method))

struct CartLineView : orders::CartLine {
  std::optional<Money> line_total;
};
BOOST_DESCRIBE_STRUCT(CartLineView, (orders::CartLine), (line_total))

struct CartView {
  CartId id;
  std::vector<CartLineView> lines;
  std::optional<Money> subtotal;  // none: empty, or the currencies differ
  Timestamp created;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(CartView, (), (id, lines, subtotal, created, updated))

struct EventQuery : GuestKey {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(EventQuery, (GuestKey), (limit, cursor))

struct EventView : orders::OrderEvent {
  std::optional<std::string> previous_hash;
};
BOOST_DESCRIBE_STRUCT(EventView, (orders::OrderEvent), (previous_hash))

struct EventList {
  std::vector<EventView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(EventList, (), (items, next_cursor))

CartView view(orders::Cart cart) {
  CartView out{.id = std::move(cart.id), .lines = {}, .subtotal = {}, .created = cart.created, .updated = cart.updated};
  bool summable = true;
  for (auto& line : cart.lines) {
    auto& shown = out.lines.emplace_back();
    shown.line_total = multiply(line.unit_price, line.quantity);
    if (shown.line_total && summable) out.subtotal = out.subtotal ? add(*out.subtotal, *shown.line_total) : shown.line_total;
    summable = summable && shown.line_total && out.subtotal;
    static_cast<orders::CartLine&>(shown) = std::move(line);
  }
  if (!summable) out.subtotal.reset();
  return out;
}

orders::Viewer cart_viewer(const Call& call) { return {call.caller.user, call.caller.role == identity::Role::admin, {}, {}}; }

// 201 for a paid order, 202 while the payment waits for the buyer's second step or for the provider's answer.
Reply<OrderView> placed(const orders::Order& order, int finished_status, const Call& call) {
  Reply<OrderView> reply(order_view(order, viewer_of(call, {})));
  reply.status = order.status == orders::OrderStatus::pending_payment ? 202 : finished_status;
  return reply;
}

// The events behind the cursor (the sequence of the last one seen), at most `limit`.
Result<EventList> page_of(const orders::Order& order, int limit, const std::string& cursor) {
  std::size_t at = 0;
  if (!cursor.empty()) {
    const auto read = std::from_chars(cursor.data(), cursor.data() + cursor.size(), at);
    if (read.ec != std::errc() || read.ptr != cursor.data() + cursor.size() || at > order.events.size())
      return fail(gh::errors::bad_cursor);
  }
  EventList list;
  for (; at < order.events.size() && list.items.size() < static_cast<std::size_t>(limit); ++at) {
    auto& shown = list.items.emplace_back();
    static_cast<orders::OrderEvent&>(shown) = order.events[at];
    if (at > 0) shown.previous_hash = order.events[at - 1].hash;
  }
  if (at < order.events.size()) list.next_cursor = std::to_string(at);
  return list;
}

constexpr std::size_t body_bytes_max = 16 * 1024;

RouteSpec spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  return {.method = method,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "orders",
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::checkout,
          .body_bytes_max = body_bytes_max,
          .errors = std::move(errors)};
}

void cart_routes(RouteTable& table, orders::Service& orders, cart::Carts& carts) {
  const std::vector<const ErrorKind*> line_errors = {&orders::errors::not_for_sale, &orders::errors::bad_quantity,
                                                     &orders::errors::cart_full};
  auto create =
      spec(net::Method::post, "/api/v1/carts", "createCart", "A cart for the caller, or for a guest who knows its id.", line_errors);
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
  table.add<Input<CartPath>, CartView>(
      spec(net::Method::get, "/api/v1/carts/{id}", "getCart", "The cart with the prices that the buyer saw.", {&gh::errors::not_found}),
      [&orders](const Call& call, Input<CartPath> in) -> Task<Result<Reply<CartView>>> {
        GH_CO_TRY(auto cart, co_await orders.cart(in.path.id, cart_viewer(call)));
        co_return view(std::move(cart));
      });
  auto put_errors = line_errors;
  for (const auto* error : {&gh::errors::not_found, &ports::errors::version_conflict}) put_errors.push_back(error);
  table.add<Input<CartLinePath, None, PutLineInput>, CartView>(
      spec(net::Method::put, "/api/v1/carts/{id}/lines/{sku}", "putCartLine", "Sets the quantity of a sku at today's price; 0 removes it.",
           std::move(put_errors)),
      [&carts](const Call& call, Input<CartLinePath, None, PutLineInput> in) -> Task<Result<Reply<CartView>>> {
        GH_CO_TRY(auto cart, co_await carts.put_line(in.path.id, cart_viewer(call), {in.path.sku, in.body.quantity}));
        co_return view(std::move(cart));
      });
}

void place_route(RouteTable& table, checkout::Checkout& checkout) {
  auto place = spec(net::Method::post, "/api/v1/orders", "placeOrder",
                    "Orders and pays a cart. The same Idempotency-Key and body always get the first answer.",
                    {&gh::errors::not_found, &orders::errors::cart_changed, &orders::errors::sold_out, &orders::errors::cart_ordered,
                     &orders::errors::order_cancelled, &orders::errors::order_busy, &orders::errors::idempotency_key_reused,
                     &orders::errors::cart_empty, &orders::errors::mixed_currencies, &orders::errors::total_out_of_range,
                     &payments::errors::card_declined, &payments::errors::card_number_refused, &payments::errors::method_invalid,
                     &inventory::errors::desk_full, &inventory::errors::stock_item_full, &inventory::errors::hold_too_late});
  place.success_status = 201;
  place.further_statuses = {202};
  place.idempotency_key = true;
  table.add<Input<None, None, PlaceOrderInput>, OrderView>(
      std::move(place), [&checkout](const Call& call, Input<None, None, PlaceOrderInput> in) -> Task<Result<Reply<OrderView>>> {
        checkout::PlaceOrder request{.cart = in.body.cart,
                                     .buyer = call.caller.user,
                                     .email = in.body.email.value(),
                                     .payment_method = in.body.payment_method.value(),
                                     .idempotency_key = call.idempotency_key,
                                     .request_id = call.request_id};
        GH_CO_TRY(const auto order, co_await checkout.place(std::move(request)));
        auto reply = placed(*order, 201, call);
        reply.head.add("Location", "/api/v1/orders/" + order->id.text());
        co_return reply;
      });
}

void view_routes(RouteTable& table, orders::Service& orders) {
  auto list = spec(net::Method::get, "/api/v1/orders", "listOrders", "The caller's orders, newest first.", {&gh::errors::bad_cursor});
  list.roles = signed_in;
  table.add<Input<None, OrderListQuery>, OrderList>(
      std::move(list), [&orders](const Call& call, Input<None, OrderListQuery> in) -> Task<Result<Reply<OrderList>>> {
        GH_CO_TRY(auto page,
                  co_await orders.orders_of(*call.caller.user, static_cast<int>(in.query.limit.value()), in.query.cursor.value()));
        OrderList out;
        out.items.reserve(page.items.size());
        for (const auto& order : page.items) out.items.push_back(order_view(order, viewer_of(call, {})));
        out.next_cursor = if_any(std::move(page.next_cursor));
        co_return out;
      });
  table.add<Input<OrderPath, GuestKey>, OrderView>(
      spec(net::Method::get, "/api/v1/orders/{id}", "getOrder",
           "One order; a guest's with the address that it was placed with, or its secret.", {&gh::errors::not_found}),
      [&orders](const Call& call, Input<OrderPath, GuestKey> in) -> Task<Result<Reply<OrderView>>> {
        const auto viewer = viewer_of(call, in.query);
        GH_CO_TRY(const auto order, co_await orders.order(in.path.id, viewer));
        co_return order_view(order, viewer);
      });
  table.add<Input<OrderPath, EventQuery>, EventList>(
      spec(net::Method::get, "/api/v1/orders/{id}/events", "listOrderEvents",
           "What happened to the order, oldest first; each event carries the hash of the one before.",
           {&gh::errors::not_found, &gh::errors::bad_cursor}),
      [&orders](const Call& call, Input<OrderPath, EventQuery> in) -> Task<Result<Reply<EventList>>> {
        GH_CO_TRY(const auto order, co_await orders.order(in.path.id, viewer_of(call, in.query)));
        GH_CO_TRY(auto page, page_of(order, static_cast<int>(in.query.limit.value()), in.query.cursor.value()));
        co_return page;
      });
}

void change_routes(RouteTable& table, checkout::Checkout& checkout, cancel::Cancel& cancel) {
  const std::vector<const ErrorKind*> errors = {&gh::errors::not_found, &orders::errors::illegal_transition, &orders::errors::order_busy,
                                                &payments::errors::no_answer, &payments::errors::provider_unavailable};
  table.add<Input<OrderPath, GuestKey>, OrderView>(
      spec(net::Method::post, "/api/v1/orders/{id}/cancel", "cancelOrder",
           "Takes back an order that nobody has begun to pack; what was paid is refunded.", errors),
      [&cancel](const Call& call, Input<OrderPath, GuestKey> in) -> Task<Result<Reply<OrderView>>> {
        const auto viewer = viewer_of(call, in.query);
        GH_CO_TRY(const auto order, co_await cancel.cancel(in.path.id, viewer, call.request_id));
        co_return order_view(order, viewer);
      });
  auto confirm =
      spec(net::Method::post, "/api/v1/orders/{id}/confirm", "confirmOrder", "Goes on after the second step of the payment.", errors);
  for (const auto* error : {&payments::errors::card_declined, &orders::errors::order_cancelled, &orders::errors::sold_out})
    confirm.errors.push_back(error);
  confirm.further_statuses = {202};
  table.add<Input<OrderPath, GuestKey>, OrderView>(
      std::move(confirm), [&checkout](const Call& call, Input<OrderPath, GuestKey> in) -> Task<Result<Reply<OrderView>>> {
        GH_CO_TRY(const auto order, co_await checkout.confirm(in.path.id, viewer_of(call, in.query), call.request_id));
        co_return placed(*order, 200, call);
      });
}

}  // namespace

void order_routes(RouteTable& table, orders::Service& orders, cart::Carts& carts, checkout::Checkout& checkout, cancel::Cancel& cancel) {
  cart_routes(table, orders, carts);
  place_route(table, checkout);
  view_routes(table, orders);
  change_routes(table, checkout, cancel);
}

}  // namespace gh::gateway

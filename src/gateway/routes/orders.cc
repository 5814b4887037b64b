#include "gateway/routes/orders.h"

#include "contexts/orders/errors.h"
#include "contexts/payments/errors.h"
#include "platform/json/fields.h"

namespace gh::gateway {

struct CartPath {
  CartId id;
};
BOOST_DESCRIBE_STRUCT(CartPath, (), (id))

struct CartLinePath {
  CartId id;
  Sku sku;
};
BOOST_DESCRIBE_STRUCT(CartLinePath, (), (id, sku))

struct OrderPath {
  OrderId id;
};
BOOST_DESCRIBE_STRUCT(OrderPath, (), (id))

struct OrderListQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(OrderListQuery, (), (limit, cursor))

struct NewCartLine {
  Sku sku;
  Quantity quantity;
};
BOOST_DESCRIBE_STRUCT(NewCartLine, (), (sku, quantity))

struct NewCart {
  std::optional<json::List<NewCartLine, 0, orders::lines_max>> lines;
};
BOOST_DESCRIBE_STRUCT(NewCart, (), (lines))

struct LineChangeInput {
  Quantity quantity;  // 0 removes the line
};
BOOST_DESCRIBE_STRUCT(LineChangeInput, (), (quantity))

struct NewOrder {
  CartId cart;
  json::Email email;
  json::Text<1, 100> payment_method;
};
BOOST_DESCRIBE_STRUCT(NewOrder, (), (cart, email, payment_method))

struct CartView {
  CartId id;
  std::vector<orders::CartLine> lines;
  std::optional<Money> subtotal;  // absent for an empty cart
  Timestamp created, updated;
};
BOOST_DESCRIBE_STRUCT(CartView, (), (id, lines, subtotal, created, updated))

struct PaymentView {
  PaymentIntentId intent;
  orders::PaymentStatus status = orders::PaymentStatus::open;
  std::optional<std::string> next_action;
};
BOOST_DESCRIBE_STRUCT(PaymentView, (), (intent, status, next_action))

struct OrderView {
  OrderId id;
  orders::OrderStatus status = orders::OrderStatus::pending_payment;
  CartId cart;
  orders::Contact contact;
  std::vector<orders::OrderLine> lines;
  orders::Totals totals;
  PaymentView payment;
  Timestamp created, updated;
  std::optional<Timestamp> deadline;  // until when it has to be paid
};
BOOST_DESCRIBE_STRUCT(OrderView, (), (id, status, cart, contact, lines, totals, payment, created, updated, deadline))

struct OrderViewList {
  std::vector<OrderView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(OrderViewList, (), (items, next_cursor))

struct OrderEventList {
  std::vector<orders::OrderEvent> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(OrderEventList, (), (items, next_cursor))

namespace {

using json::None;
using net::Method;

orders::Viewer viewer_of(const Call& call) { return {.user = call.caller.user, .admin = call.caller.role == identity::Role::admin}; }

CartView view(orders::Cart cart) {
  CartView shown{.id = cart.id, .lines = {}, .subtotal = std::nullopt, .created = cart.created, .updated = cart.updated};
  for (const auto& line : cart.lines) {
    const auto total = multiply(line.unit_price, line.quantity);
    if (!total) continue;
    shown.subtotal = shown.subtotal ? add(*shown.subtotal, *total) : total;
  }
  shown.lines = std::move(cart.lines);
  return shown;
}

OrderView view(orders::Order order) {
  const bool open = order.status == orders::OrderStatus::pending_payment;
  std::optional<std::string> next_action;
  if (!order.payment.next_action.empty()) next_action = order.payment.next_action;
  return {.id = order.id,
          .status = order.status,
          .cart = order.cart,
          .contact = std::move(order.contact),
          .lines = std::move(order.lines),
          .totals = order.totals,
          .payment = {.intent = order.payment.intent, .status = order.payment.status, .next_action = std::move(next_action)},
          .created = order.created,
          .updated = order.updated,
          .deadline = open ? std::optional(order.deadline) : std::nullopt};
}

void cart_routes(RouteTable& table, orders::Service& orders, cart::Carts& carts) {
  table.add<Input<None, None, NewCart>, CartView>(
      {.method = Method::post, .path = "/api/v1/carts", .operation_id = "createCart", .summary = "A new cart, for guests too.", .context = "orders",
       .rate = RateGroup::checkout, .success_status = 201,
       .errors = {&orders::errors::not_for_sale, &orders::errors::bad_quantity, &orders::errors::cart_full}},
      [&carts](const Call& call, Input<None, None, NewCart> in) -> Task<Result<Reply<CartView>>> {
        std::vector<cart::Wanted> lines;
        if (in.body.lines) {
          for (const auto& line : in.body.lines->value()) lines.push_back({line.sku, line.quantity});
        }
        GH_CO_TRY(auto made, co_await carts.create(call.caller.user, std::move(lines)));
        Reply<CartView> reply(view(std::move(made)));
        reply.head.add("Location", "/api/v1/carts/" + reply.value.id.text());
        co_return reply;
      });
  table.add<Input<CartPath>, CartView>(
      {.method = Method::get, .path = "/api/v1/carts/{id}", .operation_id = "getCart", .summary = "A cart.", .context = "orders", .errors = {}},
      [&orders](const Call& call, Input<CartPath> in) -> Task<Result<Reply<CartView>>> {
        GH_CO_TRY(auto found, co_await orders.cart(in.path.id, viewer_of(call)));
        co_return view(std::move(found));
      });
  table.add<Input<CartLinePath, None, LineChangeInput>, CartView>(
      {.method = Method::put, .path = "/api/v1/carts/{id}/lines/{sku}", .operation_id = "putCartLine",
       .summary = "Sets the quantity of a line, at the price of now; 0 removes it.", .context = "orders", .rate = RateGroup::checkout,
       .errors = {&orders::errors::not_for_sale, &orders::errors::bad_quantity, &orders::errors::cart_full, &gh::errors::conflict}},
      [&carts](const Call& call, Input<CartLinePath, None, LineChangeInput> in) -> Task<Result<Reply<CartView>>> {
        GH_CO_TRY(auto changed, co_await carts.put_line(in.path.id, viewer_of(call), {in.path.sku, in.body.quantity}));
        co_return view(std::move(changed));
      });
}

// An order that waits (for the buyer's second step, or for the provider's word) is accepted, not created.
Reply<OrderView> placed_reply(orders::Order order) {
  Reply<OrderView> reply(view(std::move(order)));
  reply.status = reply.value.status == orders::OrderStatus::paid ? 201 : 202;
  reply.head.add("Location", "/api/v1/orders/" + reply.value.id.text());
  return reply;
}

void purchase_routes(RouteTable& table, checkout::Checkout& checkout, cancel::Cancel& cancel) {
  const std::vector<const ErrorKind*> order_errors{
      &gh::errors::not_found, &orders::errors::cart_changed, &orders::errors::sold_out, &orders::errors::cart_ordered, &orders::errors::order_cancelled,
      &orders::errors::order_busy, &orders::errors::idempotency_key_reused, &orders::errors::cart_empty, &orders::errors::mixed_currencies,
      &orders::errors::total_out_of_range, &orders::errors::illegal_transition, &payments::errors::card_declined, &payments::errors::card_number_refused,
      &payments::errors::method_invalid, &payments::errors::provider_unavailable, &payments::errors::no_answer};
  table.add<Input<None, None, NewOrder>, OrderView>(
      {.method = Method::post, .path = "/api/v1/orders", .operation_id = "placeOrder",
       .summary = "Orders and pays a cart. 201: paid. 202: it waits, for the buyer (payment.next_action) or for the provider.", .context = "orders",
       .rate = RateGroup::checkout, .success_status = 201, .idempotency_key = true, .body_bytes_max = 16 * 1024, .errors = order_errors, .further_statuses = {202}},
      [&checkout](const Call& call, Input<None, None, NewOrder> in) -> Task<Result<Reply<OrderView>>> {
        checkout::PlaceOrder request{.cart = in.body.cart, .buyer = call.caller.user, .email = in.body.email.value(),
                                     .payment_method = in.body.payment_method.value(), .idempotency_key = call.idempotency_key, .request_id = call.request_id};
        GH_CO_TRY(auto placed, co_await checkout.place(std::move(request)));
        co_return placed_reply(std::move(placed.order));
      });
  table.add<Input<OrderPath>, OrderView>(
      {.method = Method::post, .path = "/api/v1/orders/{id}/confirm", .operation_id = "confirmOrder",
       .summary = "The buyer has done the second step: brings the order on.", .context = "orders", .rate = RateGroup::checkout, .success_status = 201,
       .errors = order_errors, .further_statuses = {202}},
      [&checkout](const Call& call, Input<OrderPath> in) -> Task<Result<Reply<OrderView>>> {
        GH_CO_TRY(auto placed, co_await checkout.confirm(in.path.id, viewer_of(call), call.request_id));
        co_return placed_reply(std::move(placed.order));
      });
  table.add<Input<OrderPath>, OrderView>(
      {.method = Method::post, .path = "/api/v1/orders/{id}/cancel", .operation_id = "cancelOrder",
       .summary = "Takes the order back; stock is free again, what was paid goes back.", .context = "orders", .rate = RateGroup::checkout, .errors = order_errors},
      [&cancel](const Call& call, Input<OrderPath> in) -> Task<Result<Reply<OrderView>>> {
        GH_CO_TRY(auto order, co_await cancel.cancel(in.path.id, viewer_of(call), call.request_id));
        co_return view(std::move(order));
      });
}

void order_views(RouteTable& table, orders::Service& orders) {
  table.add<Input<None, OrderListQuery>, OrderViewList>(
      {.method = Method::get, .path = "/api/v1/orders", .operation_id = "listOrders", .summary = "The caller's orders, newest first.", .context = "orders",
       .roles = signed_in, .errors = {&gh::errors::bad_cursor}},
      [&orders](const Call& call, Input<None, OrderListQuery> in) -> Task<Result<Reply<OrderViewList>>> {
        GH_CO_TRY(auto page, co_await orders.orders_of(*call.caller.user, in.query.limit.value(), in.query.cursor.value()));
        OrderViewList list;
        for (auto& order : page.items) list.items.push_back(view(std::move(order)));
        if (!page.next_cursor.empty()) list.next_cursor = std::move(page.next_cursor);
        co_return list;
      });
  table.add<Input<OrderPath>, OrderView>(
      {.method = Method::get, .path = "/api/v1/orders/{id}", .operation_id = "getOrder", .summary = "An order of the caller.", .context = "orders"},
      [&orders](const Call& call, Input<OrderPath> in) -> Task<Result<Reply<OrderView>>> {
        GH_CO_TRY(auto order, co_await orders.order(in.path.id, viewer_of(call)));
        co_return view(std::move(order));
      });
  table.add<Input<OrderPath>, OrderEventList>(
      {.method = Method::get, .path = "/api/v1/orders/{id}/events", .operation_id = "listOrderEvents",
       .summary = "What happened to the order; append-only, each event carries the hash of the one before.", .context = "orders"},
      [&orders](const Call& call, Input<OrderPath> in) -> Task<Result<Reply<OrderEventList>>> {
        GH_CO_TRY(auto order, co_await orders.order(in.path.id, viewer_of(call)));
        co_return OrderEventList{.items = std::move(order.events), .next_cursor = std::nullopt};
      });
}

}  // namespace

void orders_routes(RouteTable& table, orders::Service& orders, cart::Carts& carts, checkout::Checkout& checkout, cancel::Cancel& cancel) {
  cart_routes(table, orders, carts);
  purchase_routes(table, checkout, cancel);
  order_views(table, orders);
}

}  // namespace gh::gateway

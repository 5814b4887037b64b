#include "gateway/routes/orders.h"

#include <charconv>

#include "base/errors.h"
#include "contexts/inventory/errors.h"
#include "contexts/orders/errors.h"
#include "contexts/payments/errors.h"
#include "contexts/pricing/errors.h"
#include "gateway/routes/carts.h"
#include "gateway/routes/if_any.h"
#include "gateway/routes/order_views.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct OrderListQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(OrderListQuery, (), (limit, cursor))

// What the buyer has seen: something else now is cart_changed.
struct SeenInput {
  std::optional<Money> total;
  std::optional<json::Text<1, 64>> explanation_hash;
};
BOOST_DESCRIBE_STRUCT(SeenInput, (), (total, explanation_hash))

// address, deliveries and coupons replace what the cart has.
struct PlaceOrderInput {
  CartId cart;
  json::Email email;
  // A token of the payment provider's; may be left out where nothing is to pay.
  std::optional<json::Text<1, payments::method_bytes_max>> payment_method;
  std::optional<AddressInput> address;
  std::optional<DeliveryChoices> deliveries;
  std::optional<json::List<json::Text<1, 64>, 0, orders::codes_max>> coupons;
  std::optional<SeenInput> seen;
};
BOOST_DESCRIBE_STRUCT(PlaceOrderInput, (), (cart, email, payment_method, address, deliveries, coupons, seen))

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

constexpr std::size_t order_bytes_max = std::size_t{64} * 1024;

RouteSpec order_spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  return {.method = method,
          .path = std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "orders",
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::checkout,
          .body_bytes_max = order_bytes_max,
          .errors = std::move(errors)};
}

void place_route(RouteTable& table, checkout::Checkout& checkout) {
  auto place =
      order_spec(net::Method::post, "/api/v1/orders", "placeOrder",
                 "Orders and pays a cart. The same Idempotency-Key and body always get the first answer.",
                 {&gh::errors::not_found, &orders::errors::cart_changed, &orders::errors::below_minimum_order,
                  &pricing::errors::coupon_unknown, &pricing::errors::bad_cart, &orders::errors::sold_out, &orders::errors::cart_ordered,
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
                                     .payment_method = in.body.payment_method ? in.body.payment_method->value() : std::string(),
                                     .idempotency_key = call.idempotency_key,
                                     .request_id = call.request_id};
        request.choices = choices_of(in.body.address, in.body.deliveries);
        if (in.body.coupons) {
          request.codes.emplace();
          for (const auto& code : in.body.coupons->value()) request.codes->push_back(code.value());
        }
        if (in.body.seen) {
          request.seen_total = in.body.seen->total;
          if (in.body.seen->explanation_hash) request.seen_hash = in.body.seen->explanation_hash->value();
        }
        GH_CO_TRY(const auto order, co_await checkout.place(std::move(request)));
        auto reply = placed(*order, 201, call);
        reply.head.add("Location", "/api/v1/orders/" + order->id.text());
        co_return reply;
      });
}

void view_routes(RouteTable& table, orders::Service& orders, inventory::Service& inventory) {
  auto list = order_spec(net::Method::get, "/api/v1/orders", "listOrders", "The caller's orders, newest first.", {&gh::errors::bad_cursor});
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
      order_spec(net::Method::get, "/api/v1/orders/{id}", "getOrder",
                 "One order; a guest's with the address that it was placed with, or its secret.", {&gh::errors::not_found}),
      [&orders, &inventory](const Call& call, Input<OrderPath, GuestKey> in) -> Task<Result<Reply<OrderView>>> {
        const auto viewer = viewer_of(call, in.query);
        GH_CO_TRY(auto order, co_await orders.order(in.path.id, viewer));
        auto shown = order_view(std::move(order), viewer);
        GH_CO_CHECK(co_await name_lots(shown, inventory));
        co_return shown;
      });
  table.add<Input<OrderPath, EventQuery>, EventList>(
      order_spec(net::Method::get, "/api/v1/orders/{id}/events", "listOrderEvents",
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
      order_spec(net::Method::post, "/api/v1/orders/{id}/cancel", "cancelOrder",
                 "Takes back an order that nobody has begun to pack; what was paid is refunded.", errors),
      [&cancel](const Call& call, Input<OrderPath, GuestKey> in) -> Task<Result<Reply<OrderView>>> {
        const auto viewer = viewer_of(call, in.query);
        GH_CO_TRY(const auto order, co_await cancel.cancel(in.path.id, viewer, call.request_id));
        co_return order_view(order, viewer);
      });
  auto confirm =
      order_spec(net::Method::post, "/api/v1/orders/{id}/confirm", "confirmOrder", "Goes on after the second step of the payment.", errors);
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

void order_routes(RouteTable& table, orders::Service& orders, inventory::Service& inventory, checkout::Checkout& checkout,
                  cancel::Cancel& cancel) {
  place_route(table, checkout);
  view_routes(table, orders, inventory);
  change_routes(table, checkout, cancel);
}

}  // namespace gh::gateway

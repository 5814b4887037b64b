#include "flows/checkout/checkout.h"

#include "base/planted.h"
#include "contexts/orders/errors.h"
#include "contexts/payments/errors.h"
#include "contexts/payments/intent.h"
#include "contexts/pricing/coupon.h"
#include "contexts/pricing/errors.h"
#include "flows/quote/order_lines.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace gh::checkout {
namespace {

using orders::AnswerKind;
using orders::Order;
using orders::OrderStatus;

// A UUID is 36 hexadecimal digits and dashes; some of them look like a card number by chance.
bool is_uuid(std::string_view text) {
  return text.size() == 36 && text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos && text[8] == '-' &&
         text[13] == '-';
}

Result<void> check(const PlaceOrder& request) {
  const auto& key = request.idempotency_key;
  if (key.empty() || key.size() > idempotency_key_bytes_max)
    return fail(errors::invalid, "the Idempotency-Key must have 1 to 255 characters");
  if (!request.payment_method.empty()) GH_CHECK(payments::check_method(request.payment_method));
  if (payments::holds_card_number(request.email) || (!is_uuid(key) && payments::holds_card_number(key))) {
    return fail(payments::errors::card_number_refused);
  }
  return {};
}

// Whose key it is: two buyers may use the same one.
std::string owner_of(const PlaceOrder& request) { return request.buyer ? request.buyer->text() : request.cart.text(); }
std::string actor_of(const std::optional<UserId>& buyer) { return buyer ? buyer->text() : "guest"; }

// Everything that makes it another order. What most requests leave out adds nothing to it.
std::string hash_of_body(const PlaceOrder& request) {
  std::string more;
  if (request.choices.address) more += json::to_string(*request.choices.address);
  if (request.choices.deliveries) more += json::to_string(*request.choices.deliveries);
  if (request.codes) more += json::to_string(*request.codes);
  if (request.seen_total) more += to_string(*request.seen_total);
  if (request.seen_hash) more += json::to_string(*request.seen_hash);
  if (more.empty()) {
    return crypto::base64url(crypto::sha256_of_parts({"order body", request.cart.text(), request.email, request.payment_method}));
  }
  return crypto::base64url(crypto::sha256_of_parts({"order body", request.cart.text(), request.email, request.payment_method, more}));
}

Placed shared(Order order) { return std::make_shared<const Order>(std::move(order)); }

Error with_order(Error error, const Order& order) { return error.extend("order", '"' + order.id.text() + '"'); }

Error sold_out_error(const Order& order) {
  std::vector<quote::LineChange> changes;
  for (const auto& shortage : order.shortages) {
    const auto booking = std::ranges::find(order.bookings, shortage.sku, &orders::Booking::sku);
    const bool goods = booking == order.bookings.end();
    changes.push_back({.sku = shortage.sku,
                       .reason = goods                                          ? quote::ChangeReason::not_enough
                                 : booking->kind == orders::BookingKind::window ? quote::ChangeReason::window_full
                                                                                : quote::ChangeReason::coupon_used_up,
                       .name = goods ? std::nullopt : std::optional(booking->name),
                       .seen_unit_price = {},
                       .unit_price = {},
                       .quantity = shortage.wanted,
                       .available = shortage.available});
  }
  return with_order(quote::changed(orders::errors::sold_out, changes), order);
}

Error declined_error(const Order& order) {
  Error error(payments::errors::card_declined);
  error.extend("decline_code", json::to_string(order.payment.decline_code));
  return with_order(std::move(error), order);
}

// What the request brings for the cart. Nothing of it is kept but in the order.
Result<void> bring(orders::Cart& cart, const PlaceOrder& request, Timestamp now) {
  GH_CHECK(orders::choose(cart, request.choices, now));
  if (!request.codes) return {};
  cart.coupons.clear();
  for (const auto& typed : *request.codes) {
    const auto code = pricing::normal_code(typed);
    if (!code) return fail(Error(pricing::errors::coupon_unknown).field("/coupons", "not_valid", "This code cannot be used."));
    GH_CHECK(orders::put_code(cart, *code, now));
  }
  return {};
}

// Whether the quote is what the buyer has seen: nothing may be charged that was not.
Result<void> agreed(const quote::Quote& quoted, const PlaceOrder& request) {
  const auto& explanation = quoted.explanation;
  const bool otherwise = explanation && ((request.seen_total && *request.seen_total != explanation->totals.total) ||
                                         (request.seen_hash && *request.seen_hash != pricing::hash_of(*explanation)));
  if (!quoted.changes.empty() || !quoted.troubles.empty() || !quoted.deliveries_amiss.empty() || otherwise || !explanation) {
    auto error = quote::changed(orders::errors::cart_changed, quoted.changes);
    if (!quoted.troubles.empty()) error.extend("coupons", json::to_string(quoted.troubles));
    if (!quoted.deliveries_amiss.empty()) error.extend("deliveries", json::to_string(quoted.deliveries_amiss));
    if (!explanation) return fail(std::move(error));
    error.extend("total", json::to_string(explanation->totals.total)).extend("explanation", json::to_string(*explanation));
    error.extend("explanation_hash", json::to_string(pricing::hash_of(*explanation)));
    return fail(std::move(error));
  }
  std::vector<pricing::PricedFarm> short_of;
  std::ranges::copy_if(explanation->farms, std::back_inserter(short_of), [](const auto& farm) { return farm.missing.has_value(); });
  if (short_of.empty()) return {};
  return fail(Error(orders::errors::below_minimum_order).extend("farms", json::to_string(short_of)));
}

Error cancelled_error(const Order& order) { return with_order(Error(orders::errors::order_cancelled), order); }

}  // namespace

Result<Placed> stored_answer(Order order) {
  switch (order.answer.kind) {
    case AnswerKind::none:
      return fail(orders::errors::order_busy);
    case AnswerKind::sold_out:
      return fail(sold_out_error(order));
    case AnswerKind::declined:
      return fail(declined_error(order));
    case AnswerKind::cancelled:
      return fail(cancelled_error(order));
    case AnswerKind::paid:
    case AnswerKind::action_required:
    case AnswerKind::unanswered:
      break;
  }
  const bool nothing_since = order.answer.events == static_cast<std::int64_t>(order.events.size());
  return shared(nothing_since ? std::move(order) : orders::as_answered(order));
}

Task<Result<Placed>> Checkout::place(PlaceOrder request) {
  GH_CO_CHECK(check(request));
  const auto id = crypto::derive_id<OrderId>("order", owner_of(request), request.idempotency_key);
  const auto body_hash = hash_of_body(request);
  GH_CO_TRY(auto boarding, flights_.board(id, body_hash));
  if (boarding.answer) co_return co_await *boarding.answer;
  auto answer = co_await run(std::move(request), id, body_hash);
  boarding.seat->finish(answer);
  co_return answer;
}

// Steps 0 to 2. The retry of an order that exists costs a quote for nothing; the first request of all others saves a read.
Task<Result<Placed>> Checkout::run(PlaceOrder request, OrderId id, std::string body_hash) {
  const auto cause = settlement_.cause(actor_of(request.buyer), request.request_id);
  auto drafted = co_await draft(request, id, body_hash, cause);
  std::optional<Error> refusal;
  if (drafted) {
    auto inserted = co_await orders_.insert(*std::move(drafted));
    if (inserted) co_return co_await drive(*std::move(inserted), request.payment_method, cause.actor, cause.request_id);
    refusal = std::move(inserted).error();
  } else {
    refusal = std::move(drafted).error();
  }
  GH_CO_TRY(auto existing, co_await orders_.find(id));
  if (existing) co_return co_await meet(*std::move(existing), std::move(request), std::move(body_hash));
  if (refusal->is(ports::errors::duplicate_key)) co_return fail(co_await cart_taken(request.cart));
  co_return fail(*std::move(refusal));
}

Task<Error> Checkout::cart_taken(CartId cart) {
  Error error(orders::errors::cart_ordered);
  const auto other = co_await orders_.find_by_cart(std::move(cart));
  co_return other && *other ? with_order(std::move(error), (*other)->value) : error;
}

// Step 1: the quote, and the order as it would be stored.
Task<Result<Order>> Checkout::draft(PlaceOrder request, OrderId id, std::string body_hash, orders::Cause cause) {
  GH_CO_TRY(auto cart, co_await orders_.cart(request.cart, {request.buyer}));
  if (cart.lines.empty()) co_return fail(orders::errors::cart_empty);
  GH_CO_CHECK(bring(cart, request, cause.at));
  auto address = cart.address;
  auto choices = cart.deliveries;
  GH_CO_TRY(const auto quoted, co_await quotes_.of(std::move(cart), {request.buyer, request.email}));
  GH_CO_CHECK(agreed(quoted, request));
  orders::Draft draft;
  const auto& explanation = *quoted.explanation;
  draft.lines.reserve(quoted.offers.size());
  for (std::size_t i = 0; i < quoted.offers.size(); ++i)
    draft.lines.push_back(quote::order_line(quoted.offers[i], explanation.lines[i], cause.at));
  draft.parts = quote::parts_of(draft.lines, explanation, choices, address, quoted.windows);
  draft.bookings = quoted.bookings;
  draft.intent = crypto::derive_id<PaymentIntentId>("payment intent", id.text());
  draft.id = std::move(id);
  draft.buyer = std::move(request.buyer);
  draft.cart = std::move(request.cart);
  draft.contact = {std::move(request.email)};
  draft.body_hash = std::move(body_hash);
  const auto& options = settlement_.options();
  draft.deadline = cause.at + options.charge_within;
  draft.look_at = cause.at + std::min(options.stand_still, options.charge_within);
  auto placed = orders::place(std::move(draft), cause);
  if (placed && placed->totals.total.minor > 0 && request.payment_method.empty()) {
    co_return fail(Error(payments::errors::method_invalid).field("/payment_method", "required", "There is something to pay."));
  }
  co_return placed;
}

// A retry meets its own order. Another run may be at work on it (on another node): its answer is waited for a little, then the order is
// taken over. The write of take_over makes that run's next write of the order fail, so that of the two only one ends it.
Task<Result<Placed>> Checkout::meet(StoredOrder order, PlaceOrder request, std::string body_hash) {
  if (order->body_hash != body_hash) co_return fail(orders::errors::idempotency_key_reused);
  const auto& options = settlement_.options();
  Milliseconds pause = options.other_run_wait;
  for (int waits = 0; order->answer.kind == AnswerKind::none; ++waits, pause *= 2) {
    if (waits == options.other_run_waits_max || settlement_.now() - order->created >= options.stand_still) {
      const auto id = order->id;
      auto taken = co_await settlement_.take_over(std::move(order));
      if (taken) co_return co_await drive(*std::move(taken), request.payment_method, actor_of(request.buyer), request.request_id);
      if (!read_again(taken.error()) || waits > options.other_run_waits_max + run_attempts_max) co_return fail(std::move(taken).error());
      GH_CO_TRY(auto reread, co_await orders_.find(id));
      if (!reread) co_return fail(orders::errors::order_busy);
      order = *std::move(reread);
      continue;
    }
    co_await sleep(pause);
    GH_CO_TRY(auto reread, co_await orders_.find(order->id));
    if (!reread) co_return fail(orders::errors::order_busy);
    order = *std::move(reread);
  }
  co_return stored_answer(std::move(order.value));
}

// Steps 3 to 5, again from the stored order when somebody else has written it.
Task<Result<Placed>> Checkout::drive(StoredOrder order, std::string method, std::string actor, std::string request_id) {
  for (int attempt = 1; attempt <= run_attempts_max; ++attempt) {
    if (order->answer.kind != AnswerKind::none) co_return stored_answer(std::move(order.value));
    const auto id = order->id;
    auto next = co_await turn(std::move(order), method, settlement_.cause(actor, request_id));
    if (next) {
      order = *std::move(next);
      continue;
    }
    if (!read_again(next.error())) co_return fail(std::move(next).error());
    GH_CO_TRY(auto reread, co_await orders_.find(id));
    if (!reread) co_return fail(orders::errors::order_busy);
    order = *std::move(reread);
  }
  co_return fail(orders::errors::order_busy);
}

Task<Result<StoredOrder>> Checkout::turn(StoredOrder order, std::string method, orders::Cause cause) {
  if (planted("charge_before_hold")) (void)co_await payments_.charge(intent_of(order.value), method);
  GH_CO_TRY(auto holds, co_await settlement_.take_holds(order.value));
  if (!holds.shortages.empty()) co_return co_await sold_out(std::move(order), std::move(holds.shortages), std::move(cause));
  co_return co_await charge(std::move(order), std::move(method), std::move(holds.lots), std::move(cause));
}

// In the first run nobody else can be charging: whoever joins writes take_over first, and then this write does not take effect. A later
// run asks the provider before it ends the order.
Task<Result<StoredOrder>> Checkout::sold_out(StoredOrder order, std::vector<orders::Shortage> shortages, orders::Cause cause) {
  if (order.version > 1 && order->totals.total.minor > 0) {
    GH_CO_TRY(auto state, co_await payments_.cancel(intent_of(order.value)));
    if (state.status == payments::IntentStatus::succeeded) {
      co_return co_await settlement_.conclude(std::move(order), std::move(state), std::nullopt, std::move(cause), {});
    }
  }
  co_return co_await settlement_.reject_sold_out(std::move(order), std::move(shortages), std::move(cause));
}

Task<Result<StoredOrder>> Checkout::charge(StoredOrder order, std::string method, std::optional<Lots> lots, orders::Cause cause) {
  auto state = co_await payments_.charge(intent_of(order.value), std::move(method));
  cause.at = settlement_.now();
  if (state) {
    // processing is no news: the order waits as after no answer.
    co_return co_await settlement_.conclude(std::move(order), *std::move(state), std::move(lots), std::move(cause), "payment_cancelled");
  }
  const auto& error = state.error();
  if (!error.is(payments::errors::no_answer) && !error.is(payments::errors::provider_unavailable)) co_return fail(error);
  co_return co_await settlement_.leave_unanswered(std::move(order), std::move(cause));
}

Task<Result<Placed>> Checkout::confirm(OrderId id, orders::Viewer viewer, std::string request_id) {
  GH_CO_CHECK(co_await orders_.order(id, viewer));
  for (int attempt = 1; attempt <= run_attempts_max; ++attempt) {
    GH_CO_TRY(auto found, co_await orders_.find(id));
    if (!found) co_return fail(errors::not_found);
    auto& order = *found;
    if (order->status == OrderStatus::paid) co_return shared(std::move(order.value));
    if (order->status == OrderStatus::rejected) {
      co_return fail(order->payment.status == orders::PaymentStatus::declined ? declined_error(order.value) : sold_out_error(order.value));
    }
    if (order->status == OrderStatus::cancelled) co_return fail(cancelled_error(order.value));
    if (order->status != OrderStatus::pending_payment) co_return shared(std::move(order.value));
    if (order->payment.status != orders::PaymentStatus::requires_action) co_return fail(orders::illegal(order.value));
    GH_CO_TRY(auto state, co_await payments_.confirm(intent_of(order.value)));
    if (state.status == payments::IntentStatus::requires_action || state.status == payments::IntentStatus::processing) {
      co_return shared(std::move(order.value));
    }
    auto written = co_await settlement_.conclude(std::move(order), std::move(state), std::nullopt,
                                                 settlement_.cause(actor_of(viewer.user), request_id), "payment_cancelled");
    if (!written && !read_again(written.error())) co_return fail(std::move(written).error());
  }
  co_return fail(orders::errors::order_busy);
}

}  // namespace gh::checkout

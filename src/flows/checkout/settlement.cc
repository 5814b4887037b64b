#include "flows/checkout/settlement.h"

#include <algorithm>

#include "base/planted.h"
#include "contexts/orders/errors.h"
#include "platform/json/json.h"

namespace gh::checkout {
namespace {

using orders::Order;
using orders::OrderStatus;
using orders::PaymentStatus;
using payments::IntentStatus;

orders::Shortage shortage_of(Sku sku, Quantity quantity, const Error& error) {
  orders::Shortage shortage{std::move(sku), quantity, {}};
  for (const auto& extension : error.extensions()) {
    if (extension.name != "available") continue;
    if (const auto left = json::parse_stored<Quantity>(extension.json)) shortage.available = *left;
  }
  return shortage;
}

bool is_short(const Error& error) { return error.is(inventory::errors::insufficient_stock) || error.is(errors::not_found); }
bool has_ended(const Error& error) { return error.is(inventory::errors::hold_voided) || error.is(inventory::errors::hold_posted); }

}  // namespace

payments::Intent intent_of(const Order& order) { return {order.payment.intent, order.totals.total}; }

std::optional<payments::Refund> due_refund(Order order) {
  orders::ensure_refunds(order);
  const auto due = std::ranges::find(order.refunds, orders::RefundStatus::due, &orders::Refund::status);
  return due == order.refunds.end() ? std::nullopt : std::optional(payments::Refund{due->id, due->amount});
}

bool read_again(const Error& error) {
  return error.is(ports::errors::version_conflict) || error.is(ports::errors::outcome_unknown) || has_ended(error);
}

Task<Result<inventory::HoldOutcome>> Settlement::hold(orders::OrderLine line, OrderId order, Timestamp opened) const {
  return inventory_.hold({line.sku, std::move(order), opened}, line.quantity, {.good_until = line.good_until, .capacity = {}});
}

Task<Result<inventory::HoldOutcome>> Settlement::book(orders::Booking booking, OrderId order, Timestamp opened) const {
  return inventory_.hold({booking.sku, std::move(order), opened}, booking.quantity, {.good_until = {}, .capacity = booking.capacity});
}

Task<Result<Holds>> Settlement::take_holds(Order order) const {
  std::vector<Result<inventory::HoldOutcome>> outcomes;
  if (order.lines.size() == 1 && order.bookings.empty()) {
    outcomes.push_back(co_await hold(order.lines.front(), order.id, order.created));
  } else {
    std::vector<Task<Result<inventory::HoldOutcome>>> asked;
    asked.reserve(order.lines.size() + order.bookings.size());
    for (const auto& line : order.lines) asked.push_back(hold(line, order.id, order.created));
    for (const auto& booking : order.bookings) asked.push_back(book(booking, order.id, order.created));
    outcomes = co_await when_all(std::move(asked));
  }
  Holds holds;
  const Error* failure = nullptr;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const bool goods = i < order.lines.size();
    if (goods) holds.lots.emplace_back();
    if (outcomes[i]) {
      if (!goods) continue;
      for (const auto& share : outcomes[i]->allocations) holds.lots.back().push_back({share.lot, share.quantity});
    } else if (is_short(outcomes[i].error())) {
      const auto& sku = goods ? order.lines[i].sku : order.bookings[i - order.lines.size()].sku;
      const auto quantity = goods ? order.lines[i].quantity : order.bookings[i - order.lines.size()].quantity;
      holds.shortages.push_back(shortage_of(sku, quantity, outcomes[i].error()));
    } else if (failure == nullptr || has_ended(outcomes[i].error())) {
      failure = &outcomes[i].error();
    }
  }
  if (failure != nullptr) co_return fail(*failure);
  co_return holds;
}

Task<Result<StoredOrder>> Settlement::write(StoredOrder before, Order after) const {
  auto outbox = consequences(before.value, after);
  return orders_.replace(std::move(before), std::move(after), std::move(outbox));
}

Task<Result<StoredOrder>> Settlement::conclude_paid(StoredOrder order, std::optional<Lots> lots, orders::Cause cause) const {
  Order after = order.value;
  if (!lots) {
    auto holds = co_await take_holds(order.value);
    if (!holds && !holds.error().is(inventory::errors::hold_voided)) co_return fail(std::move(holds).error());
    if (holds && holds->shortages.empty()) lots = std::move(holds->lots);
  }
  if (lots) {
    GH_CO_CHECK(orders::mark_paid(after, *std::move(lots), cause));
  } else {  // paid for what is not there: cannot be, because nobody charges before everything is held; if it is, the money goes back
    GH_CO_CHECK(orders::mark_cancelled(after, "no_stock", {}, cause));
    if (after.totals.total.minor > 0) GH_CO_CHECK(orders::mark_refund_owed(after, cause.at + options_.look_again, cause));
  }
  if (planted("effect_before_commit")) {
    std::vector<inventory::HoldKey> keys;
    for (const auto& line : after.lines) keys.push_back({line.sku, after.id, after.created});
    (void)co_await inventory_.post_many(std::move(keys));
  }
  co_return co_await write(std::move(order), std::move(after));
}

Task<Result<StoredOrder>> Settlement::conclude(StoredOrder order, payments::IntentState state, std::optional<Lots> lots,
                                               orders::Cause cause, std::string cancel_reason) const {
  Order after = order.value;
  if (order->status != OrderStatus::pending_payment) {
    const bool goes_back = due_refund(order.value) || !order->refunds.empty() || order->payment.status == PaymentStatus::refunded;
    const bool has_money = state.status == IntentStatus::succeeded && order->totals.total.minor > 0;
    if (orders::was_paid(order.value) || goes_back || !has_money) co_return order;
    GH_CO_CHECK(orders::mark_refund_owed(after, cause.at + options_.look_again, cause));
  } else {
    switch (state.status) {
      case IntentStatus::succeeded:
        co_return co_await conclude_paid(std::move(order), std::move(lots), std::move(cause));
      case IntentStatus::declined:
        GH_CO_CHECK(orders::mark_declined(after, state.decline_code, cause));
        break;
      case IntentStatus::canceled:
        GH_CO_CHECK(orders::mark_cancelled(after, cancel_reason, {}, cause));
        break;
      case IntentStatus::requires_action:
        if (order->payment.status == PaymentStatus::requires_action) co_return order;
        GH_CO_CHECK(orders::mark_action_required(after, state.next_action, cause.at + options_.second_step_within, cause));
        break;
      case IntentStatus::processing:
        co_return co_await leave_unanswered(std::move(order), std::move(cause));
    }
  }
  co_return co_await write(std::move(order), std::move(after));
}

Timestamp Settlement::next_look(const Order& order, Timestamp now) const {
  const auto later = now + options_.look_again;
  if (order.status != OrderStatus::pending_payment) return later;
  if (now < order.deadline) return std::min(later, order.deadline);
  return now + std::clamp((now - order.deadline) / 4, std::min(options_.look_soon, options_.look_again), options_.look_again);
}

Task<Result<StoredOrder>> Settlement::leave_unanswered(StoredOrder order, orders::Cause cause) const {
  if (order->status != OrderStatus::pending_payment || order->answer.kind != orders::AnswerKind::none) co_return order;
  Order after = order.value;
  GH_CO_CHECK(orders::mark_unanswered(after, next_look(after, cause.at), cause));
  co_return co_await write(std::move(order), std::move(after));
}

Task<Result<StoredOrder>> Settlement::reject_sold_out(StoredOrder order, std::vector<orders::Shortage> shortages,
                                                      orders::Cause cause) const {
  Order after = order.value;
  GH_CO_CHECK(orders::mark_sold_out(after, std::move(shortages), cause));
  co_return co_await write(std::move(order), std::move(after));
}

Task<Result<StoredOrder>> Settlement::cancel_paid(StoredOrder order, orders::Cause cause, std::string reason) const {
  Order after = order.value;
  GH_CO_CHECK(orders::mark_cancelled(after, reason, cause.at + options_.look_again, cause));
  co_return co_await write(std::move(order), std::move(after));
}

Task<Result<StoredOrder>> Settlement::refunded(StoredOrder order, RefundId refund, orders::Cause cause) const {
  Order after = order.value;
  orders::ensure_refunds(after);
  const auto* known = orders::find_refund(after, refund);
  if (known == nullptr || known->status == orders::RefundStatus::done) co_return order;
  GH_CO_CHECK(orders::mark_refunded(after, refund, cause));
  co_return co_await write(std::move(order), std::move(after));
}

Task<Result<StoredOrder>> Settlement::look_at(StoredOrder order, Timestamp when) const {
  Order after = order.value;
  after.look_at = when;
  co_return co_await write(std::move(order), std::move(after));
}

Task<Result<StoredOrder>> Settlement::take_over(StoredOrder order) const {
  Order after = order.value;
  after.runs += 1;
  co_return co_await write(std::move(order), std::move(after));
}

}  // namespace gh::checkout

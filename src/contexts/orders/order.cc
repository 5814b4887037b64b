#include "contexts/orders/order.h"

#include <algorithm>

#include "contexts/orders/chain.h"
#include "contexts/orders/errors.h"
#include "contexts/orders/prices.h"
#include "contexts/orders/refunds.h"

namespace gh::orders {
namespace {

using enum OrderStatus;

void answer_with(Order& order, AnswerKind kind) {
  if (order.answer.kind == AnswerKind::none) order.answer = {kind, static_cast<std::int64_t>(order.events.size()), order.deadline};
}

struct Answered {
  AnswerKind kind;
  OrderStatus status;
  PaymentStatus payment;
};
constexpr Answered answered[] = {
    {AnswerKind::paid, paid, PaymentStatus::succeeded},
    {AnswerKind::action_required, pending_payment, PaymentStatus::requires_action},
    {AnswerKind::unanswered, pending_payment, PaymentStatus::open},
    {AnswerKind::sold_out, rejected, PaymentStatus::canceled},
    {AnswerKind::declined, rejected, PaymentStatus::declined},
    {AnswerKind::cancelled, cancelled, PaymentStatus::canceled},
};

// What became of it after the answer is not part of the answer.
void reset_parts(Order& then) {
  then.refunds.clear();
  then.complaints.clear();
  then.notes.clear();
  for (auto& part : then.parts) {
    part.status = then.status == paid              ? PartStatus::paid
                  : then.status == pending_payment ? PartStatus::pending_payment
                                                   : PartStatus::cancelled;
    part.shipment.reset();
    part.handover.reset();
    part.invoice.reset();
  }
}

}  // namespace

Result<Order> place(Draft draft, const Cause& cause) {
  if (draft.lines.empty()) return fail(errors::cart_empty);
  if (draft.lines.size() > lines_max) return fail(errors::cart_full);
  if (draft.parts.empty()) draft.parts = parts_from(draft.lines);
  if (draft.parts.size() > parts_max) return fail(errors::too_many_farms);
  Order order;
  for (auto& line : draft.lines) line.lots.clear();
  GH_TRY(order.totals, add_up(draft.lines, draft.parts));
  order.id = std::move(draft.id);
  order.buyer = std::move(draft.buyer);
  order.cart = std::move(draft.cart);
  order.contact = std::move(draft.contact);
  order.replaces = std::move(draft.replaces);
  order.lines = std::move(draft.lines);
  order.parts = std::move(draft.parts);
  order.bookings = std::move(draft.bookings);
  order.payment.intent = std::move(draft.intent);
  order.created = cause.at;
  order.deadline = draft.deadline;
  order.look_at = draft.look_at;
  order.body_hash = std::move(draft.body_hash);
  EventData data{{"snapshot", snapshot_hash(order)},
                 {"parts", parts_hash(order)},
                 {"prices", prices_hash(order)},
                 {"total", to_string(order.totals.total)}};
  if (order.replaces) data.emplace("replaces", order.replaces->order.text());
  GH_CHECK(append(order, EventType::placed, cause, std::move(data)));
  return order;
}

Result<void> mark_paid(Order& order, std::vector<std::vector<LotShare>> lots_of_lines, const Cause& cause) {
  if (order.status != pending_payment) return fail(illegal(order));
  for (std::size_t i = 0; i < order.lines.size() && i < lots_of_lines.size(); ++i) order.lines[i].lots = std::move(lots_of_lines[i]);
  order.payment.status = PaymentStatus::succeeded;
  order.look_at = {};
  GH_CHECK(append(order, EventType::paid, cause, {{"amount", to_string(order.totals.total)}, {"lots", lots_hash(order)}}));
  answer_with(order, AnswerKind::paid);
  return {};
}

Result<void> mark_sold_out(Order& order, std::vector<Shortage> shortages, const Cause& cause) {
  GH_CHECK(append(order, EventType::rejected, cause, {{"reason", "sold_out"}}));
  order.shortages = std::move(shortages);
  order.payment.status = PaymentStatus::canceled;
  order.look_at = {};
  answer_with(order, AnswerKind::sold_out);
  return {};
}

Result<void> mark_declined(Order& order, const std::string& decline_code, const Cause& cause) {
  GH_CHECK(append(order, EventType::rejected, cause, {{"reason", "card_declined"}, {"decline_code", decline_code}}));
  order.payment.status = PaymentStatus::declined;
  order.payment.decline_code = decline_code;
  order.look_at = {};
  answer_with(order, AnswerKind::declined);
  return {};
}

Result<void> mark_action_required(Order& order, const std::string& next_action, Timestamp deadline, const Cause& cause) {
  GH_CHECK(append(order, EventType::action_required, cause, {}));
  order.payment.status = PaymentStatus::requires_action;
  order.payment.next_action = next_action;
  order.deadline = deadline;
  order.look_at = deadline;
  answer_with(order, AnswerKind::action_required);
  return {};
}

Result<void> mark_unanswered(Order& order, Timestamp look_at, const Cause& cause) {
  GH_CHECK(append(order, EventType::payment_unanswered, cause, {}));
  order.look_at = look_at;
  answer_with(order, AnswerKind::unanswered);
  return {};
}

Result<void> mark_cancelled(Order& order, const std::string& reason, Timestamp look_at, const Cause& cause) {
  ensure_parts(order);
  if (was_paid(order)) {
    GH_CHECK(cancel_all(order, reason, look_at, cause));
  } else {
    GH_CHECK(append(order, EventType::cancelled, cause, {{"reason", reason}}));
    order.payment.status = PaymentStatus::canceled;
    order.look_at = {};
  }
  answer_with(order, AnswerKind::cancelled);
  return {};
}

Order as_answered(const Order& order) {
  Order then = order;
  const auto events = static_cast<std::size_t>(order.answer.events);
  if (events < then.events.size()) then.events.resize(events);
  if (!then.events.empty()) then.updated = then.events.back().at;
  then.deadline = order.answer.deadline;
  for (const auto& row : answered) {
    if (row.kind != order.answer.kind) continue;
    then.status = row.status;
    then.payment.status = row.payment;
  }
  reset_parts(then);
  if (then.status != paid) {
    for (auto& line : then.lines) line.lots.clear();
  }
  if (then.payment.status != PaymentStatus::requires_action) then.payment.next_action.clear();
  if (then.payment.status != PaymentStatus::declined) then.payment.decline_code.clear();
  if (then.answer.kind != AnswerKind::sold_out) then.shortages.clear();
  return then;
}

}  // namespace gh::orders

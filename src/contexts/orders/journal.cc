#include "contexts/orders/journal.h"

#include <algorithm>

#include <fmt/format.h>

#include "contexts/orders/chain.h"
#include "contexts/orders/errors.h"
#include "platform/json/json.h"

namespace gh::orders {
namespace {

using enum EventType;

// A part may go from here to there by this event.
struct PartStep {
  EventType event;
  PartStatus from;
  PartStatus to;
};
using P = PartStatus;
constexpr PartStep part_steps[] = {
    {packing_started, P::paid, P::packing},
    {packed, P::paid, P::packed},
    {packed, P::packing, P::packed},
    {shipped, P::packed, P::shipped},
    {delivered, P::packed, P::delivered},  // fetched, or handed over without a carrier
    {delivered, P::shipped, P::delivered},
    {lines_cancelled, P::paid, P::paid},
    {lines_cancelled, P::packing, P::packing},
    {lines_cancelled, P::packed, P::packed},
    {lines_cancelled, P::shipped, P::shipped},
    {part_cancelled, P::paid, P::cancelled},
    {part_cancelled, P::packing, P::cancelled},
    {part_cancelled, P::packed, P::cancelled},
    {part_cancelled, P::shipped, P::cancelled},
    {lines_returned, P::delivered, P::delivered},
    {returned, P::delivered, P::returned},
    {complaint_opened, P::delivered, P::delivered},
    {complaint_opened, P::shipped, P::shipped},  // what never arrives is complained about, too
    {complaint_answered, P::delivered, P::delivered},
    {complaint_answered, P::shipped, P::shipped},
    {complaint_answered, P::returned, P::returned},
    {complaint_answered, P::cancelled, P::cancelled},
    {complaint_resolved, P::delivered, P::delivered},
    {complaint_resolved, P::shipped, P::shipped},
    {complaint_resolved, P::returned, P::returned},
    {complaint_resolved, P::cancelled, P::cancelled},
    {replacement_failed, P::delivered, P::delivered},
    {replacement_failed, P::shipped, P::shipped},
    {replacement_failed, P::returned, P::returned},
    {replacement_failed, P::cancelled, P::cancelled},
    {invoiced, P::paid, P::paid},
    {invoiced, P::packing, P::packing},
    {invoiced, P::packed, P::packed},
    {invoiced, P::shipped, P::shipped},
    {invoiced, P::delivered, P::delivered},
    {invoiced, P::cancelled, P::cancelled},
    {invoiced, P::returned, P::returned},
};

struct OrderStep {
  OrderStatus from;
  OrderStatus to;
};
using O = OrderStatus;
constexpr OrderStep order_steps[] = {
    {O::pending_payment, O::paid},
    {O::pending_payment, O::rejected},
    {O::pending_payment, O::cancelled},
    {O::paid, O::packing},
    {O::paid, O::packed},
    {O::paid, O::cancelled},
    {O::packing, O::packed},
    {O::packing, O::cancelled},
    {O::packed, O::shipped},
    {O::packed, O::delivered},
    {O::packed, O::cancelled},
    {O::shipped, O::delivered},
    {O::shipped, O::cancelled},
    {O::delivered, O::returned},
    {O::delivered, O::partially_refunded},
    {O::delivered, O::refunded},
    {O::partially_refunded, O::returned},
    {O::partially_refunded, O::refunded},
    {O::returned, O::refunded},
};

void set_all(State& state, PartStatus to) {
  for (auto& part : state.parts) part.status = to;
}

// "12.34 USD" in cents, as to_string(Money) wrote it.
std::int64_t cents_of(const EventData& data) {
  const auto amount = data.find("amount");
  std::int64_t cents = 0;
  if (amount == data.end()) return cents;
  for (const char c : amount->second.substr(0, amount->second.find(' '))) {
    if (c >= '0' && c <= '9') cents = cents * 10 + (c - '0');
  }
  return cents;
}

bool step_part(State& state, EventType type, const EventData& data) {
  const auto farm = data.find("farm");
  if (state.settled != O::paid || farm == data.end()) return false;
  const auto part = std::ranges::find_if(state.parts, [&](const auto& p) { return p.farm.text() == farm->second; });
  if (part == state.parts.end()) return false;
  const auto* found = std::ranges::find_if(part_steps, [&](const auto& s) { return s.event == type && s.from == part->status; });
  if (found == std::end(part_steps)) return false;
  part->status = found->to;
  return true;
}

bool step_cancelled(State& state) {
  if (state.settled == O::pending_payment) {
    state.settled = O::cancelled;
  } else {
    const auto untouched = [](const auto& p) { return p.status == P::paid || p.status == P::cancelled; };
    const bool some = std::ranges::any_of(state.parts, [](const auto& p) { return p.status == P::paid; });
    if (state.settled != O::paid || !some || !std::ranges::all_of(state.parts, untouched)) return false;
  }
  set_all(state, P::cancelled);
  return true;
}

template <class Status>
Error illegal_from(Status current) {
  Error error(errors::illegal_transition);
  std::string legal = "[";
  for (const auto status : legal_from(current)) legal += fmt::format("{}\"{}\"", legal.size() > 1 ? "," : "", json::enum_name(status));
  return error.extend("current", fmt::format("\"{}\"", json::enum_name(current))).extend("legal", legal + "]");
}

// Of the documents from before there were refunds, too.
std::int64_t refunded_cents(const Order& order) {
  if (order.refunds.empty()) return order.payment.status == PaymentStatus::refunded ? order.totals.total.minor : 0;
  std::int64_t sum = 0;
  for (const auto& refund : order.refunds) sum += refund.status == RefundStatus::done ? refund.amount.minor : 0;
  return sum;
}

}  // namespace

State initial_state(const Order& order) {
  State state;
  state.charged = order.totals.total.minor;
  for (const auto& line : order.lines) {
    if (std::ranges::find(state.parts, line.farm, &PartState::farm) == state.parts.end()) state.parts.push_back({line.farm, {}});
  }
  return state;
}

State state_of(const Order& order) {
  State state = initial_state(order);
  state.settled = was_paid(order) ? O::paid : order.status;
  state.refunded = refunded_cents(order);
  auto of_all = P::pending_payment;
  if (order.status == O::cancelled || order.status == O::rejected) of_all = P::cancelled;
  if (order.status == O::paid) of_all = P::paid;
  set_all(state, of_all);
  for (auto& part : state.parts) {
    if (const auto* stored = find_part(order, part.farm)) part.status = stored->status;
  }
  return state;
}

OrderStatus status_of(const State& state) {
  if (state.settled != O::paid) return state.settled;
  bool any = false, moved = false, on_way = false, all_returned = true;
  auto least = P::shipped;
  for (const auto& [farm, status] : state.parts) {
    if (status == P::cancelled) continue;
    any = true;
    moved = moved || status != P::paid;
    all_returned = all_returned && status == P::returned;
    if (status == P::delivered || status == P::returned) continue;
    on_way = true;
    least = std::min(least, status);
  }
  if (!any) return O::cancelled;
  if (on_way) {
    if (least == P::paid) return moved ? O::packing : O::paid;
    return least == P::packing ? O::packing : least == P::packed ? O::packed : O::shipped;
  }
  if (state.refunded > 0 && state.refunded == state.charged) return O::refunded;
  if (all_returned) return O::returned;
  return state.refunded > 0 ? O::partially_refunded : O::delivered;
}

bool step(State& state, EventType type, const EventData& data) {
  switch (type) {
    case placed:
      return false;  // the first event only, and that is no step
    case action_required:
    case payment_unanswered:
      return state.settled == O::pending_payment;
    case paid:
      if (state.settled != O::pending_payment) return false;
      state.settled = O::paid;
      set_all(state, P::paid);
      return true;
    case rejected:
      if (state.settled != O::pending_payment) return false;
      state.settled = O::rejected;
      set_all(state, P::cancelled);
      return true;
    case cancelled:
      return step_cancelled(state);
    case refund_owed:
      return state.settled == O::rejected || state.settled == O::cancelled;
    case refunded: {
      const auto cents = cents_of(data);
      if (state.settled == O::pending_payment || state.refunded + cents > state.charged) return false;
      state.refunded += cents;
      return true;
    }
    default:
      return step_part(state, type, data);
  }
}

Result<void> append(Order& order, EventType type, const Cause& cause, EventData data) {
  State state = order.events.empty() ? initial_state(order) : state_of(order);
  const bool allowed = order.events.empty() ? type == placed : step(state, type, data);
  if (!allowed) {
    const auto farm = data.find("farm");
    const auto part = farm == data.end() ? order.parts.end()
                                         : std::ranges::find_if(order.parts, [&](const auto& p) { return p.farm.text() == farm->second; });
    return fail(part == order.parts.end() || !was_paid(order) ? illegal(order) : illegal(*part));
  }
  OrderEvent event;
  event.sequence = static_cast<std::int64_t>(order.events.size()) + 1;
  event.type = type;
  event.at = cause.at;
  event.actor = cause.actor;
  event.request_id = cause.request_id;
  event.data = std::move(data);
  event.hash = event_hash(order.id, order.events.empty() ? std::string() : order.events.back().hash, event);
  order.events.push_back(std::move(event));
  for (auto& part : order.parts) {
    const auto now = std::ranges::find(state.parts, part.farm, &PartState::farm);
    if (now != state.parts.end()) part.status = now->status;
  }
  order.status = status_of(state);
  order.updated = cause.at;
  return {};
}

std::vector<OrderStatus> legal_from(OrderStatus status) {
  std::vector<OrderStatus> legal;
  for (const auto& s : order_steps) {
    if (s.from == status) legal.push_back(s.to);
  }
  return legal;
}

std::vector<PartStatus> legal_from(PartStatus status) {
  std::vector<PartStatus> legal;
  for (const auto& s : part_steps) {
    if (s.from == status && s.to != status && std::ranges::find(legal, s.to) == legal.end()) legal.push_back(s.to);
  }
  return legal;
}

Error illegal(const Order& order) { return illegal_from(order.status); }
Error illegal(const Part& part) { return illegal_from(part.status); }

bool was_paid(const Order& order) {
  return std::ranges::any_of(order.events, [](const auto& event) { return event.type == paid; });
}

std::vector<Part> parts_from(const std::vector<OrderLine>& lines) {
  std::vector<Part> parts;
  for (const auto& line : lines) {
    if (std::ranges::find(parts, line.farm, &Part::farm) != parts.end()) continue;
    auto& part = parts.emplace_back();
    part.farm = line.farm;
    part.farm_name = line.farm_name;
    part.delivery_fee.currency = line.unit_price.currency;
  }
  return parts;
}

void ensure_parts(Order& order) {
  if (!order.parts.empty()) return;
  const auto state = state_of(order);
  order.parts = parts_from(order.lines);
  for (std::size_t i = 0; i < order.parts.size() && i < state.parts.size(); ++i) order.parts[i].status = state.parts[i].status;
}

Date day_of(const Order& order, const Part& part) {
  return part.delivery && part.delivery->window ? part.delivery->window->day : date_of(order.created);
}

Part* find_part(Order& order, const FarmId& farm) {
  const auto found = std::ranges::find(order.parts, farm, &Part::farm);
  return found == order.parts.end() ? nullptr : &*found;
}

const Part* find_part(const Order& order, const FarmId& farm) {
  const auto found = std::ranges::find(order.parts, farm, &Part::farm);
  return found == order.parts.end() ? nullptr : &*found;
}

}  // namespace gh::orders

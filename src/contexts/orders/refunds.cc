#include "contexts/orders/refunds.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/orders/errors.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace gh::orders {
namespace {

Money zero(const Order& order) { return {0, order.totals.total.currency}; }

const OrderLine* find_line(const Order& order, const FarmId& farm, const Sku& sku) {
  const auto found = std::ranges::find_if(order.lines, [&](const auto& line) { return line.sku == sku && line.farm == farm; });
  return found == order.lines.end() ? nullptr : &*found;
}

bool before_shipping(PartStatus status) {
  return status == PartStatus::paid || status == PartStatus::packing || status == PartStatus::packed;
}

// From the lots that end last, so that the buyer keeps what was picked first.
std::vector<LotShare> restock_of(const Order& order, const OrderLine& line, Quantity quantity) {
  std::vector<LotShare> open = line.lots;
  for (const auto& refund : order.refunds) {
    for (const auto& back : refund.lines) {
      if (back.sku != line.sku) continue;
      for (const auto& share : back.restocked) {
        const auto lot = std::ranges::find(open, share.lot, &LotShare::lot);
        if (lot != open.end()) lot->quantity -= share.quantity;
      }
    }
  }
  std::vector<LotShare> taken;
  for (auto lot = open.rbegin(); lot != open.rend() && quantity.milli > 0; ++lot) {
    const auto here = std::min(quantity, lot->quantity);
    if (here.milli <= 0) continue;
    taken.push_back({lot->lot, here});
    quantity -= here;
  }
  return taken;
}

Result<RefundLine> refund_line(const Order& order, const OrderLine& line, Quantity quantity, bool restock, std::size_t at) {
  const auto before = given_back(order, line);
  const auto left = line.quantity - before.quantity;
  if (quantity.milli <= 0 || quantity > left) {
    Error error(errors::not_left);
    error.field(fmt::format("/lines/{}/quantity", at), "not_left", "At most " + to_string(left) + ".");
    return fail(error.extend("left", to_string(left)));
  }
  const auto cents = multiply_divide(line.line_total.minor, (before.quantity + quantity).milli, line.quantity.milli);
  if (!cents) return fail(errors::total_out_of_range, line.sku.text());
  RefundLine back{line.sku, quantity, {*cents - before.amount.minor, line.line_total.currency}, {}};
  if (restock) back.restocked = restock_of(order, line, quantity);
  return back;
}

bool nothing_left(const Order& order, const FarmId& farm, const std::vector<RefundLine>& more) {
  return std::ranges::all_of(order.lines, [&](const auto& line) {
    if (line.farm != farm) return true;
    auto left = left_of(order, line);
    for (const auto& back : more) {
      if (back.sku == line.sku) left -= back.quantity;
    }
    return left.milli == 0;
  });
}

bool fee_was_given_back(const Order& order, const FarmId& farm) {
  return std::ranges::any_of(order.refunds, [&](const auto& r) { return r.farm == farm && r.delivery_fee.minor > 0; });
}

EventData data_of(const Refund& refund) {
  EventData data{
      {"refund", refund.id.text()}, {"amount", to_string(refund.amount)}, {"reason", std::string(json::enum_name(refund.reason))}};
  if (refund.farm) data.emplace("farm", refund.farm->text());
  if (!refund.text.empty()) data.emplace("text", refund.text);
  return data;
}

void settle_payment(Order& order, Timestamp look_at) {
  const auto due = std::ranges::any_of(order.refunds, [](const auto& r) { return r.status == RefundStatus::due; });
  const auto done = refunds_sum(order, RefundStatus::done);
  order.look_at = due ? look_at : Timestamp{};
  if (due) {
    order.payment.status = PaymentStatus::refund_due;
  } else if (done.minor > 0) {
    order.payment.status = done == order.totals.total ? PaymentStatus::refunded : PaymentStatus::partially_refunded;
  }
}

void record(Order& order, Refund refund, Timestamp look_at) {
  if (refund.amount.minor == 0) {  // nothing to ask the provider for
    refund.status = RefundStatus::done;
    refund.done_at = refund.at;
  }
  order.refunds.push_back(std::move(refund));
  settle_payment(order, look_at);
}

RefundReason reason_named(const std::string& reason) {
  return reason == "cancelled_by_shop" ? RefundReason::cancelled_by_shop : RefundReason::cancelled_by_buyer;
}

}  // namespace

LineBack given_back(const Order& order, const OrderLine& line) {
  LineBack back{{}, {0, line.line_total.currency}};
  for (const auto& refund : order.refunds) {
    for (const auto& each : refund.lines) {
      if (each.sku != line.sku) continue;
      back.quantity += each.quantity;
      back.amount.minor += each.amount.minor;
    }
  }
  return back;
}

Quantity left_of(const Order& order, const OrderLine& line) { return line.quantity - given_back(order, line).quantity; }

Money refunds_sum(const Order& order, RefundStatus status) {
  Money sum = zero(order);
  for (const auto& refund : order.refunds) {
    if (refund.status == status) sum.minor += refund.amount.minor;
  }
  return sum;
}

const Refund* find_refund(const Order& order, const RefundId& id) {
  const auto found = std::ranges::find(order.refunds, id, &Refund::id);
  return found == order.refunds.end() ? nullptr : &*found;
}

Result<Refund> quote_refund(const Order& order, const GiveBack& wanted, const Cause& cause) {
  const auto* part = find_part(order, wanted.farm);
  if (part == nullptr) return fail(gh::errors::not_found);
  if (order.refunds.size() >= refunds_max) return fail(errors::too_many_refunds);
  Refund refund{.id = wanted.id,
                .farm = wanted.farm,
                .lines = {},
                .delivery_fee = zero(order),
                .amount = zero(order),
                .reason = wanted.reason,
                .text = wanted.text,
                .status = RefundStatus::due,
                .actor = cause.actor,
                .at = cause.at,
                .done_at = {},
                .credit_note = {}};
  for (std::size_t i = 0; i < wanted.lines.size(); ++i) {
    const auto& [sku, quantity] = wanted.lines[i];
    const auto* line = find_line(order, wanted.farm, sku);
    if (line == nullptr || std::ranges::find(refund.lines, sku, &RefundLine::sku) != refund.lines.end()) {
      Error error(errors::line_unknown);
      error.field(fmt::format("/lines/{}/sku", i), "line_unknown", "Not a line of this part, or named twice.");
      return fail(std::move(error));
    }
    GH_TRY(auto back, refund_line(order, *line, quantity, wanted.restock, i));
    refund.amount.minor += back.amount.minor;
    refund.lines.push_back(std::move(back));
  }
  if (before_shipping(part->status) && nothing_left(order, wanted.farm, refund.lines) && !fee_was_given_back(order, wanted.farm)) {
    refund.delivery_fee = part->delivery_fee;
    refund.amount.minor += part->delivery_fee.minor;
  }
  return refund;
}

Result<void> cancel_lines(Order& order, const GiveBack& wanted, Timestamp look_at, const Cause& cause) {
  if (find_refund(order, wanted.id) != nullptr) return {};
  GH_TRY(auto refund, quote_refund(order, wanted, cause));
  const bool whole = nothing_left(order, wanted.farm, refund.lines);
  GH_CHECK(append(order, whole ? EventType::part_cancelled : EventType::lines_cancelled, cause, data_of(refund)));
  record(order, std::move(refund), look_at);
  return {};
}

Result<void> return_lines(Order& order, const GiveBack& wanted, Timestamp look_at, const Cause& cause) {
  if (find_refund(order, wanted.id) != nullptr) return {};
  GH_TRY(auto refund, quote_refund(order, wanted, cause));
  const bool whole = nothing_left(order, wanted.farm, refund.lines);
  GH_CHECK(append(order, whole ? EventType::returned : EventType::lines_returned, cause, data_of(refund)));
  record(order, std::move(refund), look_at);
  return {};
}

Result<Refund> add_refund(Order& order, const GiveBack& wanted, Timestamp look_at, const Cause& cause) {
  if (const auto* there = find_refund(order, wanted.id)) return *there;
  GH_TRY(auto refund, quote_refund(order, wanted, cause));
  record(order, refund, look_at);
  return refund;
}

Result<void> cancel_all(Order& order, const std::string& reason, Timestamp look_at, const Cause& cause) {
  std::vector<Refund> refunds;
  for (const auto& part : order.parts) {
    if (part.status != PartStatus::paid) continue;
    GiveBack all{.id = crypto::derive_id<RefundId>("refund of a cancelled part", order.id.text(), part.farm.text()),
                 .farm = part.farm,
                 .lines = {},
                 .restock = true,
                 .reason = reason_named(reason),
                 .text = {}};
    for (const auto& line : order.lines) {
      const auto left = left_of(order, line);
      if (line.farm == part.farm && left.milli > 0) all.lines.push_back({line.sku, left});
    }
    GH_TRY(auto refund, quote_refund(order, all, cause));
    refunds.push_back(std::move(refund));
  }
  GH_CHECK(append(order, EventType::cancelled, cause, {{"reason", reason}}));
  for (auto& refund : refunds) record(order, std::move(refund), look_at);
  return {};
}

Result<void> mark_refund_owed(Order& order, Timestamp look_at, const Cause& cause) {
  GH_CHECK(append(order, EventType::refund_owed, cause, {{"amount", to_string(order.totals.total)}}));
  order.payment.status = PaymentStatus::refund_due;
  ensure_refunds(order);
  order.look_at = look_at;
  return {};
}

Result<void> mark_refunded(Order& order, const RefundId& id, const Cause& cause) {
  const auto refund = std::ranges::find(order.refunds, id, &Refund::id);
  if (refund == order.refunds.end() || refund->status != RefundStatus::due) return fail(illegal(order));
  GH_CHECK(append(order, EventType::refunded, cause, {{"refund", id.text()}, {"amount", to_string(refund->amount)}}));
  refund->status = RefundStatus::done;
  refund->done_at = cause.at;
  settle_payment(order, order.look_at);
  return {};
}

void ensure_refunds(Order& order) {
  if (!order.refunds.empty() || order.payment.status != PaymentStatus::refund_due) return;
  order.refunds.push_back({.id = crypto::derive_id<RefundId>("refund of the whole payment", order.id.text()),
                           .farm = {},
                           .lines = {},
                           .delivery_fee = zero(order),
                           .amount = order.totals.total,
                           .reason = RefundReason::ended_unpaid,
                           .text = {},
                           .status = RefundStatus::due,
                           .actor = order.events.empty() ? std::string() : order.events.back().actor,
                           .at = order.updated,
                           .done_at = {},
                           .credit_note = {}});
}

}  // namespace gh::orders

#include "contexts/orders/replacement.h"

#include <algorithm>

#include "base/errors.h"
#include "platform/crypto/sha256.h"

namespace gh::orders {
namespace {

OrderLine free_line(const OrderLine& of, Quantity quantity, int days_later) {
  OrderLine line = of;
  line.quantity = quantity;
  line.unit_price.minor = 0;
  line.price.reset();
  if (line.good_until) line.good_until->days += days_later;
  return line;
}

Part free_part(const Part& of, Currency currency) {
  Part part;
  part.farm = of.farm;
  part.farm_name = of.farm_name;
  part.delivery = of.delivery;
  if (part.delivery) part.delivery->window.reset();
  part.delivery_fee = {0, currency};
  return part;
}

}  // namespace

Result<Draft> replacement_draft(const Order& original, const ComplaintId& id, Milliseconds deadline_after, Timestamp now) {
  const auto complaint = std::ranges::find(original.complaints, id, &Complaint::id);
  if (complaint == original.complaints.end() || !complaint->decision || !complaint->decision->replacement) {
    return fail(gh::errors::not_found);
  }
  const auto* part = find_part(original, complaint->farm);
  if (part == nullptr) return fail(gh::errors::not_found);
  Draft draft;
  draft.id = *complaint->decision->replacement;
  draft.intent = crypto::derive_id<PaymentIntentId>("payment intent", draft.id.text());
  draft.cart = crypto::derive_id<CartId>("cart of a replacement", draft.id.text());  // there is none; each order's is its own
  draft.buyer = original.buyer;
  draft.contact = original.contact;
  draft.replaces = Replaces{original.id, id};
  const int days_later = date_of(now).days - date_of(original.created).days;
  for (const auto& wanted : complaint->decision->lines) {
    const auto line = std::ranges::find(original.lines, wanted.sku, &OrderLine::sku);
    if (line == original.lines.end()) return fail(gh::errors::not_found);
    draft.lines.push_back(free_line(*line, wanted.quantity, days_later));
  }
  draft.parts = {free_part(*part, original.totals.total.currency)};
  draft.deadline = now + deadline_after;
  draft.look_at = draft.deadline;
  return draft;
}

Result<void> reopen_complaint(Order& original, const ComplaintId& id, const OrderId& replacement, const Cause& cause) {
  const auto complaint = std::ranges::find(original.complaints, id, &Complaint::id);
  if (complaint == original.complaints.end()) return fail(gh::errors::not_found);
  if (!complaint->decision || complaint->decision->replacement != replacement) return {};
  GH_CHECK(append(original, EventType::replacement_failed, cause,
                  {{"farm", complaint->farm.text()}, {"complaint", id.text()}, {"replacement", replacement.text()}}));
  complaint->decision.reset();
  complaint->status = complaint->answer ? ComplaintStatus::answered : ComplaintStatus::open;
  return {};
}

}  // namespace gh::orders

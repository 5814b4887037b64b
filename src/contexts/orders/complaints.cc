#include "contexts/orders/complaints.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/orders/errors.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace gh::orders {
namespace {

Result<void> check_lines(const Order& order, const FarmId& farm, const std::vector<LineQuantity>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto line = std::ranges::find_if(order.lines, [&](const auto& l) { return l.sku == lines[i].sku && l.farm == farm; });
    const bool twice = std::ranges::count(lines, lines[i].sku, &LineQuantity::sku) > 1;
    if (line == order.lines.end() || twice) {
      Error error(errors::line_unknown);
      return fail(error.field(fmt::format("/lines/{}/sku", i), "line_unknown", "Not a line of this part, or named twice."));
    }
    if (lines[i].quantity.milli <= 0 || lines[i].quantity > line->quantity) {
      Error error(errors::not_left);
      error.field(fmt::format("/lines/{}/quantity", i), "not_left", "At most " + to_string(line->quantity) + ".");
      return fail(error.extend("left", to_string(line->quantity)));
    }
  }
  return {};
}

Result<Complaint*> undecided(Order& order, const ComplaintId& id) {
  const auto found = std::ranges::find(order.complaints, id, &Complaint::id);
  if (found == order.complaints.end()) return fail(gh::errors::not_found);
  if (found->status == ComplaintStatus::resolved) {
    Error error(errors::illegal_complaint);
    return fail(error.extend("current", "\"resolved\"").extend("legal", "[]"));
  }
  return &*found;
}

EventData data_of(const Complaint& complaint) { return {{"farm", complaint.farm.text()}, {"complaint", complaint.id.text()}}; }

}  // namespace

std::optional<Timestamp> complaints_until(const Part& part, Milliseconds window) {
  if (part.handover) return part.handover->at + window;
  if (part.shipment) return part.shipment->at + window;
  return std::nullopt;
}

Result<void> open_complaint(Order& order, NewComplaint wanted, Milliseconds window, const Cause& cause) {
  if (std::ranges::find(order.complaints, wanted.id, &Complaint::id) != order.complaints.end()) return {};
  const auto* part = find_part(order, wanted.farm);
  if (part == nullptr || !was_paid(order)) return fail(gh::errors::not_found);
  if (order.complaints.size() >= complaints_max) return fail(errors::too_many_complaints);
  GH_CHECK(check_lines(order, wanted.farm, wanted.lines));
  const auto until = complaints_until(*part, window);
  if (until && cause.at > *until) {
    Error error(errors::complaint_too_late);
    return fail(error.extend("until", json::to_string(*until)));
  }
  Complaint complaint{.id = std::move(wanted.id),
                      .farm = std::move(wanted.farm),
                      .lines = std::move(wanted.lines),
                      .reason = wanted.reason,
                      .text = std::move(wanted.text),
                      .pictures = std::move(wanted.pictures),
                      .status = ComplaintStatus::open,
                      .actor = cause.actor,
                      .opened = cause.at,
                      .answer = {},
                      .decision = {}};
  auto data = data_of(complaint);
  data.emplace("reason", json::enum_name(complaint.reason));
  GH_CHECK(append(order, EventType::complaint_opened, cause, std::move(data)));
  order.complaints.push_back(std::move(complaint));
  return {};
}

Result<void> answer_complaint(Order& order, const FarmId& farm, const ComplaintId& id, std::string text, const Cause& cause) {
  GH_TRY(auto* complaint, undecided(order, id));
  if (complaint->farm != farm) return fail(gh::errors::not_found);
  if (complaint->answer) {
    Error error(errors::illegal_complaint);
    return fail(error.extend("current", "\"answered\"").extend("legal", "[\"resolved\"]"));
  }
  GH_CHECK(append(order, EventType::complaint_answered, cause, data_of(*complaint)));
  complaint->answer = ComplaintAnswer{std::move(text), cause.actor, cause.at};
  complaint->status = ComplaintStatus::answered;
  return {};
}

Result<void> decide_complaint(Order& order, const ComplaintId& id, const Decision& decision, Timestamp look_at, const Cause& cause) {
  GH_TRY(auto* complaint, undecided(order, id));
  ComplaintDecision decided{.resolution = decision.resolution,
                            .text = decision.text,
                            .refund = {},
                            .replacement = {},
                            .lines = {},
                            .actor = cause.actor,
                            .at = cause.at};
  Order after = order;
  if (decision.resolution == Resolution::replacement) {
    decided.lines = decision.lines.empty() ? complaint->lines : decision.lines;
    GH_CHECK(check_lines(order, complaint->farm, decided.lines));
    decided.replacement = crypto::derive_id<OrderId>("replacement", id.text(), std::to_string(complaint->replacements + 1));
  }
  if (decision.resolution == Resolution::refund) {
    const GiveBack back{.id = crypto::derive_id<RefundId>("refund of a complaint", order.id.text(), id.text()),
                        .farm = complaint->farm,
                        .lines = decision.lines.empty() ? complaint->lines : decision.lines,
                        .restock = false,
                        .reason = RefundReason::complaint,
                        .text = decision.text};
    GH_TRY(const auto refund, add_refund(after, back, look_at, cause));
    decided.refund = refund.id;
  }
  auto data = data_of(*complaint);
  data.emplace("resolution", json::enum_name(decision.resolution));
  if (decided.refund) data.emplace("refund", decided.refund->text());
  if (decided.replacement) data.emplace("replacement", decided.replacement->text());
  GH_CHECK(append(after, EventType::complaint_resolved, cause, std::move(data)));
  auto& mine = *std::ranges::find(after.complaints, id, &Complaint::id);
  if (decided.replacement) ++mine.replacements;
  mine.decision = std::move(decided);
  mine.status = ComplaintStatus::resolved;
  order = std::move(after);
  return {};
}

}  // namespace gh::orders

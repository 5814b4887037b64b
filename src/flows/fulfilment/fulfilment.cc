#include "flows/fulfilment/fulfilment.h"

#include <algorithm>

#include "base/errors.h"
#include "base/scheduler.h"
#include "contexts/orders/errors.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace gh::fulfilment {
namespace {

using orders::Cause;
using orders::GiveBack;
using orders::LineQuantity;
using orders::Order;
using orders::PartStatus;

RefundId refund_id(const OrderId& order, const FarmId& farm, std::string_view what, const std::string& key) {
  return crypto::derive_id<RefundId>("refund", order.text(), farm.text(), what, key);
}

Result<GiveBack> all_or_lines(const Order& order, const PartRef& part, const Back& back, orders::RefundReason reason,
                              std::string_view what) {
  GiveBack wanted{.id = refund_id(part.order, part.farm, what, back.key),
                  .farm = part.farm,
                  .lines = back.lines,
                  .restock = back.restock,
                  .reason = reason,
                  .text = back.text};
  if (orders::find_part(order, part.farm) == nullptr || !orders::was_paid(order)) return fail(errors::not_found);
  if (!wanted.lines.empty()) return wanted;
  for (const auto& line : order.lines) {
    const auto left = orders::left_of(order, line);
    if (line.farm == part.farm && left.milli > 0) wanted.lines.push_back({line.sku, left});
  }
  return wanted;
}

// The lines of one farm, by farm in the order of the request. Where a farm's lines come from in the request: for the pointers of errors.
struct FarmLines {
  FarmId farm;
  std::vector<LineQuantity> lines;
};
Result<std::vector<FarmLines>> by_farm(const Order& order, const std::vector<LineQuantity>& lines) {
  std::vector<FarmLines> farms;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto line = std::ranges::find(order.lines, lines[i].sku, &orders::OrderLine::sku);
    if (line == order.lines.end() || std::ranges::count(lines, lines[i].sku, &LineQuantity::sku) > 1) {
      Error error(orders::errors::line_unknown);
      return fail(error.field("/lines/" + std::to_string(i) + "/sku", "line_unknown", "Not a line of this order, or named twice."));
    }
    const auto left = orders::left_of(order, *line);
    if (lines[i].quantity.milli <= 0 || lines[i].quantity > left) {
      Error error(orders::errors::not_left);
      error.field("/lines/" + std::to_string(i) + "/quantity", "not_left", "At most " + to_string(left) + ".");
      return fail(error.extend("left", to_string(left)));
    }
    auto mine = std::ranges::find(farms, line->farm, &FarmLines::farm);
    if (mine == farms.end()) mine = farms.insert(farms.end(), {line->farm, {}});
    mine->lines.push_back(lines[i]);
  }
  return farms;
}

Result<void> cancel_by_buyer(Order& order, const std::vector<LineQuantity>& lines, const std::string& key, Timestamp look_at,
                             const Cause& cause) {
  if (!orders::was_paid(order)) return fail(orders::illegal(order));
  const bool done = std::ranges::any_of(order.parts, [&](const auto& part) {
    return orders::find_refund(order, refund_id(order.id, part.farm, "by buyer", key)) != nullptr;
  });
  if (done) return {};
  GH_TRY(auto farms, by_farm(order, lines));
  for (auto& [farm, mine] : farms) {
    const auto* part = orders::find_part(order, farm);
    if (part->status != PartStatus::paid) return fail(orders::illegal(*part));
    const GiveBack back{.id = refund_id(order.id, farm, "by buyer", key),
                        .farm = farm,
                        .lines = std::move(mine),
                        .restock = true,
                        .reason = orders::RefundReason::cancelled_by_buyer,
                        .text = {}};
    GH_CHECK(orders::cancel_lines(order, back, look_at, cause));
  }
  return {};
}

}  // namespace

Task<Result<Order>> Fulfilment::change(OrderId id, Doer doer, Change change) const {
  for (int attempt = 1; attempt <= checkout::run_attempts_max; ++attempt) {
    GH_CO_TRY(auto found, co_await orders_.find(id));
    if (!found) co_return fail(errors::not_found);
    Order after = found->value;
    orders::ensure_parts(after);
    const auto before = after.updated;
    GH_CO_CHECK(change(after, settlement_.cause(doer.actor, doer.request_id)));
    if (after.updated == before && after.events.size() == (*found)->events.size() && after.notes.size() == (*found)->notes.size()) {
      co_return std::move(found->value);
    }
    auto written = co_await settlement_.write(*std::move(found), std::move(after));
    if (written) co_return std::move(written->value);
    if (!checkout::read_again(written.error())) co_return fail(std::move(written).error());
  }
  co_return fail(orders::errors::order_busy);
}

Task<Result<Order>> Fulfilment::start_packing(PartRef part, Doer doer) const {
  co_return co_await change(part.order, std::move(doer),
                            [part](Order& order, const Cause& cause) { return orders::start_packing(order, part.farm, cause); });
}

Task<Result<Order>> Fulfilment::pack(PartRef part, std::vector<LineQuantity> packed, Doer doer) const {
  co_return co_await change(part.order, std::move(doer), [this, part, packed](Order& order, const Cause& cause) {
    return orders::mark_packed(order, part.farm, packed, look_at(cause), cause);
  });
}

Task<Result<Order>> Fulfilment::ship(PartRef part, orders::Shipment shipment, Doer doer) const {
  co_return co_await change(part.order, std::move(doer), [part, shipment](Order& order, const Cause& cause) {
    return orders::mark_shipped(order, part.farm, shipment, cause);
  });
}

Task<Result<Order>> Fulfilment::deliver(PartRef part, orders::Handover handover, Doer doer) const {
  co_return co_await change(part.order, std::move(doer), [part, handover](Order& order, const Cause& cause) {
    return orders::mark_delivered(order, part.farm, handover, cause);
  });
}

Task<std::vector<Result<Order>>> Fulfilment::bulk(FarmId farm, std::vector<OrderId> orders, BulkStep step, Doer doer) const {
  std::vector<Task<Result<Order>>> all;
  all.reserve(orders.size());
  for (auto& id : orders) {
    PartRef part{std::move(id), farm};
    switch (step.to) {
      case PartStatus::packing:
        all.push_back(start_packing(std::move(part), doer));
        break;
      case PartStatus::shipped:
        all.push_back(ship(std::move(part), step.shipment, doer));
        break;
      case PartStatus::delivered:
        all.push_back(deliver(std::move(part), step.handover, doer));
        break;
      default:
        all.push_back(pack(std::move(part), {}, doer));
    }
  }
  co_return co_await when_all(std::move(all));
}

Task<Result<Order>> Fulfilment::cancel(PartRef part, Back back, orders::RefundReason reason, Doer doer) const {
  co_return co_await change(part.order, std::move(doer), [this, part, back, reason](Order& order, const Cause& cause) -> Result<void> {
    GH_TRY(const auto wanted, all_or_lines(order, part, back, reason, "before delivery"));
    return orders::cancel_lines(order, wanted, look_at(cause), cause);
  });
}

Task<Result<Order>> Fulfilment::take_return(PartRef part, Back back, Doer doer) const {
  co_return co_await change(part.order, std::move(doer), [this, part, back](Order& order, const Cause& cause) -> Result<void> {
    GH_TRY(const auto wanted, all_or_lines(order, part, back, orders::RefundReason::returned, "after delivery"));
    return orders::return_lines(order, wanted, look_at(cause), cause);
  });
}

Task<Result<Order>> Fulfilment::cancel_lines(OrderId id, orders::Viewer viewer, std::vector<LineQuantity> lines, std::string key,
                                             Doer doer) const {
  GH_CO_CHECK(co_await orders_.order(id, std::move(viewer)));
  co_return co_await change(id, std::move(doer), [this, lines, key](Order& order, const Cause& cause) {
    return cancel_by_buyer(order, lines, key, look_at(cause), cause);
  });
}

Task<Result<Order>> Fulfilment::note(OrderId id, std::optional<FarmId> farm, orders::NoteFor audience, std::string text, Doer doer) const {
  co_return co_await change(id, std::move(doer), [farm, audience, text](Order& order, const Cause& cause) -> Result<void> {
    if (farm && (orders::find_part(order, *farm) == nullptr || !orders::was_paid(order))) return fail(errors::not_found);
    return orders::add_note(order, {farm, audience, text, cause.actor, cause.at});
  });
}

Task<Result<Order>> Fulfilment::complain(OrderId id, orders::Viewer viewer, orders::NewComplaint complaint, std::string key,
                                         Doer doer) const {
  GH_CO_TRY(const auto seen, co_await orders_.order(id, std::move(viewer)));
  const auto line =
      std::ranges::find_if(seen.lines, [&](const auto& l) { return !complaint.lines.empty() && l.sku == complaint.lines.front().sku; });
  if (line == seen.lines.end()) {
    Error error(orders::errors::line_unknown);
    co_return fail(error.field("/lines/0/sku", "line_unknown", "Not a line of this order."));
  }
  complaint.farm = line->farm;
  complaint.id = crypto::derive_id<ComplaintId>("complaint", id.text(), key);
  co_return co_await change(id, std::move(doer), [this, complaint](Order& order, const Cause& cause) {
    return orders::open_complaint(order, complaint, options_.complaint_window, cause);
  });
}

Task<Result<Order>> Fulfilment::answer(PartRef part, ComplaintId complaint, std::string text, Doer doer) const {
  co_return co_await change(part.order, std::move(doer), [part, complaint, text](Order& order, const Cause& cause) {
    return orders::answer_complaint(order, part.farm, complaint, text, cause);
  });
}

Task<Result<Order>> Fulfilment::decide(OrderId id, ComplaintId complaint, orders::Decision decision, Doer doer) const {
  const auto cause = settlement_.cause(doer.actor, doer.request_id);
  GH_CO_TRY(auto decided, co_await change(id, std::move(doer), [this, complaint, decision](Order& order, const Cause& why) {
              return orders::decide_complaint(order, complaint, decision, look_at(why), why);
            }));
  const auto mine = std::ranges::find(decided.complaints, complaint, &orders::Complaint::id);
  if (mine == decided.complaints.end() || !mine->decision || !mine->decision->replacement) co_return decided;
  const auto sent = co_await replacements_.send({id, complaint}, *mine->decision->replacement, cause);
  if (!sent && sent.error().is(orders::errors::sold_out)) co_return fail(sent.error());
  co_return decided;  // is it not on its way yet, the task makes it so
}

}  // namespace gh::fulfilment

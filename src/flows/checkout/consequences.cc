#include "flows/checkout/consequences.h"

#include <algorithm>

#include <fmt/format.h>

#include "contexts/orders/papers.h"
#include "contexts/orders/refunds.h"
#include "platform/json/json.h"
#include "platform/notices/notice.h"

namespace gh::checkout {
namespace {

using orders::EventType;
using orders::Order;
using orders::OrderStatus;
using Outbox = std::vector<ports::OutboxEntry>;

// `of` sends each kind of task once in its life, so that its id and the name make the task's id.
template <class Payload>
ports::OutboxEntry entry(std::string_view task, std::string_view of, const Payload& payload) {
  return {std::string(task), fmt::format("{}/{}", task, of), json::to_string(payload), {}};
}

HoldsOf holds_of(const Order& order) {
  HoldsOf holds{order.id, order.created, {}};
  holds.skus.reserve(order.lines.size() + order.bookings.size());
  for (const auto& line : order.lines) holds.skus.push_back(line.sku);
  for (const auto& booking : order.bookings) holds.skus.push_back(booking.sku);
  return holds;
}

// The order as a whole was cancelled and nothing came back before: its holds end as they began, all at once.
bool ends_whole(const Order& before, const Order& after) {
  return before.refunds.empty() && after.events.size() > before.events.size() && after.events.back().type == EventType::cancelled;
}

void add_refunds(Outbox& outbox, const Order& before, const Order& after) {
  const bool whole = ends_whole(before, after);
  if (whole) outbox.push_back(entry(take_back_task, after.id.text(), holds_of(after)));
  for (const auto& refund : after.refunds) {
    if (orders::find_refund(before, refund.id) != nullptr) continue;
    if (refund.status == orders::RefundStatus::due) outbox.push_back(entry(refund_task, refund.id.text(), OrderRef{after.id}));
    GoodsOf goods{after.id, after.created, refund.id, {}};
    for (const auto& line : refund.lines) {
      if (!whole && !line.restocked.empty()) goods.lines.push_back(line);
    }
    if (!goods.lines.empty()) outbox.push_back(entry(give_back_task, refund.id.text(), goods));
  }
}

// The place of a part that is cancelled before it leaves; everything that is booked once nothing of the order is left.
void add_bookings(Outbox& outbox, const Order& before, const Order& after) {
  if (ends_whole(before, after)) return;
  HoldsOf freed{after.id, after.created, {}};
  const bool ended = before.status != OrderStatus::cancelled && after.status == OrderStatus::cancelled && orders::was_paid(after);
  for (const auto& booking : after.bookings) {
    const bool of_part = std::ranges::any_of(after.parts, [&](const auto& part) {
      const auto* then = orders::find_part(before, part.farm);
      const bool cancelled = part.status == orders::PartStatus::cancelled && then != nullptr &&
                             then->status != orders::PartStatus::cancelled && then->status != orders::PartStatus::shipped;
      return cancelled && orders::was_paid(before) && part.delivery && part.delivery->window &&
             part.delivery->window->booking == booking.sku;
    });
    if (ended || of_part) freed.skus.push_back(booking.sku);
  }
  if (freed.skus.empty()) return;
  outbox.push_back(entry(take_back_task, fmt::format("{}/{}", after.id.text(), after.events.size()), freed));
}

// What the buyer is told of; whoever placed the order was answered about everything else up to its payment.
struct Told {
  EventType type;
  std::string_view event;
};
constexpr Told told[] = {
    {EventType::paid, "orders.confirmed"},
    {EventType::packed, "orders.packed"},
    {EventType::shipped, "orders.shipped"},
    {EventType::delivered, "orders.delivered"},
    {EventType::cancelled, "orders.cancelled"},
    {EventType::part_cancelled, "orders.items_cancelled"},
    {EventType::lines_cancelled, "orders.items_cancelled"},
    {EventType::returned, "orders.items_returned"},
    {EventType::lines_returned, "orders.items_returned"},
    {EventType::refunded, "orders.refunded"},
    {EventType::complaint_answered, "orders.complaint_answered"},
    {EventType::complaint_resolved, "orders.complaint_resolved"},
};

// What was ordered, a line each, in the form of notifications' "items": quantity, name and amount between tabs.
std::string items_of(const Order& order) {
  std::string items;
  for (const auto& line : order.lines) {
    items += fmt::format("{}{}\t{} ({})\t{}", items.empty() ? "" : "\n", to_string(line.quantity), line.title, line.farm_name,
                         to_string(line.line_total));
  }
  return items;
}

notices::Notice notice_of(const Order& order, const orders::OrderEvent& event, std::string_view name) {
  notices::Notice notice{.event = std::string(name), .user = order.buyer, .email = order.contact.email, .locale = {}, .data = {}};
  notice.data.emplace("order", order.id.text());
  for (const auto* key : {"carrier", "tracking", "amount", "text"}) {
    if (const auto found = event.data.find(key); found != event.data.end()) notice.data.emplace(key, found->second);
  }
  if (event.type == EventType::paid) {
    notice.data.emplace("total", to_string(order.totals.total));
    notice.data.emplace("items", items_of(order));
  }
  const auto farm = event.data.find("farm");
  if (farm == event.data.end()) return notice;
  const auto line = std::ranges::find_if(order.lines, [&](const auto& one) { return one.farm.text() == farm->second; });
  if (line != order.lines.end()) notice.data.emplace("farm_name", line->farm_name);
  return notice;
}

void add_notices(Outbox& outbox, const Order& before, const Order& after) {
  if (after.contact.email.empty()) return;
  for (auto at = before.events.size(); at < after.events.size(); ++at) {
    const auto& event = after.events[at];
    const auto* row = std::ranges::find(told, event.type, &Told::type);
    if (row == std::end(told)) continue;
    const bool replacement = event.type == EventType::paid && after.replaces;
    outbox.push_back(notices::outbox(fmt::format("order_notice_{}_{}", after.id.text(), event.sequence),
                                     notice_of(after, event, replacement ? "orders.replacement" : row->event)));
  }
}

// Farms of what was ordered from them, once for many orders: an entry whose id waits already changes nothing.
void add_new_order(Outbox& outbox, const Order& after) {
  const auto every = new_orders_told_within.count();
  const auto slot = after.updated.ms / every;
  for (const auto& part : after.parts) {
    auto told_later = entry(tell_farm_task, fmt::format("{}/{}", part.farm.text(), slot), FarmNews{part.farm, after.id, {}});
    told_later.not_before = Timestamp{(slot + 1) * every};
    outbox.push_back(std::move(told_later));
  }
}

// The farm and the people of the shop, who decide.
void add_complaints(Outbox& outbox, const Order& before, const Order& after) {
  for (auto at = before.complaints.size(); at < after.complaints.size(); ++at) {
    const auto& complaint = after.complaints[at];
    outbox.push_back(entry(tell_farm_task, complaint.id.text(), FarmNews{complaint.farm, after.id, complaint.id}));
    const auto* part = orders::find_part(after, complaint.farm);
    notices::Notice notice{.event = "orders.complaint_received", .user = {}, .email = {}, .locale = {}, .data = {}};
    notice.data = {{"order", after.id.text()},
                   {"farm_name", part == nullptr ? std::string() : part->farm_name},
                   {"reason", std::string(json::enum_name(complaint.reason))},
                   {"text", complaint.text}};
    outbox.push_back(notices::outbox("complaint_received_" + complaint.id.text(), notice));
  }
}

void add_replacements(Outbox& outbox, const Order& before, const Order& after) {
  for (const auto& complaint : after.complaints) {
    const auto then = std::ranges::find(before.complaints, complaint.id, &orders::Complaint::id);
    const bool tried = then != before.complaints.end() && then->replacements == complaint.replacements;
    if (tried || !complaint.decision || !complaint.decision->replacement) continue;
    // Whoever decided sends it at once, and in their name; the task is for the crash in between.
    auto fallback = entry(send_replacement_task, complaint.decision->replacement->text(), ReplacementOf{after.id, complaint.id});
    fallback.not_before = after.updated + replacement_sent_within;
    outbox.push_back(std::move(fallback));
  }
  for (auto at = before.events.size(); at < after.events.size(); ++at) {
    const auto& event = after.events[at];
    if (event.type != EventType::replacement_failed) continue;
    notices::Notice notice{.event = "orders.replacement_failed", .user = {}, .email = {}, .locale = {}, .data = {}};
    const auto farm = FarmId::parse(event.data.at("farm"));
    const auto* part = farm ? orders::find_part(after, *farm) : nullptr;
    notice.data = {{"order", after.id.text()}, {"farm_name", part == nullptr ? std::string() : part->farm_name}};
    outbox.push_back(notices::outbox(fmt::format("order_notice_{}_{}", after.id.text(), event.sequence), notice));
  }
}

}  // namespace

Outbox consequences(const Order& before, const Order& after) {
  Outbox outbox;
  const bool pending = before.status == OrderStatus::pending_payment;
  if (pending && after.status == OrderStatus::paid) {
    outbox.push_back(entry(post_holds_task, after.id.text(), holds_of(after)));
    add_new_order(outbox, after);
  } else if (pending && after.status != before.status) {
    outbox.push_back(entry(void_holds_task, after.id.text(), holds_of(after)));
  }
  add_refunds(outbox, before, after);
  add_bookings(outbox, before, after);
  add_notices(outbox, before, after);
  add_complaints(outbox, before, after);
  add_replacements(outbox, before, after);
  if (after.events.size() > before.events.size() && orders::unnumbered(after)) {
    outbox.push_back(entry(number_papers_task, fmt::format("{}/{}", after.id.text(), after.events.size()), OrderRef{after.id}));
  }
  return outbox;
}

}  // namespace gh::checkout

#include "gateway/routes/order_views.h"

#include "base/errors.h"
#include "base/scheduler.h"
#include "contexts/orders/guest.h"
#include "contexts/orders/refunds.h"
#include "gateway/routes/if_any.h"

namespace gh::gateway {

OrderView order_view(orders::Order order, const orders::Viewer& viewer) {
  OrderView out;
  out.lines.reserve(order.lines.size());
  for (const auto& line : order.lines) {
    auto& shown = out.lines.emplace_back();
    static_cast<orders::OrderLine&>(shown) = line;
    shown.product = line.sku.product();
    shown.left = orders::left_of(order, line);
  }
  orders::ensure_parts(order);
  out.id = order.id;
  out.status = order.status;
  out.buyer = order.buyer;
  if (!order.buyer && !viewer.admin) out.secret = orders::guest_secret(order);
  out.cart = order.cart;
  out.contact = std::move(order.contact);
  out.replaces = std::move(order.replaces);
  out.parts = std::move(order.parts);
  out.totals = order.totals;
  out.payment.intent = order.payment.intent;
  out.payment.status = order.payment.status;
  out.payment.decline_code = if_any(order.payment.decline_code);
  out.refunds = std::move(order.refunds);
  out.complaints = std::move(order.complaints);
  for (auto& note : order.notes) {
    if (viewer.admin || note.audience == orders::NoteFor::customer) out.notes.push_back(std::move(note));
  }
  out.created = order.created;
  out.updated = order.updated;
  if (order.status == orders::OrderStatus::pending_payment) {
    out.deadline = order.deadline;
    out.payment.next_action = if_any(order.payment.next_action);
  }
  return out;
}

// All at once: a document for each lot, which a store that is another machine answers in one turn of the network.
Task<Result<void>> name_lots(OrderView& order, inventory::Service& inventory) {
  std::vector<Task<Result<std::string>>> asked;
  for (const auto& line : order.lines) {
    for (const auto& share : line.lots) asked.push_back(inventory.lot_code(share.lot));
  }
  auto found = co_await when_all(std::move(asked));
  auto code = found.begin();
  for (auto& line : order.lines) {
    auto& codes = line.lot_codes.emplace();
    for (const auto& share : line.lots) {
      if (!*code && !code->error().is(gh::errors::not_found)) co_return fail(std::move(*code).error());
      codes.push_back(*code ? std::move(**code) : share.lot.text());
      ++code;
    }
  }
  co_return Result<void>{};
}

orders::Viewer viewer_of(const Call& call, const GuestKey& key) {
  return {call.caller.user, call.caller.role == identity::Role::admin, key.email ? key.email->value() : std::string(),
          key.secret ? key.secret->value() : std::string()};
}

std::string actor_of(const Call& call) { return call.caller.user ? call.caller.user->text() : "guest"; }

}  // namespace gh::gateway

#include "flows/fulfilment/replacements.h"

#include <algorithm>

#include "base/call.h"
#include "base/errors.h"
#include "contexts/orders/errors.h"
#include "contexts/orders/replacement.h"
#include "platform/json/json.h"

namespace gh::fulfilment {
namespace {

using checkout::StoredOrder;
using orders::Order;
using orders::OrderStatus;

Error sold_out(const Order& replacement) {
  Error error(orders::errors::sold_out);
  return error.extend("available", json::to_string(replacement.shortages));
}

}  // namespace

Task<Result<StoredOrder>> Replacements::made(checkout::ReplacementOf which, orders::Cause cause) const {
  GH_CO_TRY(const auto original, co_await orders_.find(which.order));
  if (!original) co_return fail(errors::not_found);
  GH_CO_TRY(auto draft, orders::replacement_draft(original->value, which.complaint, settlement_.options().charge_within, cause.at));
  GH_CO_TRY(auto order, orders::place(std::move(draft), cause));
  co_return co_await orders_.insert(std::move(order));
}

Task<Result<Order>> Replacements::send(checkout::ReplacementOf which, OrderId id, orders::Cause cause) const {
  for (int attempt = 1; attempt <= checkout::run_attempts_max; ++attempt) {
    GH_CO_TRY(auto found, co_await orders_.find(id));
    if (!found) {
      auto inserted = co_await made(which, cause);
      if (!inserted && (inserted.error().is(ports::errors::duplicate_key) || checkout::read_again(inserted.error()))) continue;
      if (!inserted) co_return fail(std::move(inserted).error());
      found = *std::move(inserted);
    }
    if (orders::was_paid(found->value)) co_return std::move(found->value);
    if ((*found)->status != OrderStatus::pending_payment) {
      GH_CO_CHECK(co_await reopen(which, id, cause));
      co_return fail(sold_out(found->value));
    }
    auto holds = co_await settlement_.take_holds(found->value);
    if (!holds && !checkout::read_again(holds.error())) co_return fail(std::move(holds).error());
    if (!holds) continue;
    auto written = holds->shortages.empty()
                       ? co_await settlement_.conclude(*std::move(found), {.id = {}, .status = payments::IntentStatus::succeeded},
                                                       std::move(holds->lots), cause, {})
                       : co_await settlement_.reject_sold_out(*std::move(found), std::move(holds->shortages), cause);
    if (!written && !checkout::read_again(written.error())) co_return fail(std::move(written).error());
  }
  co_return fail(orders::errors::order_busy);
}

Task<Result<void>> Replacements::reopen(checkout::ReplacementOf which, OrderId replacement, orders::Cause cause) const {
  for (int attempt = 1; attempt <= checkout::run_attempts_max; ++attempt) {
    GH_CO_TRY(auto found, co_await orders_.find(which.order));
    if (!found) co_return fail(errors::not_found);
    Order after = found->value;
    GH_CO_CHECK(orders::reopen_complaint(after, which.complaint, replacement, cause));
    if (after.events.size() == (*found)->events.size()) co_return Result<void>{};
    auto written = co_await settlement_.write(*std::move(found), std::move(after));
    if (written) co_return Result<void>{};
    if (!checkout::read_again(written.error())) co_return fail(std::move(written).error());
  }
  co_return fail(orders::errors::order_busy);
}

Task<Result<void>> Replacements::work(ports::LeasedTask task) const {
  GH_CO_TRY(auto which, json::parse_stored<checkout::ReplacementOf>(task.payload));
  GH_CO_TRY(const auto original, co_await orders_.find(which.order));
  if (!original) co_return fail(errors::not_found, task.id);
  const auto complaint = std::ranges::find((*original)->complaints, which.complaint, &orders::Complaint::id);
  const bool wanted = complaint != (*original)->complaints.end() && complaint->decision && complaint->decision->replacement;
  if (!wanted) co_return Result<void>{};  // decided otherwise since
  CallContext shop;                       // it stands in the audit trail, too, when nobody's request made it
  shop.role = shop_role;
  shop.operation = checkout::send_replacement_task;
  shop.request_id = task.id;
  const auto sent = co_await send(which, *complaint->decision->replacement, settlement_.cause("shop")).called_by(shop);
  if (!sent && !sent.error().is(orders::errors::sold_out)) co_return fail(sent.error());
  co_return Result<void>{};
}

}  // namespace gh::fulfilment

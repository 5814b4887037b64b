#include "flows/checkout/aftermath.h"

#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace gh::checkout {
namespace {

using inventory::HoldKey;
using orders::OrderStatus;

std::vector<HoldKey> keys_of(const HoldsOf& holds) {
  std::vector<HoldKey> keys;
  keys.reserve(holds.skus.size());
  for (const auto& sku : holds.skus) keys.push_back({sku, holds.order, holds.opened});
  return keys;
}

// The tasks side by side, one after the other's result.
template <class Carry>
Task<std::vector<Result<void>>> each(std::vector<ports::LeasedTask> tasks, Carry carry) {
  std::vector<Task<Result<void>>> running;
  running.reserve(tasks.size());
  for (auto& task : tasks) running.push_back(carry(std::move(task)));
  co_return co_await when_all(std::move(running));
}

std::string confirmation_text(const orders::Order& order) {
  std::string text = "Thank you for your order " + order.id.text() + ".\n\n";
  for (const auto& line : order.lines) {
    text += fmt::format("{} x {} ({}): {}\n", to_string(line.quantity), line.title, line.farm_name, to_string(line.line_total));
  }
  return text + "\nTotal: " + to_string(order.totals.total) + "\n";
}

}  // namespace

Task<Result<StoredOrder>> Aftermath::order_of(ports::LeasedTask task) const {
  GH_CO_TRY(auto ref, json::parse_stored<OrderRef>(task.payload));
  GH_CO_TRY(auto order, co_await orders_.find(std::move(ref.order)));
  if (!order) co_return fail(errors::not_found, task.id);
  co_return *std::move(order);
}

Task<Aftermath::Done> Aftermath::post_holds(Leased tasks) const {
  std::vector<Result<HoldsOf>> wanted;
  std::vector<HoldKey> keys;
  for (const auto& task : tasks) {
    wanted.push_back(json::parse_stored<HoldsOf>(task.payload));
    if (!wanted.back()) continue;
    for (auto& key : keys_of(*wanted.back())) keys.push_back(std::move(key));
  }
  auto outcomes = co_await inventory_.post_many(std::move(keys));
  Done done;
  std::size_t at = 0;
  for (auto& holds : wanted) {
    if (!holds) {
      done.push_back(fail(std::move(holds).error()));
      continue;
    }
    std::vector<Result<inventory::HoldOutcome>> own;
    for (std::size_t i = 0; i < holds->skus.size(); ++i) own.push_back(std::move(outcomes[at++]));
    done.push_back(co_await post_one(*std::move(holds), std::move(own)));
  }
  co_return done;
}

// A hold that was given back before it was posted is right only if the order was cancelled in between.
Task<Result<void>> Aftermath::post_one(HoldsOf holds, std::vector<Result<inventory::HoldOutcome>> outcomes) const {
  for (auto& outcome : outcomes) {
    if (outcome) continue;
    if (!outcome.error().is(inventory::errors::hold_voided)) co_return fail(std::move(outcome).error());
    GH_CO_TRY(const auto order, co_await orders_.find(holds.order));
    if (!order || (*order)->status != OrderStatus::cancelled) co_return fail(std::move(outcome).error());
  }
  co_return Result<void>{};
}

Task<Aftermath::Done> Aftermath::void_holds(Leased tasks) const {
  return each(std::move(tasks), [this](ports::LeasedTask task) { return void_one(std::move(task)); });
}

Task<Result<void>> Aftermath::void_one(ports::LeasedTask task) const {
  GH_CO_TRY(const auto holds, json::parse_stored<HoldsOf>(task.payload));
  std::vector<Task<Result<void>>> voids;
  for (auto& key : keys_of(holds)) voids.push_back(inventory_.void_hold(std::move(key)));
  for (auto& result : co_await when_all(std::move(voids))) {
    // not_found: nobody ever had this on stock.
    if (!result && !result.error().is(errors::not_found)) co_return fail(std::move(result).error());
  }
  co_return Result<void>{};
}

Task<Aftermath::Done> Aftermath::take_back(Leased tasks) const {
  return each(std::move(tasks), [this](ports::LeasedTask task) { return take_back_one(std::move(task)); });
}

// Lines that were not posted yet are voided (and then cannot be posted any more), the others are returned.
Task<Result<void>> Aftermath::take_back_one(ports::LeasedTask task) const {
  GH_CO_TRY(const auto holds, json::parse_stored<HoldsOf>(task.payload));
  std::vector<Sku> posted;
  for (auto& key : keys_of(holds)) {
    const auto sku = key.sku;
    const auto voided = co_await inventory_.void_hold(std::move(key));
    if (voided) continue;
    if (!voided.error().is(inventory::errors::hold_posted)) co_return fail(voided.error());
    posted.push_back(sku);
  }
  if (posted.empty()) co_return Result<void>{};
  GH_CO_TRY(const auto order, co_await orders_.find(holds.order));
  if (!order) co_return fail(errors::not_found, task.id);
  for (const auto& line : (*order)->lines) {
    if (std::ranges::find(posted, line.sku) != posted.end()) GH_CO_CHECK(co_await return_line(holds.order, line));
  }
  co_return Result<void>{};
}

// What was sold comes back as a lot of its own beside the one it was taken from: same days, same field, same status. Its id is derived from
// order and lot, so that a task that runs again meets what it has returned already and returns nothing twice.
Task<Result<void>> Aftermath::return_line(OrderId order, orders::OrderLine line) const {
  GH_CO_TRY(const auto stock, co_await inventory_.stock(line.farm, line.sku));
  for (const auto& share : line.lots) {
    const auto origin = std::ranges::find(stock.lots, share.lot, &inventory::Lot::id);
    if (origin == stock.lots.end()) co_return fail(errors::not_found, "the lot that the order was filled from is gone");
    inventory::NewLot back;
    back.id = crypto::derive_id<LotId>("returned", order.text(), share.lot.text());
    back.lot_code = fmt::format("{} back from {}", origin->lot_code, order.text());
    back.harvested = origin->harvested;
    back.best_before = origin->best_before;
    back.field = origin->field;
    back.status = origin->status;
    back.quantity = share.quantity;
    GH_CO_CHECK(co_await inventory_.add_lot({line.farm, UserId()}, line.sku, std::move(back)));
  }
  co_return Result<void>{};
}

Task<Aftermath::Done> Aftermath::refund(Leased tasks) const {
  return each(std::move(tasks), [this](ports::LeasedTask task) { return refund_one(std::move(task)); });
}

Task<Result<void>> Aftermath::refund_one(ports::LeasedTask task) const {
  for (int attempt = 1;; ++attempt) {
    GH_CO_TRY(auto order, co_await order_of(task));
    if (order->payment.status != orders::PaymentStatus::refund_due) co_return Result<void>{};
    GH_CO_CHECK(co_await payments_.refund(intent_of(order.value)));
    const auto written = co_await settlement_.refunded(std::move(order), settlement_.cause("shop"));
    if (written) co_return Result<void>{};
    if (!read_again(written.error()) || attempt == run_attempts_max) co_return fail(written.error());
  }
}

Task<Aftermath::Done> Aftermath::send_confirmation(Leased tasks) const {
  return each(std::move(tasks), [this](ports::LeasedTask task) { return confirm_one(std::move(task)); });
}

Task<Result<void>> Aftermath::confirm_one(ports::LeasedTask task) const {
  GH_CO_TRY(const auto order, co_await order_of(task));
  if (order->status != OrderStatus::paid || order->contact.email.empty()) co_return Result<void>{};
  ports::Message message;
  message.id = task.id;
  message.to = order->contact.email;
  message.subject = "Your order " + order->id.text();
  message.text = confirmation_text(order.value);
  co_return co_await mail_.send(std::move(message));
}

}  // namespace gh::checkout

#include "flows/checkout/flights.h"

#include "contexts/orders/errors.h"

namespace gh::checkout {

Result<Flights::Boarding> Flights::board(const OrderId& order, const std::string& body_hash) {
  const std::scoped_lock lock(mutex_);
  const auto [at, is_new] = flights_.try_emplace(order);
  Boarding boarding;
  if (is_new) {
    at->second.body_hash = body_hash;
    boarding.seat.emplace(*this, order);
    return boarding;
  }
  if (at->second.body_hash != body_hash) return fail(orders::errors::idempotency_key_reused);
  boarding.answer = at->second.waiting.emplace_back();
  return boarding;
}

std::vector<OneShot<Result<Placed>>> Flights::land(const OrderId& order) {
  const std::scoped_lock lock(mutex_);
  const auto found = flights_.find(order);
  auto waiting = std::move(found->second.waiting);
  flights_.erase(found);
  return waiting;
}

void Flights::Seat::finish(const Result<Placed>& answer) {
  for (const auto& waiting : std::exchange(flights_, nullptr)->land(order_)) waiting.set(answer);
}

Flights::Seat::~Seat() {
  if (flights_ != nullptr) finish(fail(orders::errors::order_busy));
}

}  // namespace gh::checkout

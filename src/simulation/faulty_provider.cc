#include "simulation/faulty_provider.h"

#include "contexts/payments/errors.h"

namespace gh::simulation {

namespace {

template <class T>
Task<void> charge_late(World* world, std::string what, Task<Result<T>> effect, Milliseconds delay) {
  co_await sleep(delay);
  (void)co_await std::move(effect);
  world->note("late {}", what);
}

}  // namespace

template <class T>
Task<Result<T>> FaultyProvider::ask(std::string what, Task<Result<T>> effect) {
  auto& world = node_.world();
  co_await travel(node_, faults_);
  if (world.dice().once_in(faults_.unavailable)) co_return fail(payments::errors::provider_unavailable);
  if (world.dice().once_in(faults_.late_effect)) {
    const Milliseconds delay(world.dice().between(0, faults_.delay_rare_max.count()));
    world.note("{} {} unanswered", node_.name(), what);
    spawn(world.outside(), charge_late(&world, std::move(what), std::move(effect), delay));
    co_return fail(payments::errors::no_answer);
  }
  auto answer = co_await std::move(effect);
  world.note("{} {} {}", node_.name(), what, answer ? "ok" : answer.error().kind().code);
  co_await travel(node_, faults_);
  if (world.dice().once_in(faults_.answer_lost)) co_return fail(payments::errors::no_answer);
  co_return answer;
}

Task<Result<payments::IntentState>> FaultyProvider::create_and_confirm(payments::Intent intent, std::string method, Milliseconds deadline) {
  auto what = fmt::format("charge {} {}", intent.id.text(), method);
  return ask(std::move(what), inner_.create_and_confirm(std::move(intent), std::move(method), deadline));
}
Task<Result<payments::IntentState>> FaultyProvider::confirm(PaymentIntentId id, Milliseconds deadline) {
  return ask("confirm " + id.text(), inner_.confirm(id, deadline));
}
Task<Result<std::optional<payments::IntentState>>> FaultyProvider::retrieve(PaymentIntentId id, Milliseconds deadline) {
  return ask("retrieve " + id.text(), inner_.retrieve(id, deadline));
}
Task<Result<payments::IntentState>> FaultyProvider::cancel(payments::Intent intent, Milliseconds deadline) {
  auto what = "cancel " + intent.id.text();
  return ask(std::move(what), inner_.cancel(std::move(intent), deadline));
}
Task<Result<payments::IntentState>> FaultyProvider::refund(PaymentIntentId id, payments::Refund refund, Milliseconds deadline) {
  auto what = fmt::format("refund {} of {}", to_string(refund.amount), id.text());
  return ask(std::move(what), inner_.refund(std::move(id), std::move(refund), deadline));
}

}  // namespace gh::simulation

#include "contexts/payments/service.h"

#include "base/scheduler.h"
#include "contexts/payments/errors.h"
#include "contexts/payments/intent.h"

namespace gh::payments {
namespace {

bool worth_asking_again(const Error& error) { return error.is(errors::no_answer) || error.is(errors::provider_unavailable); }

Result<IntentState> matching(Result<IntentState> state, const Intent& intent) {
  if (state && (state->id != intent.id || state->amount != intent.amount)) return fail(errors::amount_mismatch, intent.id.text());
  return state;
}

bool nothing_to_pay(const Intent& intent) { return intent.amount.minor == 0; }

IntentState paid_with_nothing(const Intent& intent) {
  return {.id = intent.id,
          .status = IntentStatus::succeeded,
          .amount = intent.amount,
          .refunded = intent.amount,
          .decline_code = {},
          .next_action = {}};
}

}  // namespace

template <class Call>
auto Service::ask(Call call) const -> decltype(call()) {
  for (int attempt = 1;; ++attempt) {
    auto answer = co_await call();
    if (answer || !worth_asking_again(answer.error()) || attempt >= options_.attempts_max) co_return answer;
    co_await sleep(options_.retry_after);
  }
}

// The calls below are made while the frame that owns their captures waits for them.
Task<Result<IntentState>> Service::charge(Intent intent, std::string method) const {
  if (nothing_to_pay(intent)) co_return paid_with_nothing(intent);
  GH_CO_CHECK(check_method(method));
  co_return matching(co_await ask([&] { return provider_.create_and_confirm(intent, method, options_.call_deadline); }), intent);
}

Task<Result<IntentState>> Service::confirm(Intent intent) const {
  if (nothing_to_pay(intent)) co_return paid_with_nothing(intent);
  co_return matching(co_await ask([&] { return provider_.confirm(intent.id, options_.call_deadline); }), intent);
}

Task<Result<std::optional<IntentState>>> Service::look_up(Intent intent) const {
  if (nothing_to_pay(intent)) co_return std::optional(paid_with_nothing(intent));
  GH_CO_TRY(auto found, co_await ask([&] { return provider_.retrieve(intent.id, options_.call_deadline); }));
  if (!found) co_return std::nullopt;
  GH_CO_TRY(auto state, matching(*std::move(found), intent));
  co_return std::optional(std::move(state));
}

Task<Result<IntentState>> Service::cancel(Intent intent) const {
  if (nothing_to_pay(intent)) co_return paid_with_nothing(intent);
  co_return matching(co_await ask([&] { return provider_.cancel(intent, options_.call_deadline); }), intent);
}

Task<Result<IntentState>> Service::refund(Intent intent, Refund refund) const {
  co_return matching(co_await ask([&] { return provider_.refund(intent.id, refund, options_.call_deadline); }), intent);
}

Task<Result<IntentPage>> Service::list(std::string after, int limit) const {
  co_return co_await ask([&] { return provider_.list(after, limit, options_.call_deadline); });
}

}  // namespace gh::payments

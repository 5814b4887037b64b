// payments::Service: what flows ask about a payment. Adds to the provider port: inputs checked, deadlines, bounded retries, and that
// an answer fits the question. Holds no state; callable on any scheduler; outlives its calls.
#pragma once
#include <optional>
#include <string>

#include "contexts/payments/provider.h"

namespace gh::payments {

struct Options {
  Milliseconds call_deadline{3000};  // of one call to the provider
  int attempts_max = 2;              // calls for one question; all of them are idempotent
  Milliseconds retry_after{50};
};

class Service {
 public:
  Service(Provider& provider, Options options) : provider_(provider), options_(options) {}

  // Where nothing is to pay (an amount of 0) the provider is never asked: charge, confirm, look_up and cancel say `succeeded`.
  // Errors: card_number_refused, method_invalid (nothing was sent), no_answer (may have happened), provider_unavailable, amount_mismatch.
  Task<Result<IntentState>> charge(Intent, std::string method) const;
  Task<Result<IntentState>> confirm(Intent) const;
  Task<Result<std::optional<IntentState>>> look_up(Intent) const;
  // After `canceled` the intent is never charged; `succeeded` and `declined` came first and stand.
  Task<Result<IntentState>> cancel(Intent) const;
  // Once for each refund's id. refund_exceeds: nothing was given back.
  Task<Result<IntentState>> refund(Intent, Refund) const;
  Task<Result<IntentPage>> list(std::string after, int limit) const;

 private:
  template <class Call>
  auto ask(Call call) const -> decltype(call());

  Provider& provider_;
  const Options options_;
};

}  // namespace gh::payments

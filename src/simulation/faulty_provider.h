// FaultyProvider: a node's way to the payment provider. Calls are delayed, refused without effect (provider_unavailable), lose their answer
// after the effect (no_answer), or arrive only after no_answer was said; the node may die on the way there or back.
#pragma once
#include "contexts/payments/provider.h"
#include "simulation/faulty_documents.h"

namespace gh::simulation {

class FaultyProvider final : public payments::Provider {
 public:
  FaultyProvider(payments::Provider& inner, Node& node, const Faults& faults) : inner_(inner), node_(node), faults_(faults) {}

  Task<Result<payments::IntentState>> create_and_confirm(payments::Intent, std::string method, Milliseconds deadline) override;
  Task<Result<payments::IntentState>> confirm(PaymentIntentId, Milliseconds deadline) override;
  Task<Result<std::optional<payments::IntentState>>> retrieve(PaymentIntentId, Milliseconds deadline) override;
  Task<Result<payments::IntentState>> cancel(payments::Intent, Milliseconds deadline) override;
  Task<Result<payments::IntentState>> refund(PaymentIntentId, payments::Refund, Milliseconds deadline) override;
  Task<Result<payments::IntentPage>> list(std::string after, int limit, Milliseconds deadline) override {
    return inner_.list(std::move(after), limit, deadline);
  }

 private:
  template <class T>
  Task<Result<T>> ask(std::string what, Task<Result<T>> effect);

  payments::Provider& inner_;
  Node& node_;
  const Faults& faults_;
};

}  // namespace gh::simulation

// Teller: carries out the task of a notice (platform/notices): finds who is meant in identity and lets notifications tell them.
// One object for the program, callable from any thread. Idempotent by the task's id.
#pragma once
#include "contexts/identity/service.h"
#include "contexts/notifications/service.h"
#include "platform/ports/tasks.h"

namespace gh::telling {

class Teller {
 public:
  // operators: address for what names nobody in particular; empty: such notices go nowhere.
  Teller(identity::Service& identity, notifications::Service& notifications, std::string operators)
      : identity_(identity), notifications_(notifications), operators_(std::move(operators)) {}

  Task<Result<void>> tell(ports::LeasedTask task) const;

 private:
  identity::Service& identity_;
  notifications::Service& notifications_;
  const std::string operators_;
};

}  // namespace gh::telling

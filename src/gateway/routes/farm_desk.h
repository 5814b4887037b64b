// Whose stock it is: everything at the farm's desk goes by the caller's own farm. Whoever owns none, and everything of another farm's,
// is not_found.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

class FarmDesk {
 public:
  FarmDesk(catalog::Service& catalog, farmers::Service& farms) : catalog_(catalog), farmers_(farms) {}

  Task<Result<farmers::Farm>> farm_of(UserId user) const;
  // With the Idempotency-Key of the call.
  Task<Result<inventory::Farmer>> farmer(const Call& call) const;
  // The farmer, if the sku is a variant of one of the farm's products and the field is one of its fields.
  Task<Result<inventory::Farmer>> grower(const Call& call, Sku sku, FieldId field) const;

 private:
  catalog::Service& catalog_;
  farmers::Service& farmers_;
};

}  // namespace gh::gateway

// LotRegister: which item has, or had, a lot with this code: what stands on a crate, a label or a complaint is a code.
//
// A lot is entered before the write that brings it into its item, so none is ever missing; an entry whose lot was refused stays and names
// nothing. What an entry says never changes. Any thread; no state of its own.
#pragma once
#include <string>
#include <string_view>

#include "base/task.h"
#include "contexts/inventory/types.h"
#include "platform/documents/collection.h"

namespace gh::inventory {

struct RegisteredLot {
  LotId id;
  Sku sku;
  std::string lot_code;
};
BOOST_DESCRIBE_STRUCT(RegisteredLot, (), (id, sku, lot_code))

class LotRegister {
 public:
  explicit LotRegister(ports::Documents& documents);
  const Result<void>& opened() const { return lots_.opened(); }

  // Again with the same changes nothing.
  Task<Result<void>> enter(RegisteredLot lot) const;
  Task<Result<bool>> has(LotId id) const;
  // not_found: there never was such a lot.
  Task<Result<std::string>> code_of(LotId id) const;
  // Whose code begins with this, in the order of the codes; only letters and digits count, and upper and lower case are one. Nothing where
  // there are none of them. A lot's id is the lot itself.
  Task<Result<TypedPage<RegisteredLot>>> find(std::string_view code, int limit, std::string after) const;

 private:
  const Collection<RegisteredLot> lots_;
};

}  // namespace gh::inventory

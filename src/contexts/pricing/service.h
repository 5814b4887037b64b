// pricing::Service: the coupons and the farms' minimum orders in the store. Prices themselves need no service: engine.h.
// Holds no state besides the store; callable on any scheduler; outlives its calls.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "contexts/pricing/coupon.h"
#include "platform/documents/collection.h"

namespace gh::pricing {

struct CouponPage {
  std::vector<Coupon> items;
  std::string next_cursor;  // empty at the end
};

// What a farm asks of every order.
struct FarmRules {
  FarmId id;
  std::optional<Money> minimum_order;  // of its goods, before coupons
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(FarmRules, (), (id, minimum_order, updated))

class Service {
 public:
  Service(ports::Documents& documents, const Clock& clock, Random& random);
  Result<void> opened() const;

  // coupon.terms.code as it was typed; ids and times are filled in. Errors: invalid, coupon_code_taken.
  Task<Result<Coupon>> create(Coupon coupon) const;
  // owner: a farm, or empty for the shop, which sees all. Another's is not_found.
  Task<Result<Coupon>> coupon(CouponId id, FarmId owner) const;
  Task<Result<Coupon>> edit(CouponId id, FarmId owner, CouponEdit change) const;
  // Newest first; owner empty: everybody's.
  Task<Result<CouponPage>> list(FarmId owner, int limit, std::string cursor) const;

  // The coupon that somebody who types this may use now. coupon_not_valid for all that is not one, whatever the reason, after one read.
  Task<Result<Coupon>> usable(std::string typed) const;
  // Of codes in their normal form, in their order; nothing where there is no such coupon, or it is paused.
  Task<Result<std::vector<std::optional<Coupon>>>> by_codes(std::vector<std::string> codes) const;

  // Without minimum where the farm never said one.
  Task<Result<FarmRules>> rules_of(FarmId farm) const;
  // none: there is no minimum any more. Errors: invalid.
  Task<Result<FarmRules>> set_minimum_order(FarmId farm, std::optional<Money> minimum) const;

 private:
  Task<Result<std::optional<Coupon>>> find(std::string code) const;

  const Clock& clock_;
  Random& random_;
  Collection<Coupon> coupons_;
  Collection<FarmRules> rules_;
};

}  // namespace gh::pricing

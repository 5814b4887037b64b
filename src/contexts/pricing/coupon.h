// A coupon as it is stored, and its rules: pure functions. What it takes off is its terms (types.h), which never change.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "contexts/pricing/types.h"

namespace gh::pricing {

inline constexpr std::size_t code_characters_min = 4;
inline constexpr std::size_t code_characters_max = 32;
inline constexpr std::int64_t uses_max_max = 1'000'000;

struct CouponTag {
  static constexpr std::string_view prefix = "cpn";
};
using CouponId = Id<CouponTag>;

struct Coupon {
  CouponId id;
  CouponTerms terms;  // terms.funded_by is whose coupon it is: a farm's, or the shop's
  std::string description;
  std::optional<std::int64_t> uses_max;               // in all
  std::optional<std::int64_t> uses_per_customer_max;  // of an account, or of a guest's e-mail address
  bool paused = false;
  Timestamp created;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(Coupon, (), (id, terms, description, uses_max, uses_per_customer_max, paused, created, updated))

// Members that are given replace what was.
struct CouponEdit {
  std::optional<bool> paused;
  std::optional<std::string> description;
  std::optional<Timestamp> to;
  std::optional<std::int64_t> uses_max;
  std::optional<std::int64_t> uses_per_customer_max;
};

// Upper case, without spaces around: what people type in whatever case is one code. Nothing if it is not 4 to 32 of A-Z, 0-9, - and _.
std::optional<std::string> normal_code(std::string_view typed);

// Who an e-mail address is, for limits per customer: lower case, without a "+tag". (Dots and aliases of single providers are not ours to
// know.)
std::string normal_email(std::string_view email);

// Errors: invalid, naming the field: terms that contradict themselves.
Result<void> check(const Coupon& coupon);
Result<void> edit(Coupon& coupon, const CouponEdit& change, Timestamp now);

}  // namespace gh::pricing

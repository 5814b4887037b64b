#include "contexts/pricing/coupon.h"

#include <algorithm>

#include "base/errors.h"

namespace gh::pricing {
namespace {

std::unexpected<Error> wrong(std::string pointer, std::string code, std::string detail) {
  Error error(errors::invalid);
  error.field(std::move(pointer), std::move(code), std::move(detail));
  return fail(std::move(error));
}

bool is_use_limit(const std::optional<std::int64_t>& uses) { return !uses || (*uses >= 1 && *uses <= uses_max_max); }

// What the scope names must be there, and be a name of its kind.
bool names_its_scope(const CouponTerms& terms) {
  switch (terms.scope) {
    case CouponScope::cart:
      return terms.of.empty();
    case CouponScope::farm:
      return FarmId::parse(terms.of).has_value();
    case CouponScope::category:
      return !terms.of.empty();
    case CouponScope::sku:
      return Sku::parse(terms.of).has_value();
  }
  return false;
}

}  // namespace

std::optional<std::string> normal_code(std::string_view typed) {
  while (!typed.empty() && typed.front() == ' ') typed.remove_prefix(1);
  while (!typed.empty() && typed.back() == ' ') typed.remove_suffix(1);
  if (typed.size() < code_characters_min || typed.size() > code_characters_max) return std::nullopt;
  std::string code(typed);
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-' && c != '_') return std::nullopt;
  }
  return code;
}

std::string normal_email(std::string_view email) {
  const auto at = email.rfind('@');
  const auto plus = email.substr(0, at).find('+');
  std::string normal(email.substr(0, std::min(plus, at)));
  if (at != std::string_view::npos) normal += email.substr(at);
  for (char& c : normal) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return normal;
}

Result<void> check(const Coupon& coupon) {
  const auto& terms = coupon.terms;
  if ((terms.percent_ppm != 0) == terms.amount.has_value())
    return wrong("/percent_ppm", "percent_or_amount", "A coupon takes off a percentage or an amount, one of the two.");
  if (terms.percent_ppm < 0 || terms.percent_ppm > ppm) return wrong("/percent_ppm", "out_of_range", "1 to 1000000 millionths.");
  if (terms.amount && terms.amount->minor <= 0) return wrong("/amount", "out_of_range", "The amount must be above 0.");
  if (terms.minimum && terms.minimum->minor < 0) return wrong("/minimum", "out_of_range", "The minimum cannot be below 0.");
  if (terms.amount && terms.minimum && terms.amount->currency != terms.minimum->currency)
    return wrong("/minimum", "currency_differs", "Amount and minimum must have one currency.");
  if (!names_its_scope(terms))
    return wrong("/of", "scope_needs_name", "Names the farm, category or sku that the scope says; nothing for the whole cart.");
  if (terms.from && terms.to && *terms.to <= *terms.from) return wrong("/to", "before_start", "The end must come after the start.");
  if (!is_use_limit(coupon.uses_max)) return wrong("/uses_max", "out_of_range", "1 to 1000000 uses.");
  if (!is_use_limit(coupon.uses_per_customer_max)) return wrong("/uses_per_customer_max", "out_of_range", "1 to 1000000 uses.");
  return {};
}

Result<void> edit(Coupon& coupon, const CouponEdit& change, Timestamp now) {
  if (change.paused) coupon.paused = *change.paused;
  if (change.description) coupon.description = *change.description;
  if (change.to) coupon.terms.to = change.to;
  if (change.uses_max) coupon.uses_max = change.uses_max;
  if (change.uses_per_customer_max) coupon.uses_per_customer_max = change.uses_per_customer_max;
  GH_CHECK(check(coupon));
  coupon.updated = now;
  return {};
}

}  // namespace gh::pricing

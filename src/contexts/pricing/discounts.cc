#include "contexts/pricing/discounts.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "contexts/pricing/errors.h"
#include "contexts/pricing/shares.h"

namespace gh::pricing {
namespace {

using Terms = std::vector<const CouponTerms*>;

// What one way to use coupons takes off: a row per coupon, a column per line.
struct Way {
  Terms coupons;
  std::vector<std::vector<std::int64_t>> off;
  std::int64_t sum = 0;
};

// A coupon may be used several times neither in a cart nor here; the code decides last.
bool before(const CouponTerms* a, const CouponTerms* b) {
  const auto place = [](const CouponTerms& t) {
    return std::tuple(-static_cast<int>(t.scope), t.amount.has_value(), std::string_view(t.code));
  };
  return std::tuple(place(*a)) < std::tuple(place(*b));
}

std::int64_t left_for(const CouponTerms& terms, std::int64_t base) {
  if (terms.amount) return std::min(terms.amount->minor, base);
  return *multiply_divide(base, std::min(terms.percent_ppm, ppm), ppm);
}

Way apply(Terms coupons, const Question& question, const std::vector<std::size_t>& order, const Explanation& out) {
  Way way{std::move(coupons), {}, 0};
  std::vector<std::int64_t> left(out.lines.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = out.lines[i].amount.minor;
  std::vector<std::int64_t> weights(left.size());
  for (const auto* terms : way.coupons) {
    std::int64_t base = 0;
    for (std::size_t at = 0; at < order.size(); ++at) {
      weights[at] = counts_for(*terms, question.lines[order[at]]) ? left[order[at]] : 0;
      base += weights[at];
    }
    const auto off = left_for(*terms, base);
    const auto shares = shares_of(off, weights);
    auto& row = way.off.emplace_back(left.size(), 0);
    for (std::size_t at = 0; at < order.size(); ++at) {
      row[order[at]] = shares[at];
      left[order[at]] -= shares[at];
    }
    way.sum += off;
  }
  return way;
}

PricedCoupon judged(const CouponTerms& terms, const Question& question, const Explanation& out, Currency currency) {
  PricedCoupon coupon{.code = terms.code, .state = CouponState::applied, .discount = {0, currency}, .missing = {}};
  std::int64_t value = 0;
  bool any = false;
  for (std::size_t i = 0; i < question.lines.size(); ++i) {
    if (!counts_for(terms, question.lines[i])) continue;
    any = true;
    value += out.lines[i].amount.minor;
  }
  if ((terms.from && question.at < *terms.from) || (terms.to && question.at >= *terms.to)) {
    coupon.state = CouponState::not_valid_now;
  } else if (!any) {
    coupon.state = CouponState::nothing_eligible;
  } else if (terms.minimum && value < terms.minimum->minor) {
    coupon.state = CouponState::below_minimum;
    coupon.missing = Money{terms.minimum->minor - value, currency};
  }
  return coupon;
}

// All that may be combined together, or one of the others alone; the first of equal ones.
Way best_way(const Terms& usable, const Question& question, const std::vector<std::size_t>& order, const Explanation& out) {
  Terms together;
  for (const auto* terms : usable) {
    if (terms->combinable) together.push_back(terms);
  }
  Way best = apply(std::move(together), question, order, out);
  for (const auto* terms : usable) {
    if (terms->combinable) continue;
    Way alone = apply({terms}, question, order, out);
    if (best.coupons.empty() || alone.sum > best.sum) best = std::move(alone);
  }
  return best;
}

}  // namespace

bool counts_for(const CouponTerms& terms, const Line& line) {
  if (!terms.funded_by.empty() && terms.funded_by != line.farm) return false;
  switch (terms.scope) {
    case CouponScope::cart:
      return true;
    case CouponScope::farm:
      return terms.of == line.farm.text();
    case CouponScope::category:
      return std::ranges::find(line.categories, terms.of) != line.categories.end();
    case CouponScope::sku:
      return terms.of == line.sku.text();
  }
  return false;
}

Result<void> take_off(const Question& question, const std::vector<std::size_t>& order, Explanation& out) {
  const auto currency = question.lines.front().price.currency;
  Terms all;
  for (const auto& terms : question.coupons) all.push_back(&terms);
  std::ranges::sort(all, before);
  Terms usable;
  for (const auto* terms : all) {
    if ((terms->amount && terms->amount->currency != currency) || (terms->minimum && terms->minimum->currency != currency))
      return fail(errors::bad_cart, "the coupon " + terms->code + " is in another currency");
    out.coupons.push_back(judged(*terms, question, out, currency));
    if (out.coupons.back().state == CouponState::applied) usable.push_back(terms);
  }
  const Way way = best_way(usable, question, order, out);
  for (auto& coupon : out.coupons) {
    if (coupon.state != CouponState::applied) continue;
    const auto used = std::ranges::find(way.coupons, coupon.code, [](const auto* terms) { return terms->code; });
    if (used == way.coupons.end()) {
      coupon.state = CouponState::not_combined;
      continue;
    }
    const auto& row = way.off[static_cast<std::size_t>(used - way.coupons.begin())];
    for (std::size_t i = 0; i < row.size(); ++i) {
      coupon.discount.minor += row[i];
      if (row[i] > 0)
        out.lines[i].coupons.push_back(
            {coupon.code, {row[i], currency}, (*used)->funded_by.empty() ? std::nullopt : std::optional((*used)->funded_by)});
    }
  }
  std::ranges::sort(out.coupons, {}, &PricedCoupon::code);
  return {};
}

}  // namespace gh::pricing

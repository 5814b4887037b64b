#include "contexts/pricing/delivery_fee.h"

#include <algorithm>

#include <fmt/format.h>

#include "contexts/pricing/errors.h"

namespace gh::pricing {

std::int64_t weight_of(const std::vector<Line>& lines, const FarmId& farm) {
  std::int64_t grams = 0;
  for (const auto& line : lines) {
    if (line.farm == farm && line.grams > 0) grams += multiply_divide(line.grams, line.quantity.milli, 1000).value_or(0);
  }
  return grams;
}

Result<PricedDelivery> fee_of(const FeeTerms& terms, std::int64_t grams, Money value) {
  PricedDelivery out;
  out.zone = terms.zone;
  out.grams = grams;
  out.fee = terms.fee;
  out.reason = terms.zone.empty() ? "delivery" : "zone " + terms.zone;
  if (!terms.by_weight.empty()) {
    auto step = std::ranges::find_if(terms.by_weight, [&](const WeightStep& s) { return grams <= s.grams_max; });
    if (step == terms.by_weight.end()) step = std::prev(terms.by_weight.end());
    out.fee = step->fee;
    out.reason += fmt::format(", {} kg", to_string(Quantity{grams}));
  }
  const ValueStep* reached = nullptr;
  for (const auto& step : terms.by_value) {
    if (step.from.currency != value.currency || step.fee.currency != value.currency)
      return fail(errors::bad_cart, "a fee is in another currency");
    if (step.from <= value && step.fee < out.fee && (reached == nullptr || step.fee < reached->fee)) reached = &step;
  }
  if (reached != nullptr) {
    out.fee = reached->fee;
    out.reason += fmt::format(", {} from {}", reached->fee.minor == 0 ? "free" : to_string(reached->fee), to_string(reached->from));
  }
  if (out.fee.currency != value.currency || out.fee.minor < 0) return fail(errors::bad_cart, "a fee that is none");
  return out;
}

}  // namespace gh::pricing

#include "contexts/pricing/tax_table.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::pricing {
namespace {

bool fits(std::string_view wanted, std::string_view given) { return wanted.empty() || wanted == given; }

// How special the rate's category is among these; nothing if it is none of them.
std::optional<std::ptrdiff_t> place_of(const std::string& category, std::span<const std::string> categories) {
  if (category.empty()) return 0;
  const auto found = std::ranges::find(categories, category);
  if (found == categories.end()) return std::nullopt;
  return found - categories.begin() + 1;
}

// The next word; `rest` loses it.
std::string_view word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  const auto end = std::min(rest.find(' '), rest.size());
  const auto found = rest.substr(0, end);
  rest.remove_prefix(end);
  return found;
}

}  // namespace

const TaxRate* TaxTable::find(const Destination& destination, std::span<const std::string> categories) const {
  using Weight = std::tuple<std::ptrdiff_t, std::size_t, bool, bool>;
  const TaxRate* best = nullptr;
  Weight best_weight{};
  for (const auto& rate : rates_) {
    if (!fits(rate.country, destination.country) || !fits(rate.region, destination.region) ||
        !std::string_view(destination.postcode).starts_with(rate.postcode))
      continue;
    const auto place = place_of(rate.category, categories);
    if (!place) continue;
    const Weight weight{*place, rate.postcode.size(), !rate.region.empty(), !rate.country.empty()};
    if (best != nullptr && weight < best_weight) continue;
    best = &rate;
    best_weight = weight;
  }
  return best;
}

Result<TaxRate> parse_tax_rate(std::string_view line) {
  auto rest = line;
  const auto any = [](std::string_view text) { return text == "*" ? std::string() : std::string(text); };
  TaxRate rate;
  rate.country = any(word(rest));
  rate.region = any(word(rest));
  rate.postcode = any(word(rest));
  rate.category = any(word(rest));
  const auto number = word(rest);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), rate.rate_ppm);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  rate.name = rest;
  if (error != std::errc() || end != number.data() + number.size() || rate.rate_ppm < 0 || rate.rate_ppm > ppm || rate.name.empty()) {
    return fail(gh::errors::invalid,
                fmt::format("\"{}\" is no tax rate: country, region, postcode prefix and category ('*': any), millionths, name", line));
  }
  return rate;
}

// US: food is exempt from state sales tax but in these states (Federation of Tax Administrators, "State sales tax rates and food & drug
// exemptions"; AL, AR, IL, KS and MS as their laws are since 2025/26). City and county rates, and state rates on what is no food, are
// the shop's to configure.
// EU: Directive 2006/112/EC, Annex III; DE: § 12 (2) UStG and its Anlage 2; AT: § 10 (2), (3) UStG; FR: art. 278-0 bis, 278 bis and 279
// CGI; ES: arts. 90 and 91 Ley 37/1992 (4 % for bread, milk, cheese, eggs, fruit, vegetables). Delivery is ancillary to the goods and has
// their rate (CJEU C-349/96).
std::vector<std::string> default_tax_rates() {
  return {
      "US AL * food 20000 Alabama grocery tax",
      "US HI * food 40000 Hawaii general excise tax",
      "US ID * food 60000 Idaho sales tax",
      "US MS * food 50000 Mississippi grocery tax",
      "US MO * food 12250 Missouri grocery tax",
      "US SD * food 42000 South Dakota sales tax",
      "US TN * food 40000 Tennessee grocery tax",
      "US UT * food 30000 Utah grocery tax",
      "US VA * food 10000 Virginia grocery tax",
      "DE * * * 190000 USt. 19 %",
      "DE * * food 70000 USt. 7 %",
      "DE * * prepared_food 70000 USt. 7 %",
      "DE * * candy 70000 USt. 7 %",
      "DE * * plant_or_flower 70000 USt. 7 %",
      "DE * * delivery 70000 USt. 7 %",
      "AT * * * 200000 USt. 20 %",
      "AT * * food 100000 USt. 10 %",
      "AT * * prepared_food 100000 USt. 10 %",
      "AT * * candy 100000 USt. 10 %",
      "AT * * plant_or_flower 130000 USt. 13 %",
      "AT * * delivery 100000 USt. 10 %",
      "FR * * * 200000 TVA 20 %",
      "FR * * food 55000 TVA 5.5 %",
      "FR * * soft_drink 55000 TVA 5.5 %",
      "FR * * prepared_food 100000 TVA 10 %",
      "FR * * plant_or_flower 100000 TVA 10 %",
      "FR * * delivery 55000 TVA 5.5 %",
      "ES * * * 210000 IVA 21 %",
      "ES * * food 100000 IVA 10 %",
      "ES * * prepared_food 100000 IVA 10 %",
      "ES * * candy 100000 IVA 10 %",
      "ES * * plant_or_flower 100000 IVA 10 %",
      "ES * * vegetables 40000 IVA 4 %",
      "ES * * fruit 40000 IVA 4 %",
      "ES * * eggs 40000 IVA 4 %",
      "ES * * delivery 100000 IVA 10 %",
  };
}

}  // namespace gh::pricing

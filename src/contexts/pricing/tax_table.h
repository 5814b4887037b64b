// TaxTable: which rate applies to a category of goods at a destination. Immutable after it was made; any thread.
//
// A rate fits if each of its country, region and category is empty or names where the goods go and what they are, and its postcode is how
// the destination's begins. Of those that fit, the more special category wins (of the catalog's tree, then the tax category, then any),
// then the longer postcode, the region, the country; of equal ones the last, so that a shop's own rates come after the built-in ones.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "contexts/pricing/types.h"

namespace gh::pricing {

inline constexpr std::size_t tax_rates_max = 10'000;

struct TaxRate {
  std::string country;
  std::string region;
  std::string postcode;  // prefix
  std::string category;
  std::int64_t rate_ppm = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(TaxRate, (), (country, region, postcode, category, rate_ppm, name))

class TaxTable {
 public:
  TaxTable() = default;
  explicit TaxTable(std::vector<TaxRate> rates) : rates_(std::move(rates)) {}

  // Null: nothing is due.
  // categories: from the general to the special.
  const TaxRate* find(const Destination& destination, std::span<const std::string> categories) const;
  const std::vector<TaxRate>& rates() const { return rates_; }

 private:
  std::vector<TaxRate> rates_;
};

// "US VA * food 10000 Virginia grocery tax": country, region, postcode prefix and category, each '*' for any, the rate in millionths, the
// name. errors::invalid names what is wrong.
Result<TaxRate> parse_tax_rate(std::string_view line);

// What the program knows by itself; a shop that sells elsewhere, or must charge local rates, brings a table of its own.
std::vector<std::string> default_tax_rates();

}  // namespace gh::pricing

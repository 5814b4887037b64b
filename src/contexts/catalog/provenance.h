// The one list of what a product must say before it is sold: publish() and every edit of a published product check it, the API and the
// farm desk show what is missing. Pure.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "contexts/catalog/types.h"

namespace gh::catalog {

struct ProvenanceRule {
  std::string_view name;
  std::string_view pointer;  // to the field of the product that the farmer fills in
  std::string_view message;
  bool (*met)(const Product&, const Facts&);
};
std::span<const ProvenanceRule> provenance_rules();
std::vector<const ProvenanceRule*> missing_provenance(const Product&, const Facts&);
// How much of the list is there, in per cent, rounded down: 100 only if nothing is missing.
int completeness(std::size_t missing);
// provenance_required: the extension "missing" has the rules' names, and there is a field error for each.
Result<void> require_provenance(const Product&, const Facts&);

}  // namespace gh::catalog

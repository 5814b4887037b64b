#include "contexts/catalog/provenance.h"

#include <algorithm>

#include "contexts/catalog/categories.h"
#include "contexts/catalog/errors.h"
#include "contexts/catalog/labels.h"

namespace gh::catalog {
namespace {

bool has_harvest(const Product& p, const Facts& facts) {
  return p.harvest.date || (p.harvest.from_month && p.harvest.to_month) || facts.latest_harvest;
}
bool field_is_the_farms(const Product& p, const Facts& facts) {
  return p.origin.field && std::ranges::find(facts.fields, *p.origin.field, &FieldFact::id) != facts.fields.end();
}
bool certificate_is_true(const Product& p, const Facts& facts) {
  return p.lapsed ||  // it was true, and waits for the certificate
         p.certificate.claim == CertificateClaim::none_claimed ||
         std::ranges::any_of(claimed_labels(p.certificate, facts.labels), [&](const Label& label) { return holds(label, facts.now); });
}
bool certificate_covers(const Product& p, const Facts& facts) {
  if (!certificate_is_true(p, facts) || p.lapsed || p.certificate.claim != CertificateClaim::certified) return true;  // another rule's
  const auto demanded = demands_of(tree_of(facts), p.category).certificate_scopes;
  return std::ranges::any_of(claimed_labels(p.certificate, facts.labels),
                             [&](const Label& label) { return holds(label, facts.now) && covers(label, demanded); });
}
bool has_priced_variant(const Product& p, const Facts&) {
  return !p.variants.empty() && std::ranges::all_of(p.variants, [](const Variant& v) { return v.price.minor > 0; });
}

bool has_category(const Product& p, const Facts& facts) { return find(tree_of(facts), p.category) != nullptr; }
bool says_storage(const Product& p, const Facts& facts) {
  return p.storage_class || !demands_of(tree_of(facts), p.category).states_storage;
}
bool says_allergens(const Product& p, const Facts& facts) {
  return p.allergens || !demands_of(tree_of(facts), p.category).declares_allergens;
}

constexpr ProvenanceRule rules[] = {
    {"origin_farm", "/farm", "The farm must be verified.",
     [](const Product& p, const Facts& f) { return p.farm.id == f.farm.id && f.farm_verified; }},
    {"origin_field", "/field", "Name the field or plot of the farm that it grows on.", field_is_the_farms},
    {"priced_variant", "/variants", "There must be a variant, and every variant needs a price.", has_priced_variant},
    {"harvest", "/harvest", "Give a harvest date or season, or a lot with its harvest date.", has_harvest},
    {"certification", "/certificate", "Name a certificate that the farm holds today, or say that none is claimed.", certificate_is_true},
    {"certificate_scope", "/certificate", "The certificate is not for goods of this category: crops, livestock or handling.",
     certificate_covers},
    {"description", "/description", "Describe the product.", [](const Product& p, const Facts&) { return !p.description.empty(); }},
    {"category", "/category", "Choose a category that the shop has.", has_category},
    {"storage_class", "/storage_class", "Goods of this category spoil: say how they are stored and carried.", says_storage},
    {"allergens", "/allergens", "Say which allergens it has; an empty list says that it has none.", says_allergens},
};

}  // namespace

std::span<const ProvenanceRule> provenance_rules() { return rules; }

std::vector<const ProvenanceRule*> missing_provenance(const Product& product, const Facts& facts) {
  std::vector<const ProvenanceRule*> missing;
  for (const auto& rule : rules)
    if (!rule.met(product, facts)) missing.push_back(&rule);
  return missing;
}

int completeness(std::size_t missing) { return static_cast<int>((std::size(rules) - missing) * 100 / std::size(rules)); }

Result<void> require_provenance(const Product& product, const Facts& facts) {
  const auto missing = missing_provenance(product, facts);
  if (missing.empty()) return {};
  std::string names;
  for (const auto* rule : missing) names += fmt::format("{}\"{}\"", names.empty() ? "" : ",", rule->name);
  Error error(errors::provenance_required, fmt::format("{} of {} things are missing.", missing.size(), std::size(rules)));
  error.extend("missing", "[" + names + "]");
  for (const auto* rule : missing) error.field(std::string(rule->pointer), std::string(rule->name), std::string(rule->message));
  return fail(std::move(error));
}

}  // namespace gh::catalog

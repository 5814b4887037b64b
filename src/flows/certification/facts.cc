#include "flows/certification/facts.h"

#include "contexts/farmers/certificates.h"
#include "contexts/farmers/farm.h"

namespace gh::certification {
namespace {

// Both enums name the same things; neither context may know the other's.
constexpr std::pair<farmers::Scheme, catalog::LabelScheme> schemes[] = {{farmers::Scheme::usda_nop, catalog::LabelScheme::usda_nop},
                                                                        {farmers::Scheme::eu, catalog::LabelScheme::eu}};
constexpr std::pair<farmers::Standing, catalog::LabelStanding> standings[] = {
    {farmers::Standing::in_force, catalog::LabelStanding::in_force},
    {farmers::Standing::suspended, catalog::LabelStanding::suspended},
    {farmers::Standing::surrendered, catalog::LabelStanding::surrendered},
    {farmers::Standing::revoked, catalog::LabelStanding::revoked}};

constexpr std::pair<farmers::CertificateScope, catalog::LabelScope> scopes[] = {
    {farmers::CertificateScope::crops, catalog::LabelScope::crops},
    {farmers::CertificateScope::livestock, catalog::LabelScope::livestock},
    {farmers::CertificateScope::handling, catalog::LabelScope::handling},
    {farmers::CertificateScope::wild_crops, catalog::LabelScope::wild_crops}};

template <class From, class To, std::size_t N>
To translated(const std::pair<From, To> (&table)[N], From from) {
  return std::ranges::find(table, from, &std::pair<From, To>::first)->second;
}

}  // namespace

catalog::FarmFacts facts_of(const farmers::Farm& farm) {
  catalog::FarmFacts facts;
  facts.farm = {farm.id, farm.slug, farm.name, farmers::may_sell(farm.status), farm.revision};
  const auto& zone = farmers::zone_of(farm);
  for (const auto& c : farm.certifications) {
    if (!c.verified) continue;
    facts.labels.push_back({.scheme = translated(schemes, c.scheme),
                            .certifier = c.certifier,
                            .number = c.number,
                            .valid_from = c.valid_from,
                            .valid_to = c.valid_to,
                            .document = c.document ? c.document->url : std::string(),
                            .standing = translated(standings, c.standing),
                            .holds_from = farmers::begins(c, zone),
                            .holds_until = farmers::ends(c, zone),
                            .scopes = {}});
    for (const auto scope : c.scopes) facts.labels.back().scopes.push_back(translated(scopes, scope));
  }
  return facts;
}

}  // namespace gh::certification

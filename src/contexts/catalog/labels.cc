#include "contexts/catalog/labels.h"

#include <algorithm>

namespace gh::catalog {

bool holds(const Label& label, Timestamp now) {
  return label.standing == LabelStanding::in_force && label.holds_from <= now && (!label.holds_until || now < *label.holds_until);
}

bool covers(const Label& label, const std::vector<LabelScope>& demanded) {
  if (demanded.empty() || label.scopes.empty()) return true;
  return std::ranges::any_of(label.scopes, [&](LabelScope scope) { return std::ranges::find(demanded, scope) != demanded.end(); });
}

std::vector<Label> claimed_labels(const Certificate& claim, const std::vector<Label>& of_farm) {
  std::vector<Label> labels;
  if (claim.claim != CertificateClaim::certified) return labels;
  for (const auto& label : of_farm)
    if (claim.number.empty() || claim.number == label.number) labels.push_back(label);
  return labels;
}

std::vector<Label> holding_labels(const Product& product, Timestamp now) {
  std::vector<Label> labels;
  for (const auto& label : claimed_labels(product.certificate, product.farm_labels))
    if (holds(label, now)) labels.push_back(label);
  return labels;
}

bool claim_holds(const Product& product, Timestamp now) {
  return product.certificate.claim != CertificateClaim::certified || !holding_labels(product, now).empty();
}

bool is_shown(const Product& product, Timestamp now) { return product.status == Status::published && claim_holds(product, now); }

std::optional<Timestamp> next_turn(const Product& product, Timestamp now) {
  std::optional<Timestamp> next;
  const auto consider = [&](Timestamp moment) {
    if (moment > now && (!next || moment < *next)) next = moment;
  };
  for (const auto& label : claimed_labels(product.certificate, product.farm_labels)) {
    if (label.standing != LabelStanding::in_force) continue;
    consider(label.holds_from);
    if (label.holds_until) consider(*label.holds_until);
  }
  return next;
}

void bring_up(Product& product, Timestamp now) { product.lapsed = product.status == Status::published && !claim_holds(product, now); }

void take_farm(Product& product, const FarmFacts& facts, Timestamp now) {
  if (facts.farm.revision >= product.farm.revision) {
    product.farm = facts.farm;
    product.farm_labels = facts.labels;
  }
  bring_up(product, now);
}

}  // namespace gh::catalog

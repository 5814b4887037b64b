// Certification labels: what a product's claim is worth, from the certificates of its farm. Pure functions; the clock comes in as `now`.
//
// A product carries the facts of its farm's certificates (Label), each with the moments between which it holds. Whoever shows or sells a
// product asks here, so that a label is gone at the very moment at which its certificate ends. What is stored besides (Product::lapsed)
// only keeps the product out of the lists' indexes; a task brings it up to the clock (flows/certification).
#pragma once
#include <optional>
#include <vector>

#include "contexts/catalog/types.h"

namespace gh::catalog {

bool holds(const Label&, Timestamp now);
// Whether it is for goods of a category that demands one of these scopes; none demanded, or none known of it: yes.
bool covers(const Label&, const std::vector<LabelScope>& demanded);

// Of the farm's certificates those that the claim names: by number, or all of them where it names none.
std::vector<Label> claimed_labels(const Certificate& claim, const std::vector<Label>& of_farm);
std::vector<Label> holding_labels(const Product&, Timestamp now);
// Claims nothing, or something that holds now.
bool claim_holds(const Product&, Timestamp now);
// Everybody may see and, if its farm sells, buy it.
bool is_shown(const Product&, Timestamp now);
// When the clock alone changes what is shown of the product's labels, or whether it is shown.
std::optional<Timestamp> next_turn(const Product&, Timestamp now);

// Takes over what is new of the farm, never what is older than the product knows, and brings `lapsed` up to the clock.
void take_farm(Product&, const FarmFacts&, Timestamp now);
void bring_up(Product&, Timestamp now);

}  // namespace gh::catalog

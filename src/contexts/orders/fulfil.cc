#include "contexts/orders/fulfil.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/orders/errors.h"
#include "contexts/orders/refunds.h"
#include "platform/crypto/sha256.h"

namespace gh::orders {
namespace {

EventData of(const FarmId& farm) { return {{"farm", farm.text()}}; }

Result<Part*> part_of(Order& order, const FarmId& farm) {
  ensure_parts(order);
  auto* part = find_part(order, farm);
  if (part == nullptr || !was_paid(order)) return fail(gh::errors::not_found);
  return part;
}

// The packs that are missing from what the part still has to have.
Result<std::vector<LineQuantity>> missing_of(const Order& order, const FarmId& farm, const std::vector<LineQuantity>& packed) {
  std::vector<LineQuantity> missing;
  for (std::size_t i = 0; i < packed.size(); ++i) {
    const auto& [sku, quantity] = packed[i];
    const auto line = std::ranges::find_if(order.lines, [&](const auto& l) { return l.sku == sku && l.farm == farm; });
    const auto twice = std::ranges::count(packed, sku, &LineQuantity::sku) > 1;
    if (line == order.lines.end() || twice) {
      Error error(errors::line_unknown);
      error.field(fmt::format("/lines/{}/sku", i), "line_unknown", "Not a line of this part, or named twice.");
      return fail(std::move(error));
    }
    const auto left = left_of(order, *line);
    if (quantity.milli < 0 || quantity > left) {
      Error error(errors::not_left);
      error.field(fmt::format("/lines/{}/quantity", i), "not_left", "At most " + to_string(left) + ".");
      return fail(error.extend("left", to_string(left)));
    }
    if (quantity < left) missing.push_back({sku, left - quantity});
  }
  return missing;
}

}  // namespace

Result<void> start_packing(Order& order, const FarmId& farm, const Cause& cause) {
  GH_TRY(const auto* part, part_of(order, farm));
  if (part->status == PartStatus::packing) return {};
  return append(order, EventType::packing_started, cause, of(farm));
}

Result<void> mark_packed(Order& order, const FarmId& farm, const std::vector<LineQuantity>& packed, Timestamp look_at, const Cause& cause) {
  GH_TRY(const auto* part, part_of(order, farm));
  if (part->status == PartStatus::packed) return {};
  if (part->status != PartStatus::paid && part->status != PartStatus::packing) return fail(illegal(*part));
  GH_TRY(auto missing, missing_of(order, farm, packed));
  if (!missing.empty()) {
    const GiveBack shortage{.id = crypto::derive_id<RefundId>("refund of what was not packed", order.id.text(), farm.text()),
                            .farm = farm,
                            .lines = std::move(missing),
                            .restock = false,
                            .reason = RefundReason::short_packed,
                            .text = {}};
    GH_CHECK(cancel_lines(order, shortage, look_at, cause));
    if (find_part(order, farm)->status == PartStatus::cancelled) return {};
  }
  return append(order, EventType::packed, cause, of(farm));
}

Result<void> mark_shipped(Order& order, const FarmId& farm, Shipment shipment, const Cause& cause) {
  GH_TRY(auto* part, part_of(order, farm));
  if (part->status == PartStatus::shipped) return {};
  auto data = of(farm);
  for (const auto& [name, value] : {std::pair("carrier", &shipment.carrier), {"tracking", &shipment.tracking}, {"tour", &shipment.tour}}) {
    if (!value->empty()) data.emplace(name, *value);
  }
  GH_CHECK(append(order, EventType::shipped, cause, std::move(data)));
  shipment.at = cause.at;
  part->shipment = std::move(shipment);
  return {};
}

// Who took it is a person's name: it is in the part, where it can be erased, and not in the event.
Result<void> mark_delivered(Order& order, const FarmId& farm, Handover handover, const Cause& cause) {
  GH_TRY(auto* part, part_of(order, farm));
  if (part->status == PartStatus::delivered) return {};
  GH_CHECK(append(order, EventType::delivered, cause, of(farm)));
  if (handover.at.ms == 0 || handover.at > cause.at) handover.at = cause.at;
  part->handover = std::move(handover);
  return {};
}

Result<void> add_note(Order& order, OrderNote note) {
  if (order.notes.size() >= notes_max) return fail(errors::too_many_notes);
  order.updated = note.at;
  order.notes.push_back(std::move(note));
  return {};
}

}  // namespace gh::orders

#include "contexts/orders/chain.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "contexts/orders/errors.h"
#include "contexts/orders/journal.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace gh::orders {
namespace {

class Canonical {
 public:
  explicit Canonical(std::string_view purpose) { add(purpose); }

  Canonical& add(std::string_view part) {
    fmt::format_to(std::back_inserter(text_), "{}:", part.size());
    text_.append(part);
    return *this;
  }
  Canonical& add(std::int64_t number) { return add(std::string_view(fmt::format_int(number).c_str())); }
  Canonical& add(Money money) { return add(money.minor).add(money.currency.text()); }
  std::string hash() const { return crypto::base64url(crypto::sha256(text_)); }

 private:
  std::string text_;
};

Error broken(const OrderEvent& event, std::string_view why) {
  return {errors::chain_broken, fmt::format("event {} ({}): {}", event.sequence, json::enum_name(event.type), why)};
}

bool datum_is(const OrderEvent& event, const std::string& name, const std::string& value) {
  const auto found = event.data.find(name);
  return found != event.data.end() && found->second == value;
}

}  // namespace

std::string event_hash(const OrderId& order, const std::string& hash_before, const OrderEvent& event) {
  Canonical canonical("greenharvest order event 1");
  canonical.add(order.text()).add(hash_before).add(event.sequence).add(json::enum_name(event.type)).add(event.at.ms);
  canonical.add(event.actor).add(event.request_id);
  for (const auto& [name, value] : event.data) canonical.add(name).add(value);
  return canonical.hash();
}

std::string snapshot_hash(const Order& order) {
  Canonical canonical("greenharvest order snapshot 1");
  canonical.add(order.cart.text()).add(order.buyer ? order.buyer->text() : std::string());
  canonical.add(order.totals.subtotal).add(order.totals.total);
  for (const auto& line : order.lines) {
    canonical.add(line.sku.text()).add(line.title).add(line.farm.text()).add(line.farm_name).add(line.unit).add(line.pack.milli);
    canonical.add(line.quantity.milli).add(line.unit_price).add(line.line_total);
    canonical.add(line.origin.field ? line.origin.field->text() : std::string()).add(line.origin.field_name).add(line.origin.certificate);
  }
  return canonical.hash();
}

std::string parts_hash(const Order& order) {
  Canonical canonical("greenharvest order parts 1");
  for (const auto& part : order.parts) {
    canonical.add(part.farm.text()).add(part.farm_name).add(part.delivery_fee);
    if (!part.delivery) continue;
    canonical.add(json::enum_name(part.delivery->method));
    if (const auto& window = part.delivery->window) canonical.add(window->day.days).add(window->from).add(window->to);
    if (const auto& point = part.delivery->pick_up) canonical.add(point->id);
  }
  for (const auto& line : order.lines) canonical.add(line.sku.text()).add(json::enum_name(line.storage));
  return canonical.hash();
}

std::string prices_hash(const Order& order) {
  Canonical canonical("greenharvest order prices 1");
  const auto add_tax = [&](const TaxShare& tax) { canonical.add(tax.name).add(tax.rate_ppm).add(tax.included ? 1 : 0).add(tax.amount); };
  canonical.add(order.totals.discounts).add(order.totals.delivery).add(order.totals.tax);
  for (const auto& line : order.lines) {
    canonical.add(line.sku.text());
    if (!line.price) continue;
    canonical.add(line.price->regular_unit_price).add(json::enum_name(line.price->reason)).add(line.price->amount);
    for (const auto& share : line.price->coupons)
      canonical.add(share.code).add(share.amount).add(share.funded_by ? share.funded_by->text() : std::string());
    add_tax(line.price->tax);
  }
  for (const auto& part : order.parts) {
    canonical.add(part.farm.text());
    if (!part.fee) continue;
    canonical.add(part.fee->reason).add(part.fee->fee);
    add_tax(part.fee->tax);
  }
  for (const auto& booking : order.bookings) {
    canonical.add(json::enum_name(booking.kind)).add(booking.name).add(booking.sku.text()).add(booking.quantity.milli);
  }
  return canonical.hash();
}

std::string lots_hash(const Order& order) {
  Canonical canonical("greenharvest order lots 1");
  for (const auto& line : order.lines) {
    canonical.add(line.sku.text());
    for (const auto& share : line.lots) canonical.add(share.lot.text()).add(share.quantity.milli);
  }
  return canonical.hash();
}

namespace {

Result<void> verify_data(const Order& order, const OrderEvent& event) {
  if (event.type == EventType::placed) {
    if (!datum_is(event, "snapshot", snapshot_hash(order))) return fail(broken(event, "lines or totals are not what was ordered"));
    // A document from before there were parts has none in its first event.
    if (event.data.contains("parts") && !datum_is(event, "parts", parts_hash(order))) {
      return fail(broken(event, "the parts are not what was ordered"));
    }
    if (event.data.contains("prices") && !datum_is(event, "prices", prices_hash(order))) {
      return fail(broken(event, "the explanation of the prices is not the one that was agreed"));
    }
  }
  if (event.type == EventType::paid && !datum_is(event, "lots", lots_hash(order))) {
    return fail(broken(event, "the lots are not those that were filled from"));
  }
  return {};
}

Result<void> verify_statuses(const Order& order, const State& state) {
  if (status_of(state) != order.status) {
    return fail(errors::chain_broken,
                fmt::format("the events lead to {}, the order says {}", json::enum_name(status_of(state)), json::enum_name(order.status)));
  }
  for (const auto& part : order.parts) {
    const auto reached = std::ranges::find(state.parts, part.farm, &PartState::farm);
    if (reached == state.parts.end() || reached->status != part.status) {
      return fail(errors::chain_broken, fmt::format("the events do not lead to {} for {}", json::enum_name(part.status), part.farm.text()));
    }
  }
  return {};
}

}  // namespace

Result<void> verify_chain(const Order& order) {
  if (order.events.empty()) return fail(errors::chain_broken, "there is no event");
  std::string before;
  State state = initial_state(order);
  for (std::size_t i = 0; i < order.events.size(); ++i) {
    const auto& event = order.events[i];
    if (event.sequence != static_cast<std::int64_t>(i) + 1) return fail(broken(event, "is not the next in the sequence"));
    if (event.hash != event_hash(order.id, before, event)) return fail(broken(event, "its hash does not fit"));
    const bool fits = i == 0 ? event.type == EventType::placed : step(state, event.type, event.data);
    if (!fits) return fail(broken(event, "may not stand here"));
    GH_CHECK(verify_data(order, event));
    before = event.hash;
  }
  return verify_statuses(order, state);
}

}  // namespace gh::orders

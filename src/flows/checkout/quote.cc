#include "flows/checkout/quote.h"

#include <fmt/format.h>

#include "contexts/orders/errors.h"
#include "platform/json/json.h"

namespace gh::checkout {
namespace {

std::optional<LineChange> compare(const orders::CartLine& line, const catalog::SellableVariant& offer,
                                  const inventory::Availability& stock) {
  LineChange change;
  change.sku = line.sku;
  change.quantity = line.quantity;
  if (!offer.on_sale) {
    change.reason = ChangeReason::not_on_sale;
    change.available = Quantity{};
    return change;
  }
  change.seen_unit_price = line.unit_price;
  change.unit_price = offer.price;
  change.available = stock.available;
  if (stock.available < line.quantity) {
    change.reason = ChangeReason::not_enough;
  } else if (offer.price != line.unit_price) {
    change.reason = ChangeReason::price_changed;
  } else if (offer.step.milli > 0 && line.quantity.milli % offer.step.milli != 0) {
    change.reason = ChangeReason::quantity_not_sold;
  } else {
    return std::nullopt;
  }
  return change;
}

std::string certificate_of(const catalog::Certificate& certificate) {
  return certificate.claim == catalog::CertificateClaim::certified ? certificate.number : std::string(json::enum_name(certificate.claim));
}

orders::Storage storage_of(catalog::StorageClass storage) {
  switch (storage) {
    case catalog::StorageClass::ambient:
      break;
    case catalog::StorageClass::chilled:
      return orders::Storage::chilled;
    case catalog::StorageClass::eggs:
      return orders::Storage::eggs;
    case catalog::StorageClass::frozen:
      return orders::Storage::frozen;
  }
  return orders::Storage::ambient;
}

orders::OrderLine snapshot(const orders::CartLine& line, const catalog::SellableVariant& offer) {
  orders::OrderLine out;
  out.sku = line.sku;
  out.title = offer.variant_title.empty() ? offer.title : fmt::format("{}, {}", offer.title, offer.variant_title);
  out.farm = offer.farm.id;
  out.farm_name = offer.farm.name;
  out.unit = json::enum_name(offer.unit);
  out.pack = offer.pack;
  out.quantity = line.quantity;
  out.unit_price = offer.price;
  out.storage = storage_of(offer.storage);
  out.origin = {offer.origin.field, offer.origin.field_name, certificate_of(offer.certificate)};
  return out;
}

// What the cart would cost at the new prices, leaving out what is not sold any more.
std::optional<Money> new_total(const orders::Cart& cart, const std::vector<catalog::SellableVariant>& offers) {
  std::optional<Money> sum;
  for (std::size_t i = 0; i < cart.lines.size(); ++i) {
    if (!offers[i].on_sale) continue;
    const auto line = multiply(offers[i].price, cart.lines[i].quantity);
    if (!line) return std::nullopt;
    sum = sum ? add(*sum, *line) : line;
    if (!sum) return std::nullopt;
  }
  return sum;
}

}  // namespace

Error changed(const ErrorKind& kind, const std::vector<LineChange>& changes) {
  return Error(kind).extend("changes", json::to_string(changes));
}

Result<std::vector<orders::OrderLine>> quote(const orders::Cart& cart, const std::vector<catalog::SellableVariant>& offers,
                                             const std::vector<inventory::Availability>& stock) {
  if (cart.lines.empty()) return fail(orders::errors::cart_empty);
  if (offers.size() != cart.lines.size() || stock.size() != cart.lines.size())
    return fail(errors::internal, "a quote with missing answers");
  std::vector<LineChange> changes;
  std::vector<orders::OrderLine> lines;
  lines.reserve(cart.lines.size());
  for (std::size_t i = 0; i < cart.lines.size(); ++i) {
    if (auto change = compare(cart.lines[i], offers[i], stock[i])) {
      changes.push_back(*std::move(change));
    } else {
      lines.push_back(snapshot(cart.lines[i], offers[i]));
    }
  }
  if (changes.empty()) return lines;
  Error error = changed(orders::errors::cart_changed, changes);
  if (const auto total = new_total(cart, offers)) error.extend("total", json::to_string(*total));
  return fail(std::move(error));
}

}  // namespace gh::checkout

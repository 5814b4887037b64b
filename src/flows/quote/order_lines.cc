#include "flows/quote/order_lines.h"

#include <fmt/format.h>

#include "platform/json/json.h"

namespace gh::quote {
namespace {

std::string certificate_of(const catalog::Certificate& certificate) {
  return certificate.claim == catalog::CertificateClaim::certified ? certificate.number : std::string(json::enum_name(certificate.claim));
}

orders::Storage storage_of(catalog::StorageClass storage) {
  switch (storage) {
    case catalog::StorageClass::ambient:
      return orders::Storage::ambient;
    case catalog::StorageClass::chilled:
      return orders::Storage::chilled;
    case catalog::StorageClass::eggs:
      return orders::Storage::eggs;
    case catalog::StorageClass::frozen:
      return orders::Storage::frozen;
  }
  return orders::Storage::ambient;
}

orders::PriceReason reason_of(pricing::PriceReason reason) {
  switch (reason) {
    case pricing::PriceReason::regular:
      return orders::PriceReason::regular;
    case pricing::PriceReason::sale:
      return orders::PriceReason::sale;
    case pricing::PriceReason::volume:
      return orders::PriceReason::volume;
  }
  return orders::PriceReason::regular;
}

orders::TaxShare share_of(const pricing::Tax& tax) { return {tax.name, tax.rate_ppm, tax.included, tax.amount}; }

// What was chosen for the farm, with the window as it is now.
std::optional<orders::PartDelivery> delivery_of(const FarmId& farm, const std::vector<orders::DeliveryChoice>& choices,
                                                const std::optional<orders::DeliveryAddress>& address,
                                                const std::map<FarmId, booking::Terms>& windows) {
  const auto choice = std::ranges::find(choices, farm, &orders::DeliveryChoice::farm);
  if (choice == choices.end() && !address) return std::nullopt;
  orders::PartDelivery delivery;
  delivery.address = address;
  if (choice == choices.end()) return delivery;
  delivery.method = choice->method;
  delivery.note = choice->note;
  const auto window = windows.find(farm);
  if (window == windows.end()) return delivery;
  const auto& terms = window->second;
  delivery.method = terms.window.method == delivery::Method::pick_up ? orders::DeliveryMethod::pick_up : orders::DeliveryMethod::delivery;
  delivery.window = orders::DeliveryWindow{terms.window.day, terms.from, terms.to, terms.booking};
  if (const auto& point = terms.pickup_point)
    delivery.pick_up = orders::PickUpPoint{std::to_string(point->id), point->name, point->address};
  return delivery;
}

}  // namespace

pricing::Line question_of(const catalog::SellableVariant& offer, Quantity quantity) {
  pricing::Line line;
  line.sku = offer.sku;
  line.farm = offer.farm.id;
  line.quantity = quantity;
  line.price = offer.price;
  if (offer.sale) line.sale = pricing::Sale{offer.sale->price, offer.sale->from, offer.sale->to};
  for (const auto& one : offer.breaks) line.breaks.push_back({one.from_quantity, one.price});
  line.categories.reserve(offer.categories.size() + 1);
  line.categories.emplace_back(json::enum_name(offer.tax_category));
  line.categories.insert(line.categories.end(), offer.categories.begin(), offer.categories.end());
  line.grams = offer.pack_grams.value_or(0);
  return line;
}

std::optional<Date> good_until(const catalog::SellableVariant& offer, Timestamp at) {
  if (offer.min_remaining_shelf_life_days == 0) return std::nullopt;
  return Date{date_of(at).days + offer.min_remaining_shelf_life_days};
}

orders::OrderLine order_line(const catalog::SellableVariant& offer, const pricing::PricedLine& priced, Timestamp at) {
  orders::OrderLine out;
  out.sku = offer.sku;
  out.title = offer.variant_title.empty() ? offer.title : fmt::format("{}, {}", offer.title, offer.variant_title);
  out.slug = offer.slug;
  out.category = offer.categories.empty() ? std::string() : offer.categories.back();
  out.farm = offer.farm.id;
  out.farm_name = offer.farm.name;
  out.unit = json::enum_name(offer.unit);
  out.pack = offer.pack;
  out.quantity = priced.quantity;
  out.unit_price = priced.unit_price;
  out.origin = {offer.origin.field, offer.origin.field_name, certificate_of(offer.certificate)};
  out.storage = storage_of(offer.storage);
  out.good_until = good_until(offer, at);
  orders::LinePrice price;
  price.regular_unit_price = priced.regular_unit_price;
  price.reason = reason_of(priced.reason);
  price.amount = priced.amount;
  for (const auto& share : priced.coupons) price.coupons.push_back({share.code, share.amount, share.funded_by});
  price.tax = share_of(priced.tax);
  out.price = std::move(price);
  return out;
}

std::vector<orders::Part> parts_of(const std::vector<orders::OrderLine>& lines, const pricing::Explanation& explanation,
                                   const std::vector<orders::DeliveryChoice>& choices,
                                   const std::optional<orders::DeliveryAddress>& address, const std::map<FarmId, booking::Terms>& windows) {
  std::vector<orders::Part> parts;
  for (const auto& line : lines) {
    if (std::ranges::find(parts, line.farm, &orders::Part::farm) != parts.end()) continue;
    auto& part = parts.emplace_back();
    part.farm = line.farm;
    part.farm_name = line.farm_name;
    part.delivery = delivery_of(line.farm, choices, address, windows);
    const auto priced = std::ranges::find(explanation.farms, line.farm, &pricing::PricedFarm::farm);
    if (priced == explanation.farms.end() || !priced->delivery) continue;
    part.fee = orders::FeePrice{priced->delivery->reason, priced->delivery->fee, share_of(priced->delivery->tax)};
  }
  return parts;
}

}  // namespace gh::quote

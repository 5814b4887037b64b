#include "flows/quote/quotes.h"

#include "contexts/inventory/capacity.h"
#include "flows/quote/order_lines.h"
#include "platform/json/json.h"

namespace gh::quote {
namespace {

constexpr Quantity one_use{1000};

orders::Booking booking(orders::BookingKind kind, const pricing::Coupon& coupon, Sku sku, std::int64_t uses) {
  return {kind, coupon.terms.code, std::move(sku), one_use, {uses * one_use.milli}};
}

// What using the coupon takes: of all its uses, and of this customer's. An account counts by itself, a guest by the e-mail address.
std::vector<orders::Booking> uses_of(const pricing::Coupon& coupon, const Customer& customer) {
  std::vector<orders::Booking> bookings;
  const auto& id = coupon.id.text();
  if (coupon.uses_max)
    bookings.push_back(booking(orders::BookingKind::coupon, coupon, inventory::capacity_sku("coupon", id), *coupon.uses_max));
  const std::string who = customer.user ? customer.user->text() : pricing::normal_email(customer.email);
  if (coupon.uses_per_customer_max && !who.empty()) {
    bookings.push_back(booking(orders::BookingKind::coupon_of_customer, coupon, inventory::capacity_sku("coupon of customer", id, who),
                               *coupon.uses_per_customer_max));
  }
  return bookings;
}

pricing::FeeTerms fees_of(const delivery::Zone& zone) {
  pricing::FeeTerms fees{.zone = zone.name, .fee = zone.fees.fee, .by_weight = {}, .by_value = {}};
  for (const auto& step : zone.fees.by_weight) fees.by_weight.push_back({step.grams_max, step.fee});
  for (const auto& step : zone.fees.by_value) fees.by_value.push_back({step.from, step.fee});
  return fees;
}

pricing::Destination destination_of(const orders::Cart& cart, const Terms& terms) {
  if (!cart.address) return {terms.country, "", ""};
  return {cart.address->country.empty() ? terms.country : cart.address->country, cart.address->state, cart.address->zip};
}

}  // namespace

Money Quotes::unit_price(const catalog::SellableVariant& offer, Quantity quantity) const {
  const auto line = question_of(offer, quantity);
  return pricing::unit_price(line.price, line.sale, line.breaks, line.quantity, clock_.now()).price;
}

// The terms of the cart's codes that may count; the others are troubles, and the bookings of all of these are noted.
Task<Result<std::vector<pricing::CouponTerms>>> Quotes::coupons(const orders::Cart& cart, Customer customer, Quote& quote) const {
  std::vector<pricing::CouponTerms> terms;
  GH_CO_TRY(const auto found, co_await pricing_.by_codes(cart.coupons));
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) {
      quote.troubles.push_back({cart.coupons[i], "unknown", {}});
      continue;
    }
    auto bookings = uses_of(*found[i], customer);
    std::vector<Sku> skus;
    for (const auto& one : bookings) skus.push_back(one.sku);
    GH_CO_TRY(const auto places, co_await inventory_.places(std::move(skus)));
    bool left = true;
    for (std::size_t at = 0; at < places.size(); ++at) {
      // No item yet: nobody has used it.
      if (places[at] && places[at]->taken + bookings[at].quantity > bookings[at].capacity) left = false;
    }
    if (!left) {
      quote.troubles.push_back({found[i]->terms.code, "used_up", {}});
      continue;
    }
    terms.push_back(found[i]->terms);
    std::ranges::move(bookings, std::back_inserter(quote.bookings));
  }
  co_return terms;
}

// What the farm asks of every order, and the fees of the window that was chosen.
Task<Result<pricing::FarmTerms>> Quotes::farm_terms(FarmId farm, const orders::Cart& cart, Quote& quote) const {
  GH_CO_TRY(const auto rules, co_await pricing_.rules_of(farm));
  pricing::FarmTerms terms{farm, rules.minimum_order, {}};
  const auto choice = std::ranges::find(cart.deliveries, farm, &orders::DeliveryChoice::farm);
  if (booking_ == nullptr || choice == cart.deliveries.end() || !choice->window) co_return terms;
  const auto amiss = [&](std::string reason) { quote.deliveries_amiss.push_back({farm, *choice->window, std::move(reason)}); };
  const auto window = delivery::WindowId::parse(*choice->window);
  delivery::Place place;
  if (cart.address) {
    place.postcode = delivery::normal_postcode(cart.address->zip);
    if (const auto& point = cart.address->point) place.point = delivery::Point{point->latitude.value(), point->longitude.value()};
  }
  if (!window) {
    amiss("not_found");
    co_return terms;
  }
  auto chosen = co_await booking_->terms(farm, *window, std::move(place));
  if (!chosen && chosen.error().kind().http_status() >= 500) co_return fail(std::move(chosen).error());
  if (!chosen) {
    amiss(std::string(chosen.error().kind().code));
    co_return terms;
  }
  if (chosen->left < chosen->quantity) {
    amiss("window_full");
    co_return terms;
  }
  if (chosen->minimum && (!terms.minimum || *terms.minimum < *chosen->minimum)) terms.minimum = chosen->minimum;
  if (chosen->zone) terms.delivery = fees_of(*chosen->zone);
  quote.bookings.push_back({orders::BookingKind::window, *choice->window, chosen->booking, chosen->quantity, chosen->capacity});
  quote.windows.emplace(farm, *std::move(chosen));
  co_return terms;
}

void Quotes::keep_bookings_that_count(Quote& quote) const {
  for (const auto& coupon : quote.explanation->coupons) {
    if (coupon.state == pricing::CouponState::applied) continue;
    std::erase_if(quote.bookings, [&](const auto& one) { return one.kind != orders::BookingKind::window && one.name == coupon.code; });
    if (coupon.state == pricing::CouponState::not_combined) continue;  // another one takes off more
    quote.troubles.push_back({coupon.code, std::string(json::enum_name(coupon.state)), coupon.missing});
  }
}

Task<Result<Quote>> Quotes::of(orders::Cart cart, Customer customer) const {
  Quote quote;
  std::vector<Sku> skus;
  skus.reserve(cart.lines.size());
  for (const auto& line : cart.lines) skus.push_back(line.sku);
  if (skus.empty()) co_return quote;
  pricing::Question question;
  question.at = clock_.now();
  GH_CO_TRY(quote.offers, co_await catalog_.sellable(std::move(skus)));
  std::vector<inventory::StockQuestion> stock;
  stock.reserve(quote.offers.size());
  for (const auto& offer : quote.offers) stock.push_back({offer.sku, good_until(offer, question.at)});
  GH_CO_TRY(quote.stock, co_await inventory_.available(std::move(stock)));
  question.tax_included = terms_.tax_included;
  question.destination = destination_of(cart, terms_);
  for (std::size_t i = 0; i < cart.lines.size(); ++i) {
    auto& line = cart.lines[i];
    const auto asked = question_of(quote.offers[i], line.quantity);
    const auto unit = pricing::unit_price(asked.price, asked.sale, asked.breaks, asked.quantity, question.at);
    if (auto change = compare(line, quote.offers[i], unit.price, quote.stock[i])) quote.changes.push_back(*std::move(change));
    if (quote.offers[i].on_sale) question.lines.push_back(asked);
  }
  if (question.lines.empty()) co_return quote;
  for (const auto& line : question.lines) {
    if (std::ranges::find(question.farms, line.farm, &pricing::FarmTerms::farm) != question.farms.end()) continue;
    GH_CO_TRY(auto farm, co_await farm_terms(line.farm, cart, quote));
    question.farms.push_back(std::move(farm));
  }
  if (!cart.coupons.empty()) {
    GH_CO_TRY(question.coupons, co_await coupons(cart, std::move(customer), quote));
  }
  GH_CO_TRY(quote.explanation, pricing::price(question, terms_.taxes));
  keep_bookings_that_count(quote);
  co_return quote;
}

}  // namespace gh::quote

// From the catalog's and the pricing engine's words to those that an order keeps. Pure.
#pragma once
#include <map>
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/orders/types.h"
#include "contexts/pricing/engine.h"
#include "flows/booking/booking.h"

namespace gh::quote {

// What the engine is asked about an offer.
pricing::Line question_of(const catalog::SellableVariant& offer, Quantity quantity);

// A lot that has less to go than the product must have is not sold any more: until when what is bought at `at` must be good.
std::optional<Date> good_until(const catalog::SellableVariant& offer, Timestamp at);

// The snapshot of the offer with its price.
orders::OrderLine order_line(const catalog::SellableVariant& offer, const pricing::PricedLine& priced, Timestamp at);

// One per farm, in the order of the lines, with the fees; choices: of the cart.
std::vector<orders::Part> parts_of(const std::vector<orders::OrderLine>& lines, const pricing::Explanation& explanation,
                                   const std::vector<orders::DeliveryChoice>& choices,
                                   const std::optional<orders::DeliveryAddress>& address, const std::map<FarmId, booking::Terms>& windows);

}  // namespace gh::quote

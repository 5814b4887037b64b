// Carts as a buyer sees them.
#pragma once
#include "contexts/delivery/types.h"
#include "contexts/orders/service.h"
#include "flows/cart/cart.h"
#include "gateway/route_table.h"
#include "platform/json/fields.h"

namespace gh::gateway {

// What a buyer says of where an order goes; of carts and of orders.
struct AddressInput {
  json::Text<1, 100> name;
  json::Text<1, 200> street;
  json::Text<1, 100> city;
  std::optional<json::Text<1, 60>> state;
  json::Text<2, 10> zip;
  json::CountryCode country;
  std::optional<json::Text<3, 30>> phone;
  std::optional<orders::AddressPoint> point;  // for zones that are circles
};
BOOST_DESCRIBE_STRUCT(AddressInput, (), (name, street, city, state, zip, country, phone, point))

struct DeliveryChoiceInput {
  FarmId farm;
  std::optional<delivery::WindowId> window;                        // says the method, too
  std::optional<orders::DeliveryMethod> method;                    // absent: delivery
  std::optional<json::Text<0, orders::note_characters_max>> note;  // for the farm
};
BOOST_DESCRIBE_STRUCT(DeliveryChoiceInput, (), (farm, window, method, note))

using DeliveryChoices = json::List<DeliveryChoiceInput, 0, orders::lines_max>;

orders::CartChoices choices_of(const std::optional<AddressInput>& address, const std::optional<DeliveryChoices>& deliveries);

// Everything lives as long as the table.
void cart_routes(RouteTable& table, orders::Service& orders, cart::Carts& carts);

}  // namespace gh::gateway

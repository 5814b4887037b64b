// Coupons and orders of the demo shop, by invented customers, one for each thing that can become of an order and enough paid ones to fill a
// page.
#pragma once
#include <vector>

#include "apps/greenharvest/shop.h"

namespace gh::app {

// What is bought: now and then something of the farm that whoever tries the demo signs in as.
struct DemoGoods {
  std::vector<Sku> of_all, of_own;
};

// How many orders there are.
Task<Result<int>> load_demo_orders(Shop& shop, DemoGoods goods);
// A few of the shopper that whoever tries the demo signs in as.
Task<Result<int>> load_shopper_orders(Shop& shop, UserId shopper, std::string email, DemoGoods goods);

}  // namespace gh::app

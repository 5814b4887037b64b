// Coupons and orders of the demo shop, by invented customers, one for each thing that can become of an order and enough paid ones to fill a
// page.
#pragma once
#include <vector>

#include "apps/greenharvest/shop.h"

namespace gh::app {

// skus: what is bought. How many orders there are.
Task<Result<int>> load_demo_orders(Shop& shop, std::vector<Sku> skus);

}  // namespace gh::app

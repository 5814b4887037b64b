// The demo shop: a few invented farms with what they would sell in late autumn, real ones (demo_farms.h), orders, and three people to sign
// in as. Deterministic but for ids.
#pragma once
#include <string>
#include <vector>

#include "apps/greenharvest/shop.h"

namespace gh::app {

struct Person {
  std::string email, password, name;
  identity::Role role;
};

inline const Person demo_admin{"admin@example.com", "check-the-carrots", "Robin Admin", identity::Role::admin};
inline const Person demo_shopper{"ada@example.com", "try-the-carrots", "Ada Shopper", identity::Role::customer};
// The owner of the first farm; the owners of the others are farmer-2@example.com and so on.
inline const Person demo_farmer{"farmer@example.com", "grow-the-carrots", "Jo Farmer", identity::Role::farmer};

struct DemoSummary {
  bool was_there = false;
  int farms = 0, products = 0, orders = 0;
};

// Loads the shop into an empty data folder; a folder that has it is left alone. small: the invented farms only, without orders.
Task<Result<DemoSummary>> load_demo(Shop& shop, bool small);

// Generated products of the first demo farm, each published and with one lot of `units` (0: none). For measuring and for load tests.
Task<Result<std::vector<Sku>>> generate_products(Shop& shop, int count, int units);

}  // namespace gh::app

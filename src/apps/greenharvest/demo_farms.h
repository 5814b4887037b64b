// The farms of the demo shop that are real: an extract of the USDA local food directory (demo_farms.csv, public domain), imported by the
// rules of every import, claimed by invented owners and filled with products that are in season. What they sell, their prices,
// certificates and stories are invented.
#pragma once
#include "apps/greenharvest/shop.h"

namespace gh::app {

struct DirectoryFarms {
  int farms = 0, products = 0;
  std::vector<Sku> skus;  // of the farms' first products
};

// Its clock; where and when it delivers (to the ZIPs around it, on two afternoons of the week, free above a value), and Saturdays at its
// gate.
Task<Result<void>> plan_delivery(Shop& shop, farmers::Farm farm);

// password: of all the owners.
Task<Result<DirectoryFarms>> load_directory_farms(Shop& shop, std::string password);

}  // namespace gh::app

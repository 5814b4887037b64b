// Stock as the shop sees it: of all farms, and a lot by the code on its crate.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/inventory/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The services live as long as the table.
void shop_stock_routes(RouteTable& table, inventory::Service& inventory, catalog::Service& catalog);

}  // namespace gh::gateway

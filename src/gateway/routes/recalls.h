// A recall by the shop: what a lot became, then the recall itself.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/inventory/service.h"
#include "contexts/orders/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The services live as long as the table.
void recall_routes(RouteTable& table, inventory::Service& inventory, catalog::Service& catalog, orders::Service& orders);

}  // namespace gh::gateway

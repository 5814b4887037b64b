// Stock as a farm sees and changes it.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The services live as long as the table.
void inventory_routes(RouteTable& table, inventory::Service& inventory, catalog::Service& catalog, farmers::Service& farms);

}  // namespace gh::gateway

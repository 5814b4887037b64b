// Products: what everybody sees of one.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// Everything lives as long as the table.
void catalog_routes(RouteTable& table, catalog::Service& catalog, inventory::Service& inventory, farmers::Service& farms);

}  // namespace gh::gateway

// Products: the public catalog with its search, and the farm's desk.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/service.h"
#include "flows/publish/publish.h"
#include "gateway/route_table.h"
#include "platform/ports/search.h"

namespace gh::gateway {

// Everything lives as long as the table.
void catalog_routes(RouteTable& table, catalog::Service& catalog, publish::Publisher& publisher, inventory::Service& inventory,
                    farmers::Service& farms, ports::SearchIndex& search);

}  // namespace gh::gateway

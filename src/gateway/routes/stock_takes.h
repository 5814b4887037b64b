// A farm counts what it has.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/stock_takes.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The services live as long as the table.
void stock_take_routes(RouteTable& table, inventory::StockTakes& takes, catalog::Service& catalog, farmers::Service& farms);

}  // namespace gh::gateway

// People who want to be told when something can be bought again.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/inventory/waiting_list.h"
#include "flows/alerts/back_in_stock.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// All live as long as the table.
void back_in_stock_routes(RouteTable& table, alerts::BackInStock& alert, inventory::WaitingList& waiting, catalog::Service& catalog);

}  // namespace gh::gateway

// People who want to be told when something can be bought again.
#pragma once
#include "contexts/inventory/waiting_list.h"
#include "flows/alerts/back_in_stock.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// Both live as long as the table.
void back_in_stock_routes(RouteTable& table, alerts::BackInStock& alert, inventory::WaitingList& waiting);

}  // namespace gh::gateway

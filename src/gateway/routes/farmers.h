// Farms: the public directory with its search, the owner's own farm, the admin's queue.
#pragma once
#include "contexts/farmers/service.h"
#include "gateway/route_table.h"
#include "platform/ports/search.h"

namespace gh::gateway {

// Both live as long as the table.
void farmers_routes(RouteTable& table, farmers::Service& service, ports::SearchIndex& search);

}  // namespace gh::gateway

// Farms: the public directory, the owner's own farm, the admin's queue.
#pragma once
#include "contexts/farmers/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The service lives as long as the table.
void farmers_routes(RouteTable& table, farmers::Service& service);

}  // namespace gh::gateway

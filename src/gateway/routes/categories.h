// The category tree: for everybody, and the admins' desk.
#pragma once
#include "contexts/catalog/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The catalog lives as long as the table.
void category_routes(RouteTable& table, catalog::Service& catalog);

}  // namespace gh::gateway

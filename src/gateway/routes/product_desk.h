// The farm's desk: what farmers do to their products.
#pragma once
#include "contexts/pictures/service.h"
#include "flows/publish/publish.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// Everything lives as long as the table.
void product_desk_routes(RouteTable& table, publish::Publisher& publisher, const pictures::Service& pictures);

}  // namespace gh::gateway

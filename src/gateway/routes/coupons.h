// Coupons and minimum orders as farms and the shop see and change them.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/service.h"
#include "contexts/pricing/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The services live as long as the table.
void coupon_routes(RouteTable& table, pricing::Service& pricing, inventory::Service& inventory, catalog::Service& catalog,
                   farmers::Service& farms);

}  // namespace gh::gateway

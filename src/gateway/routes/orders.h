// Orders as a buyer sees them.
#pragma once
#include "contexts/inventory/service.h"
#include "contexts/orders/service.h"
#include "flows/cancel/cancel.h"
#include "flows/checkout/checkout.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// Everything lives as long as the table.
void order_routes(RouteTable& table, orders::Service& orders, inventory::Service& inventory, checkout::Checkout& checkout,
                  cancel::Cancel& cancel);

}  // namespace gh::gateway

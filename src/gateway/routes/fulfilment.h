// The routes of an order after its payment: of farms (their own part), of buyers and of the shop.
#pragma once
#include "contexts/farmers/service.h"
#include "contexts/orders/service.h"
#include "contexts/pictures/service.h"
#include "flows/cart/reorder.h"
#include "flows/fulfilment/fulfilment.h"
#include "gateway/route_table.h"

namespace gh::gateway {

void fulfilment_routes(RouteTable&, orders::Service&, farmers::Service&, fulfilment::Fulfilment&);
void aftersale_routes(RouteTable&, orders::Service&, fulfilment::Fulfilment&, cart::Reorder&, const pictures::Service&);
void order_admin_routes(RouteTable&, orders::Service&, fulfilment::Fulfilment&);

}  // namespace gh::gateway

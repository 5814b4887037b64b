// What can be brought where and when, for buyers; zones and windows, for farms.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/orders/service.h"
#include "flows/booking/booking.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The services live as long as the table.
void delivery_routes(RouteTable& table, booking::Booking& booking, orders::Service& orders, catalog::Service& catalog,
                     farmers::Service& farms, const Clock& clock);

}  // namespace gh::gateway

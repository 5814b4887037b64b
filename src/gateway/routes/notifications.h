#pragma once
#include "contexts/notifications/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

void notification_routes(RouteTable& table, notifications::Service& notifications);

}  // namespace gh::gateway

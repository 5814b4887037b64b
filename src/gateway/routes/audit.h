// The audit trail for admins, and each farm's own part of it for the farm.
#pragma once
#include "contexts/farmers/service.h"
#include "gateway/route_table.h"
#include "platform/audit/trail.h"

namespace gh::gateway {

void audit_routes(RouteTable& table, audit::Trail& trail, farmers::Service& farms);

}  // namespace gh::gateway

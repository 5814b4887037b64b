// Accounts and sessions: /auth/..., /me.
#pragma once
#include "contexts/identity/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The service lives as long as the table.
void identity_routes(RouteTable& table, identity::Service& service);

}  // namespace gh::gateway

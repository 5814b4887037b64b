// Everybody's accounts, for admins: /admin/users.
#pragma once
#include "contexts/identity/people.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The people live as long as the table.
void people_routes(RouteTable& table, const identity::People& people);

}  // namespace gh::gateway

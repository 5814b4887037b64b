// API keys of the caller's farm: /farms/mine/api-keys.
#pragma once
#include "contexts/farmers/service.h"
#include "contexts/identity/api_keys.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// Both live as long as the table.
void api_key_routes(RouteTable& table, const identity::ApiKeys& keys, farmers::Service& farms);

}  // namespace gh::gateway

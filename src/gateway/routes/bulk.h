#pragma once
#include "flows/bulk/bulk.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// One action on many things; each answers 202 with an operation.
void bulk_routes(RouteTable& table, bulk::Bulk& bulk, farmers::Service& farms);

}  // namespace gh::gateway

// The OpenAPI 3.1 document of a route table. Deterministic: the same table gives the same bytes.
#pragma once
#include <string>

#include "gateway/route_table.h"

namespace gh::gateway {

std::string openapi(const RouteTable& table, std::string_view version);

}  // namespace gh::gateway

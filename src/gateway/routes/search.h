// Suggestions while a person types.
#pragma once
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "gateway/route_table.h"
#include "platform/ports/search.h"

namespace gh::gateway {

// Everything lives as long as the table.
void search_routes(RouteTable& table, catalog::Service& catalog, farmers::Service& farms, ports::SearchIndex& search, const Clock& clock);

}  // namespace gh::gateway

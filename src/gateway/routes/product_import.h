// Products as tables: what an import would do, an import as an operation, the farm's products in the same form, and what the columns are.
#pragma once
#include "contexts/operations/service.h"
#include "flows/product_import/product_import.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// Everything lives as long as the table.
void product_import_routes(RouteTable& table, catalog::Service& catalog, farmers::Service& farms, product_import::ProductImport& import,
                           operations::Service& operations);

}  // namespace gh::gateway

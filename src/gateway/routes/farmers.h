// Farms: the public directory with its search, the owner's own farm, the admin's queue.
#pragma once
#include "contexts/farmers/service.h"
#include "contexts/identity/service.h"
#include "contexts/pictures/service.h"
#include "gateway/routes/farm_views.h"
#include "platform/ports/search.h"

namespace gh::gateway {

// All of them live as long as the table.
void farmers_routes(RouteTable& table, farmers::Service& service, identity::Service& accounts, const certification::Certification& products,
                    ports::SearchIndex& search, const pictures::Service& pictures, const Clock& clock);
// Parts of it, in files of their own.
void farm_certificate_routes(RouteTable& table, FarmOffice desk);
void farm_people_routes(RouteTable& table, FarmOffice desk, identity::Service& accounts);

}  // namespace gh::gateway

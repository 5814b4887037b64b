// The caller's address book: /me/addresses.
#pragma once
#include "contexts/identity/address_book.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// Lives as long as the table.
void address_routes(RouteTable& table, const identity::AddressBook& book);

}  // namespace gh::gateway

// A guest's order is opened by its address, or by a secret that the guest alone has been given. The order's id is no secret: it stands on
// the farm's lists.
#pragma once
#include <string>

#include "contexts/orders/types.h"

namespace gh::orders {

// Derived from the guest's cart, whose id nobody else has ever seen.
std::string guest_secret(const Order&);

}  // namespace gh::orders

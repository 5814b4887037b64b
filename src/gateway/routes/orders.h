// Carts and orders. Guests have them too: a guest's cart and order are known by their unguessable ids only.
#pragma once
#include "contexts/orders/service.h"
#include "flows/cancel/cancel.h"
#include "flows/cart/cart.h"
#include "flows/checkout/checkout.h"
#include "gateway/route_table.h"

namespace gh::gateway {

void orders_routes(RouteTable& table, orders::Service& orders, cart::Carts& carts, checkout::Checkout& checkout, cancel::Cancel& cancel);

}  // namespace gh::gateway

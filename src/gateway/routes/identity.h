// Accounts and sessions: /auth/..., /me.
#pragma once
#include "contexts/identity/service.h"
#include "contexts/notifications/service.h"
#include "gateway/browser_session.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// The service lives as long as the table.
// notifications: learns the language of whoever registers.
void identity_routes(RouteTable& table, identity::Service& service, notifications::Service& notifications, BrowserCookies cookies);

}  // namespace gh::gateway

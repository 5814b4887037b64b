// Address: an endpoint as the system wants it.
#pragma once
#include <sys/socket.h>

#include <optional>

#include "net/server.h"

namespace gh::net {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

// Nothing if it is not a numeric address.
std::optional<Address> address_of(const Endpoint& endpoint);

}  // namespace gh::net

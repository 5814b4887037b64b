// What people are told of their accounts (platform/notices); the list with its data stands in the README.
#pragma once
#include <map>
#include <string>

#include "contexts/identity/types.h"
#include "platform/notices/notice.h"

namespace gh::identity {

// event: "identity.password_changed". One fact of one user at one moment is told once. email: empty for the user's own address.
ports::OutboxEntry told(std::string_view event, const User& user, Timestamp at, std::map<std::string, std::string> data = {},
                        std::string email = {});

}  // namespace gh::identity

// The collections of identity and their indexes.
#pragma once
#include "contexts/identity/types.h"
#include "platform/documents/collection.h"

namespace gh::identity {

namespace indexes {
inline constexpr std::string_view email = "email";                // unique, by normal_email()
inline constexpr std::string_view role_changed = "role_changed";  // users whose role ever changed, by when
inline constexpr std::string_view user = "user";                  // sessions of a user
inline constexpr std::string_view ended = "ended";                // sessions that were ended, by when
inline constexpr std::string_view expires = "expires";
}  // namespace indexes

using UserCollection = Collection<User>;
using SessionCollection = Collection<Session>;

UserCollection open_users(ports::Documents& documents);
SessionCollection open_sessions(ports::Documents& documents);

// The form under which an address is the same: ASCII letters small, also before the '@', where hardly any provider tells them apart.
std::string normal_email(std::string_view);

}  // namespace gh::identity

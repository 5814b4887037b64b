// The collections of identity and their indexes.
#pragma once
#include "contexts/identity/types.h"
#include "platform/documents/collection.h"

namespace gh::identity {

namespace indexes {
inline constexpr std::string_view email = "email";                // unique, by normal_email()
inline constexpr std::string_view tokens_ended = "tokens_ended";  // users whose access tokens ever ended early, by when
inline constexpr std::string_view name = "name";                  // folded
inline constexpr std::string_view role = "role";                  // "<role>/<created>"
inline constexpr std::string_view created = "created";
inline constexpr std::string_view user = "user";    // sessions of a user, by creation
inline constexpr std::string_view ended = "ended";  // sessions that were ended, by when
inline constexpr std::string_view expires = "expires";
inline constexpr std::string_view farm = "farm";  // keys of a farm, by creation
}  // namespace indexes

using UserCollection = Collection<User>;
using SessionCollection = Collection<Session>;
using ApiKeyCollection = Collection<ApiKey>;
using AddressBookCollection = Collection<StoredAddressBook>;

// One per process, shared by the parts of the service.
struct Store {
  explicit Store(ports::Documents& documents);
  Result<void> opened() const;

  UserCollection users;
  SessionCollection sessions;
  ApiKeyCollection api_keys;
  AddressBookCollection address_books;
};

// The form under which an address is the same: ASCII letters small, also before the '@', where hardly any provider tells them apart.
std::string normal_email(std::string_view);
// What names are found by: ASCII letters small.
std::string folded_name(std::string_view);

// Keys that begin with "<what>/", as those of the indexes user, role and farm do.
ports::Range range_of(std::string_view what, bool descending = false);

}  // namespace gh::identity

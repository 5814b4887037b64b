// People: everybody's accounts, as admins see and change them. One per process, any thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "contexts/identity/second_factors.h"

namespace gh::identity {

struct PersonView : Account {
  std::optional<Timestamp> disabled;
  std::optional<std::string> disabled_reason;
};
BOOST_DESCRIBE_STRUCT(PersonView, (Account), (disabled, disabled_reason))

// What is given narrows the list; letter case counts nowhere.
struct PeopleQuery {
  std::string email;  // how it begins
  std::string name;   // how it begins
  std::optional<Role> role;
  std::optional<bool> disabled;
  int limit = 20;
  std::string cursor;
};

struct PeoplePage {
  std::vector<PersonView> items;
  std::string next_cursor;  // empty at the end
};

class People {
 public:
  static constexpr int scanned_max = 2000;  // accounts that one list reads; a page may then be short, its cursor goes on

  People(const Store& store, const Sessions& sessions, const SecondFactors& factors, const Clock& clock)
      : store_(store), sessions_(sessions), factors_(factors), clock_(clock) {}

  // By e-mail or name if one is given, else newest first. bad_cursor.
  Task<Result<PeoplePage>> list(PeopleQuery query) const;
  Task<Result<PersonView>> get(UserId id) const;

  // Each is not_found for nobody's id, own_account for the admin's own, and nothing where it is so already.
  Task<Result<PersonView>> change_role(UserId by, UserId id, Role role) const;       // access tokens of the old role end
  Task<Result<PersonView>> disable(UserId by, UserId id, std::string reason) const;  // ends all sessions and keys
  Task<Result<PersonView>> enable(UserId by, UserId id) const;
  Task<Result<void>> end_sessions(UserId by, UserId id) const;
  Task<Result<PersonView>> reset_second_factor(UserId by, UserId id) const;

  // Without asking who: for tasks.
  Task<Result<User>> set_role(UserId id, Role role) const;

 private:
  const Store& store_;
  const Sessions& sessions_;
  const SecondFactors& factors_;
  const Clock& clock_;
};

}  // namespace gh::identity

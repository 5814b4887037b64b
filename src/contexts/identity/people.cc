#include "contexts/identity/people.h"

#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "contexts/identity/told.h"
#include "platform/crypto/encoding.h"

namespace gh::identity {

namespace {

using Outbox = UserCollection::Outbox;

PersonView to_person(const User& user) {
  PersonView view;
  static_cast<Account&>(view) = to_account(user);
  if (user.disabled.ms != 0) {
    view.disabled = user.disabled;
    view.disabled_reason = user.disabled_reason;
  }
  return view;
}

struct Way {
  std::string_view index;
  ports::Range range;
};

// Keys that begin with the text: UTF-8 has no byte 0xff.
ports::Range prefix_range(std::string text) {
  auto end = text + '\xff';
  return {std::move(text), std::move(end), false};
}

Way way_of(const PeopleQuery& query) {
  if (!query.email.empty()) return {indexes::email, prefix_range(normal_email(query.email))};
  if (!query.name.empty()) return {indexes::name, prefix_range(folded_name(query.name))};
  if (query.role) return {indexes::role, range_of(json::enum_name(*query.role), true)};
  return {indexes::created, {"", "", true}};
}

bool fits(const User& user, const PeopleQuery& query) {
  return (!query.role || user.role == *query.role) && (!query.disabled || *query.disabled == (user.disabled.ms != 0)) &&
         folded_name(user.name).starts_with(folded_name(query.name));
}

Result<void> not_oneself(const UserId& by, const UserId& id) {
  if (by == id) return fail(errors::own_account);
  return {};
}

}  // namespace

Task<Result<PeoplePage>> People::list(PeopleQuery query) const {
  const auto after = crypto::from_base64url(query.cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  const auto way = way_of(query);
  PeoplePage page;
  std::string position = *after;
  for (int scanned = 0; scanned < scanned_max;) {
    const int wanted = query.limit - static_cast<int>(page.items.size());
    GH_CO_TRY(auto found, co_await store_.users.find(way.index, way.range, wanted, std::move(position)));
    scanned += static_cast<int>(found.items.size());
    for (const auto& user : found.items) {
      if (fits(user.value, query)) page.items.push_back(to_person(user.value));
    }
    position = std::move(found.next);
    if (position.empty() || static_cast<int>(page.items.size()) == query.limit) break;
  }
  page.next_cursor = crypto::base64url(crypto::bytes_of(position));
  co_return page;
}

Task<Result<PersonView>> People::get(UserId id) const {
  GH_CO_TRY(const auto user, co_await store_.users.require(std::move(id)));
  co_return to_person(user.value);
}

Task<Result<User>> People::set_role(UserId id, Role role) const {
  if (role == Role::guest) co_return fail(gh::errors::invalid, "a user is a customer, a farmer or an admin");
  const auto now = clock_.now();
  GH_CO_TRY(auto user, co_await store_.users.update(std::move(id), [&](User& changed, Outbox&) -> Result<void> {
    if (changed.role == role) return {};
    changed.role = role;
    Sessions::end_tokens_in(changed, now);
    return {};
  }));
  GH_CO_CHECK(co_await sessions_.tell(user.value));
  co_return std::move(user.value);
}

Task<Result<PersonView>> People::change_role(UserId by, UserId id, Role role) const {
  GH_CO_CHECK(not_oneself(by, id));
  GH_CO_TRY(const auto user, co_await set_role(std::move(id), role));
  co_return to_person(user);
}

Task<Result<PersonView>> People::disable(UserId by, UserId id, std::string reason) const {
  GH_CO_CHECK(not_oneself(by, id));
  const auto now = clock_.now();
  GH_CO_TRY(const auto user, co_await store_.users.update(std::move(id), [&](User& changed, Outbox& outbox) -> Result<void> {
    if (changed.disabled.ms != 0) return {};
    changed.disabled = now;
    changed.disabled_reason = reason;
    changed.reset_ticket.reset();
    Sessions::end_all_in(changed, now);
    outbox.push_back(told("identity.account_disabled", changed, now, {{"reason", reason}}));
    return {};
  }));
  GH_CO_CHECK(co_await sessions_.tell(user.value));
  co_return to_person(user.value);
}

Task<Result<PersonView>> People::enable(UserId by, UserId id) const {
  GH_CO_CHECK(not_oneself(by, id));
  const auto now = clock_.now();
  GH_CO_TRY(const auto user, co_await store_.users.update(std::move(id), [&](User& changed, Outbox& outbox) -> Result<void> {
    if (changed.disabled.ms == 0) return {};
    changed.disabled = {};
    changed.disabled_reason.clear();
    outbox.push_back(told("identity.account_enabled", changed, now));
    return {};
  }));
  co_return to_person(user.value);
}

Task<Result<void>> People::end_sessions(UserId by, UserId id) const {
  GH_CO_CHECK(not_oneself(by, id));
  co_return co_await sessions_.end_all(std::move(id));
}

Task<Result<PersonView>> People::reset_second_factor(UserId by, UserId id) const {
  GH_CO_CHECK(not_oneself(by, id));
  GH_CO_TRY(const auto user, co_await factors_.reset(std::move(id)));
  co_return to_person(user);
}

}  // namespace gh::identity

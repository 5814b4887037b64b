#include "gateway/routes/people.h"

#include "base/errors.h"
#include "contexts/identity/errors.h"

namespace gh::gateway {

namespace {

using json::None;

struct UserPath {
  UserId id;
};
BOOST_DESCRIBE_STRUCT(UserPath, (), (id))

using NameStart = json::Text<1, 80>;
using EmailStart = json::Text<1, 254>;

struct UsersQuery {
  std::optional<EmailStart> email;
  std::optional<NameStart> name;
  std::optional<identity::GivenRole> role;
  std::optional<bool> disabled;
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(UsersQuery, (), (email, name, role, disabled, limit, cursor))

struct UserList {
  std::vector<identity::PersonView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(UserList, (), (items, next_cursor))

identity::Role to_role(identity::GivenRole role) {
  switch (role) {
    case identity::GivenRole::customer:
      return identity::Role::customer;
    case identity::GivenRole::farmer:
      return identity::Role::farmer;
    case identity::GivenRole::admin:
      return identity::Role::admin;
  }
  return identity::Role::customer;
}

RouteSpec change(std::string path, std::string operation, std::string summary) {
  return {.method = net::Method::post,
          .path = std::move(path),
          .operation_id = std::move(operation),
          .summary = std::move(summary),
          .context = "identity",
          .roles = admins,
          .rate = RateGroup::write,
          .errors = {&identity::errors::own_account}};
}

void reading_routes(RouteTable& table, const identity::People& people) {
  table.add<Input<None, UsersQuery>, UserList>(
      {.method = net::Method::get,
       .path = "/api/v1/admin/users",
       .operation_id = "listUsers",
       .summary = "Accounts by the beginning of their e-mail address or name, by role, newest first.",
       .context = "identity",
       .roles = admins,
       .errors = {&gh::errors::bad_cursor}},
      [&people](const Call&, Input<None, UsersQuery> in) -> Task<Result<Reply<UserList>>> {
        identity::PeopleQuery query{.email = in.query.email ? in.query.email->value() : "",
                                    .name = in.query.name ? in.query.name->value() : "",
                                    .role = {},
                                    .disabled = in.query.disabled,
                                    .limit = in.query.limit.value(),
                                    .cursor = in.query.cursor.value()};
        if (in.query.role) query.role = to_role(*in.query.role);
        GH_CO_TRY(auto page, co_await people.list(std::move(query)));
        Reply<UserList> reply(UserList{std::move(page.items), {}});
        if (!page.next_cursor.empty()) reply.value.next_cursor = std::move(page.next_cursor);
        co_return reply;
      });
  table.add<Input<UserPath>, identity::PersonView>({.method = net::Method::get,
                                                    .path = "/api/v1/admin/users/{id}",
                                                    .operation_id = "getUser",
                                                    .summary = "One account.",
                                                    .context = "identity",
                                                    .roles = admins},
                                                   [&people](const Call&, Input<UserPath> in) -> Task<Result<Reply<identity::PersonView>>> {
                                                     co_return co_await people.get(std::move(in.path.id));
                                                   });
}

void changing_routes(RouteTable& table, const identity::People& people) {
  using View = identity::PersonView;
  using RoleInput = Input<UserPath, None, identity::RoleChange>;
  table.add<RoleInput, View>(change("/api/v1/admin/users/{id}/role", "changeRole", "The account's role; access tokens of the old one end."),
                             [&people](const Call& call, RoleInput in) -> Task<Result<Reply<View>>> {
                               co_return co_await people.change_role(*call.caller.user, std::move(in.path.id), to_role(in.body.role));
                             });
  using DisableInput = Input<UserPath, None, identity::Disabling>;
  table.add<DisableInput, View>(
      change("/api/v1/admin/users/{id}/disable", "disableUser", "Closes the account: its sessions and API keys end, nobody signs in."),
      [&people](const Call& call, DisableInput in) -> Task<Result<Reply<View>>> {
        co_return co_await people.disable(*call.caller.user, std::move(in.path.id), in.body.reason.value());
      });
  table.add<Input<UserPath>, View>(change("/api/v1/admin/users/{id}/enable", "enableUser", "Opens a closed account again."),
                                   [&people](const Call& call, Input<UserPath> in) -> Task<Result<Reply<View>>> {
                                     co_return co_await people.enable(*call.caller.user, std::move(in.path.id));
                                   });
  auto factor = change("/api/v1/admin/users/{id}/reset-second-factor", "resetSecondFactor",
                       "For somebody who lost device and recovery codes: removes the second factor, ends all sessions.");
  factor.errors.push_back(&identity::errors::second_factor_off);
  table.add<Input<UserPath>, View>(std::move(factor), [&people](const Call& call, Input<UserPath> in) -> Task<Result<Reply<View>>> {
    co_return co_await people.reset_second_factor(*call.caller.user, std::move(in.path.id));
  });
  auto sessions = change("/api/v1/admin/users/{id}/end-sessions", "endUserSessions", "Signs somebody out everywhere.");
  sessions.success_status = 204;
  table.add<Input<UserPath>, None>(std::move(sessions), [&people](const Call& call, Input<UserPath> in) -> Task<Result<Reply<None>>> {
    GH_CO_CHECK(co_await people.end_sessions(*call.caller.user, std::move(in.path.id)));
    co_return Reply<None>(None{});
  });
}

}  // namespace

void people_routes(RouteTable& table, const identity::People& people) {
  reading_routes(table, people);
  changing_routes(table, people);
}

}  // namespace gh::gateway

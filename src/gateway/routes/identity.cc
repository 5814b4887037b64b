#include "gateway/routes/identity.h"

#include "contexts/identity/errors.h"

namespace gh::gateway {

namespace {

using json::None;
template <class Body>
using BodyInput = Input<None, None, Body>;

void session_routes(RouteTable& table, identity::Service& service) {
  table.add<BodyInput<identity::Registration>, identity::Tokens>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/register",
       .operation_id = "register",
       .summary = "A new customer, signed in.",
       .context = "identity",
       .rate = RateGroup::login,
       .success_status = 201,
       .errors = {&identity::errors::email_taken, &gh::errors::unavailable}},
      [&service](const Call&, BodyInput<identity::Registration> in) -> Task<Result<Reply<identity::Tokens>>> {
        GH_CO_TRY(auto tokens, co_await service.register_customer(std::move(in.body)));
        Reply<identity::Tokens> reply(std::move(tokens));
        reply.head.add("Location", "/api/v1/me").add("Cache-Control", "no-store");
        co_return reply;
      });
  table.add<BodyInput<identity::Credentials>, identity::Tokens>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/login",
       .operation_id = "login",
       .summary = "Opens a session. The answer to an unknown address and to a wrong password is the same; repeated failures have to wait.",
       .context = "identity",
       .rate = RateGroup::login,
       .errors = {&identity::errors::wrong_credentials, &identity::errors::too_many_attempts, &gh::errors::unavailable}},
      [&service](const Call& call, BodyInput<identity::Credentials> in) -> Task<Result<Reply<identity::Tokens>>> {
        GH_CO_TRY(auto tokens, co_await service.login(std::move(in.body), std::string(call.http.peer)));
        Reply<identity::Tokens> reply(std::move(tokens));
        reply.head.add("Cache-Control", "no-store");
        co_return reply;
      });
  table.add<BodyInput<identity::RefreshRequest>, identity::Tokens>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/refresh",
       .operation_id = "refresh",
       .summary = "The next pair of tokens. A refresh token is good for one use; using it again ends its session.",
       .context = "identity",
       .rate = RateGroup::login,
       .errors = {&identity::errors::refresh_refused}},
      [&service](const Call&, BodyInput<identity::RefreshRequest> in) -> Task<Result<Reply<identity::Tokens>>> {
        GH_CO_TRY(auto tokens, co_await service.refresh(in.body.refresh_token.value()));
        Reply<identity::Tokens> reply(std::move(tokens));
        reply.head.add("Cache-Control", "no-store");
        co_return reply;
      });
  table.add<Input<>, None>({.method = net::Method::post,
                            .path = "/api/v1/auth/logout",
                            .operation_id = "logout",
                            .summary = "Ends the caller's session at once.",
                            .context = "identity",
                            .roles = signed_in,
                            .rate = RateGroup::write,
                            .success_status = 204},
                           [&service](const Call& call, Input<>) -> Task<Result<Reply<None>>> {
                             GH_CO_CHECK(co_await service.logout(call.caller));
                             co_return Reply<None>(None{});
                           });
}

}  // namespace

void identity_routes(RouteTable& table, identity::Service& service) {
  session_routes(table, service);
  table.add<Input<>, identity::Account>({.method = net::Method::get,
                                         .path = "/api/v1/me",
                                         .operation_id = "getMe",
                                         .summary = "The caller's own account.",
                                         .context = "identity",
                                         .roles = signed_in,
                                         .errors = {&gh::errors::not_found}},
                                        [&service](const Call& call, Input<>) -> Task<Result<Reply<identity::Account>>> {
                                          co_return co_await service.account(*call.caller.user);
                                        });
}

}  // namespace gh::gateway

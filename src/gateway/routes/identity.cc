#include "gateway/routes/identity.h"

#include "contexts/identity/errors.h"

namespace gh::gateway {

namespace {

using json::None;
template <class Body>
using BodyInput = Input<None, None, Body>;

struct SessionPath {
  identity::SessionId id;
};
BOOST_DESCRIBE_STRUCT(SessionPath, (), (id))

struct SessionsQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(SessionsQuery, (), (limit, cursor))

struct SessionList {
  std::vector<identity::SessionView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SessionList, (), (items, next_cursor))

// Whoever signs in: with tokens in the body, or as a browser, with a cookie.
struct SignedIn {
  std::optional<std::string> access_token;
  std::optional<std::string> token_type;
  std::optional<std::int64_t> expires_in_s;  // of the access token
  std::optional<std::string> refresh_token;  // good for one use
  bool second_factor_required = false;       // the session opens nothing but the enrolment of a second factor
  identity::Account account;
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (access_token, token_type, expires_in_s, refresh_token, second_factor_required, account))

identity::Origin origin(const Call& call) {
  const auto device = call.http.field("User-Agent");
  return {std::string(call.address), std::string(device.value_or(""))};
}

// Where a session is opened, which may be a browser's.
Result<identity::Origin> opening_origin(const Call& call) {
  auto from = origin(call);
  const auto kept = call.http.field("Gh-Session");
  if (kept && *kept != "cookie") return fail(gh::errors::bad_request, "Gh-Session knows only the value: cookie");
  from.browser = kept.has_value();
  return from;
}

Reply<SignedIn> signed_in_reply(const Call& call, const BrowserCookies& cookies, identity::Tokens tokens) {
  Reply<SignedIn> reply(SignedIn{.second_factor_required = tokens.second_factor_required, .account = std::move(tokens.account)});
  if (!tokens.cookie.empty()) {
    cookies.keep(reply.head, call.http, tokens.cookie);
  } else {
    reply.value.access_token = std::move(tokens.access_token);
    reply.value.token_type = std::move(tokens.token_type);
    reply.value.expires_in_s = tokens.expires_in_s;
    reply.value.refresh_token = std::move(tokens.refresh_token);
  }
  return reply;
}

template <class T>
Result<Reply<None>> done(const Result<T>& outcome) {
  if (!outcome) return fail(outcome.error());
  return Reply<None>(None{});
}

// The session of the caller has ended; a browser forgets its cookie.
Reply<None> signed_out_reply(const Call& call, const BrowserCookies& cookies) {
  Reply<None> reply(None{});
  if (call.caller.browser) cookies.forget(reply.head, call.http);
  return reply;
}

void sign_in_routes(RouteTable& table, identity::Service& service, notifications::Service& notifications, BrowserCookies cookies) {
  table.add<BodyInput<identity::Registration>, SignedIn>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/register",
       .operation_id = "register",
       .summary = "A new customer, signed in. A link to prove the address goes out by mail.",
       .context = "identity",
       .rate = RateGroup::login,
       .success_status = 201,
       .opens_session = true,
       .errors = {&identity::errors::email_taken, &identity::errors::weak_password, &gh::errors::unavailable}},
      [&service, &notifications, cookies](const Call& call, BodyInput<identity::Registration> in) -> Task<Result<Reply<SignedIn>>> {
        GH_CO_TRY(auto from, opening_origin(call));
        GH_CO_TRY(auto tokens, co_await service.register_customer(std::move(in.body), std::move(from)));
        // Whoever is registered stays so, even if their language is not learnt.
        if (const auto locale = notifications::accepted_locale(call.http.field("Accept-Language").value_or("")))
          (void)co_await notifications.learn_locale(tokens.account.id, *locale);
        auto reply = signed_in_reply(call, cookies, std::move(tokens));
        reply.head.add("Location", "/api/v1/me");
        co_return reply;
      });
  table.add<BodyInput<identity::Credentials>, SignedIn>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/login",
       .operation_id = "login",
       .summary = "Opens a session. The answer to an unknown address and to a wrong password is the same; repeated failures have to wait.",
       .context = "identity",
       .rate = RateGroup::login,
       .opens_session = true,
       .errors = {&identity::errors::wrong_credentials, &identity::errors::second_factor_needed, &identity::errors::wrong_code,
                  &identity::errors::account_disabled, &identity::errors::too_many_attempts, &gh::errors::unavailable}},
      [&service, cookies](const Call& call, BodyInput<identity::Credentials> in) -> Task<Result<Reply<SignedIn>>> {
        GH_CO_TRY(auto from, opening_origin(call));
        GH_CO_TRY(auto tokens, co_await service.login(std::move(in.body), std::move(from)));
        co_return signed_in_reply(call, cookies, std::move(tokens));
      });
  table.add<BodyInput<identity::ChallengeAnswer>, SignedIn>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/login/second-factor",
       .operation_id = "answerChallenge",
       .summary =
           "The second step of a sign-in: the challenge that second_factor_needed came with, and a code. Good for five minutes and once.",
       .context = "identity",
       .rate = RateGroup::login,
       .opens_session = true,
       .errors = {&identity::errors::challenge_refused, &identity::errors::wrong_code, &identity::errors::account_disabled,
                  &identity::errors::too_many_attempts, &gh::errors::unavailable}},
      [&service, cookies](const Call& call, BodyInput<identity::ChallengeAnswer> in) -> Task<Result<Reply<SignedIn>>> {
        GH_CO_TRY(auto from, opening_origin(call));
        GH_CO_TRY(auto tokens, co_await service.answer_challenge(std::move(in.body), std::move(from)));
        co_return signed_in_reply(call, cookies, std::move(tokens));
      });
  table.add<BodyInput<identity::RefreshRequest>, identity::Tokens>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/refresh",
       .operation_id = "refresh",
       .summary = "The next pair of tokens. A refresh token is good for one use; using it again ends its session.",
       .context = "identity",
       .rate = RateGroup::write,  // nobody guesses 256 bits: a refresh is admitted while nobody can count
       .errors = {&identity::errors::refresh_refused}},
      [&service](const Call& call, BodyInput<identity::RefreshRequest> in) -> Task<Result<Reply<identity::Tokens>>> {
        co_return co_await service.sessions.refresh(in.body.refresh_token.value(), origin(call));
      });
  table.add<Input<>, None>({.method = net::Method::post,
                            .path = "/api/v1/auth/logout",
                            .operation_id = "logout",
                            .summary = "Ends the caller's session at once.",
                            .context = "identity",
                            .roles = signed_in,
                            .enrolment = true,
                            .rate = RateGroup::write,
                            .success_status = 204},
                           [&service, cookies](const Call& call, Input<>) -> Task<Result<Reply<None>>> {
                             const auto session = identity::SessionId::parse(call.caller.session);
                             if (!session) co_return fail(gh::errors::unauthenticated);
                             GH_CO_CHECK(co_await service.sessions.end(*session, identity::SessionEnd::logout));
                             co_return signed_out_reply(call, cookies);
                           });
}

void mail_routes(RouteTable& table, identity::Service& service) {
  table.add<BodyInput<identity::EmailProof>, None>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/verify-email",
       .operation_id = "verifyEmail",
       .summary = "The token of the link that was mailed: the address is the account's, and proved.",
       .context = "identity",
       .rate = RateGroup::login,
       .success_status = 204,
       .errors = {&identity::errors::mail_token_refused, &identity::errors::email_taken}},
      [&service](const Call&, BodyInput<identity::EmailProof> in) -> Task<Result<Reply<None>>> {
        co_return done(co_await service.accounts.verify_email(in.body.token.value()));
      });
  table.add<BodyInput<identity::ForgottenPassword>, None>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/forgot-password",
       .operation_id = "forgotPassword",
       .summary = "A link for a new password goes to this address if there is an account with it; the answer does not tell.",
       .context = "identity",
       .rate = RateGroup::login,
       .success_status = 202},
      [&service](const Call&, BodyInput<identity::ForgottenPassword> in) -> Task<Result<Reply<None>>> {
        co_return done(co_await service.accounts.forgot_password(in.body.email.value()));
      });
  table.add<BodyInput<identity::PasswordReset>, None>(
      {.method = net::Method::post,
       .path = "/api/v1/auth/reset-password",
       .operation_id = "resetPassword",
       .summary = "A new password, with the token of the link that was mailed. All sessions end.",
       .context = "identity",
       .rate = RateGroup::login,
       .success_status = 204,
       .errors = {&identity::errors::mail_token_refused, &identity::errors::weak_password, &gh::errors::unavailable}},
      [&service](const Call&, BodyInput<identity::PasswordReset> in) -> Task<Result<Reply<None>>> {
        co_return done(co_await service.accounts.reset_password(std::move(in.body)));
      });
}

void account_routes(RouteTable& table, identity::Service& service, BrowserCookies cookies) {
  table.add<Input<>, identity::Account>({.method = net::Method::get,
                                         .path = "/api/v1/me",
                                         .operation_id = "getMe",
                                         .summary = "The caller's own account.",
                                         .context = "identity",
                                         .roles = signed_in,
                                         .enrolment = true,
                                         .errors = {&gh::errors::not_found}},
                                        [&service](const Call& call, Input<>) -> Task<Result<Reply<identity::Account>>> {
                                          co_return co_await service.account(*call.caller.user);
                                        });
  table.add<BodyInput<identity::AccountChange>, identity::Account>(
      {.method = net::Method::patch,
       .path = "/api/v1/me",
       .operation_id = "changeMe",
       .summary = "The caller's name.",
       .context = "identity",
       .roles = signed_in,
       .rate = RateGroup::write,
       .errors = {&gh::errors::not_found}},
      [&service](const Call& call, BodyInput<identity::AccountChange> in) -> Task<Result<Reply<identity::Account>>> {
        co_return co_await service.accounts.change_name(*call.caller.user, in.body.name.value());
      });
  table.add<BodyInput<identity::EmailChange>, None>(
      {.method = net::Method::post,
       .path = "/api/v1/me/email",
       .operation_id = "changeEmail",
       .summary = "A link goes to the new address, which is the account's once the link was used; the old one is told.",
       .context = "identity",
       .roles = signed_in,
       .rate = RateGroup::login,
       .success_status = 202,
       .errors = {&gh::errors::not_found, &identity::errors::wrong_password, &identity::errors::email_taken,
                  &identity::errors::too_many_attempts, &identity::errors::mail_sent_lately, &gh::errors::unavailable}},
      [&service](const Call& call, BodyInput<identity::EmailChange> in) -> Task<Result<Reply<None>>> {
        co_return done(co_await service.accounts.change_email(*call.caller.user, std::move(in.body)));
      });
  table.add<Input<>, None>({.method = net::Method::post,
                            .path = "/api/v1/me/email/verification",
                            .operation_id = "sendVerification",
                            .summary = "Sends the link that proves the address once more.",
                            .context = "identity",
                            .roles = signed_in,
                            .rate = RateGroup::login,
                            .success_status = 202,
                            .errors = {&gh::errors::not_found, &identity::errors::mail_sent_lately}},
                           [&service](const Call& call, Input<>) -> Task<Result<Reply<None>>> {
                             co_return done(co_await service.accounts.send_verification(*call.caller.user));
                           });
  table.add<BodyInput<identity::PasswordChange>, SignedIn>(
      {.method = net::Method::post,
       .path = "/api/v1/me/password",
       .operation_id = "changePassword",
       .summary = "Ends all other sessions; this one goes on with the tokens of the answer, a browser's with another cookie.",
       .context = "identity",
       .roles = signed_in,
       .rate = RateGroup::login,
       .errors = {&gh::errors::not_found, &identity::errors::wrong_password, &identity::errors::weak_password,
                  &identity::errors::too_many_attempts, &identity::errors::refresh_refused, &gh::errors::unavailable}},
      [&service, cookies](const Call& call, BodyInput<identity::PasswordChange> in) -> Task<Result<Reply<SignedIn>>> {
        GH_CO_TRY(auto tokens, co_await service.accounts.change_password(call.caller, std::move(in.body)));
        co_return signed_in_reply(call, cookies, std::move(tokens));
      });
}

void session_routes(RouteTable& table, identity::Service& service, BrowserCookies cookies) {
  table.add<Input<None, SessionsQuery>, SessionList>(
      {.method = net::Method::get,
       .path = "/api/v1/me/sessions",
       .operation_id = "listSessions",
       .summary = "Where the caller is signed in, newest first.",
       .context = "identity",
       .roles = signed_in,
       .errors = {&gh::errors::not_found, &gh::errors::bad_cursor}},
      [&service](const Call& call, Input<None, SessionsQuery> in) -> Task<Result<Reply<SessionList>>> {
        GH_CO_TRY(auto page, co_await service.sessions.of_user(*call.caller.user, call.caller.session, in.query.limit.value(),
                                                               in.query.cursor.value()));
        Reply<SessionList> reply(SessionList{std::move(page.items), {}});
        if (!page.next_cursor.empty()) reply.value.next_cursor = std::move(page.next_cursor);
        co_return reply;
      });
  table.add<Input<SessionPath>, None>({.method = net::Method::del,
                                       .path = "/api/v1/me/sessions/{id}",
                                       .operation_id = "endSession",
                                       .summary = "Signs one device out, at once.",
                                       .context = "identity",
                                       .roles = signed_in,
                                       .rate = RateGroup::write,
                                       .success_status = 204},
                                      [&service, cookies](const Call& call, Input<SessionPath> in) -> Task<Result<Reply<None>>> {
                                        const bool own = in.path.id.text() == call.caller.session;
                                        GH_CO_CHECK(co_await service.sessions.end_one(*call.caller.user, std::move(in.path.id)));
                                        if (own) co_return signed_out_reply(call, cookies);
                                        co_return Reply<None>(None{});
                                      });
  table.add<Input<>, None>({.method = net::Method::del,
                            .path = "/api/v1/me/sessions",
                            .operation_id = "endSessions",
                            .summary = "Signs out everywhere, here too.",
                            .context = "identity",
                            .roles = signed_in,
                            .rate = RateGroup::write,
                            .success_status = 204,
                            .errors = {&gh::errors::not_found}},
                           [&service, cookies](const Call& call, Input<>) -> Task<Result<Reply<None>>> {
                             GH_CO_CHECK(co_await service.sessions.end_all(*call.caller.user));
                             co_return signed_out_reply(call, cookies);
                           });
}

void second_factor_routes(RouteTable& table, identity::Service& service) {
  const std::vector<const ErrorKind*> proof_errors{&gh::errors::not_found,
                                                   &identity::errors::wrong_password,
                                                   &identity::errors::wrong_code,
                                                   &identity::errors::second_factor_off,
                                                   &identity::errors::too_many_attempts,
                                                   &gh::errors::unavailable};
  table.add<BodyInput<identity::FactorStart>, identity::FactorSecret>(
      {.method = net::Method::post,
       .path = "/api/v1/me/second-factor",
       .operation_id = "beginSecondFactor",
       .summary = "A secret for an authenticator; it counts once a first code has confirmed it.",
       .context = "identity",
       .roles = signed_in,
       .enrolment = true,
       .rate = RateGroup::login,
       .errors = {&gh::errors::not_found, &identity::errors::wrong_password, &identity::errors::second_factor_on,
                  &identity::errors::too_many_attempts, &gh::errors::unavailable}},
      [&service](const Call& call, BodyInput<identity::FactorStart> in) -> Task<Result<Reply<identity::FactorSecret>>> {
        co_return co_await service.second_factors.begin(*call.caller.user, in.body.password.value());
      });
  table.add<BodyInput<identity::FactorProof>, identity::RecoveryCodes>(
      {.method = net::Method::post,
       .path = "/api/v1/me/second-factor/confirm",
       .operation_id = "confirmSecondFactor",
       .summary = "From now on signing in takes a code. Gives the recovery codes, this once; an admin refreshes the session after it.",
       .context = "identity",
       .roles = signed_in,
       .enrolment = true,
       .rate = RateGroup::login,
       .errors = {&gh::errors::not_found, &identity::errors::wrong_code, &identity::errors::second_factor_on,
                  &identity::errors::second_factor_off}},
      [&service](const Call& call, BodyInput<identity::FactorProof> in) -> Task<Result<Reply<identity::RecoveryCodes>>> {
        co_return co_await service.second_factors.confirm(*call.caller.user, in.body.code.value());
      });
  table.add<BodyInput<identity::FactorChange>, identity::RecoveryCodes>(
      {.method = net::Method::post,
       .path = "/api/v1/me/second-factor/recovery-codes",
       .operation_id = "renewRecoveryCodes",
       .summary = "New recovery codes in place of all old ones.",
       .context = "identity",
       .roles = signed_in,
       .rate = RateGroup::login,
       .errors = proof_errors},
      [&service](const Call& call, BodyInput<identity::FactorChange> in) -> Task<Result<Reply<identity::RecoveryCodes>>> {
        co_return co_await service.second_factors.renew_codes(*call.caller.user, std::move(in.body));
      });
  table.add<BodyInput<identity::FactorChange>, None>(
      {.method = net::Method::post,
       .path = "/api/v1/me/second-factor/remove",
       .operation_id = "removeSecondFactor",
       .summary = "Signing in takes the password only. Where admins must have a second factor, they get a new one at their next sign-in.",
       .context = "identity",
       .roles = signed_in,
       .rate = RateGroup::login,
       .success_status = 204,
       .errors = proof_errors},
      [&service](const Call& call, BodyInput<identity::FactorChange> in) -> Task<Result<Reply<None>>> {
        co_return done(co_await service.second_factors.remove(*call.caller.user, std::move(in.body)));
      });
}

}  // namespace

void identity_routes(RouteTable& table, identity::Service& service, notifications::Service& notifications, BrowserCookies cookies) {
  sign_in_routes(table, service, notifications, cookies);
  mail_routes(table, service);
  account_routes(table, service, cookies);
  session_routes(table, service, cookies);
  second_factor_routes(table, service);
}

}  // namespace gh::gateway

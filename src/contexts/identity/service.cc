#include "contexts/identity/service.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/secret_token.h"

namespace gh::identity {

namespace {

Account to_account(const User& user) { return {user.id, user.email, user.name, user.role, user.created}; }

Timestamp refresh_expiry(const Session& session, Timestamp now) { return std::min(now + refresh_ms, session.created + family_ms_max); }

}  // namespace

Service::Service(ports::Documents& documents, crypto::PasswordHasher& hasher, const crypto::Jwt& jwt, const Clock& clock, Random& random)
    : users_(open_users(documents)), sessions_(open_sessions(documents)), hasher_(hasher), jwt_(jwt), clock_(clock), random_(random) {}

Task<Result<void>> Service::start() {
  GH_CO_CHECK(users_.opened());
  GH_CO_CHECK(sessions_.opened());
  const auto since = clock_.now() - access_ms - Revocations::margin_ms;
  GH_CO_CHECK(co_await learn_ended_sessions(since));
  co_return co_await learn_changed_roles(since);
}

Task<Result<void>> Service::learn_ended_sessions(Timestamp since) {
  std::string after;
  do {
    GH_CO_TRY(auto page, co_await sessions_.find(indexes::ended, {ports::sortable(since.ms), "", false}, ports::find_limit_max, after));
    for (const auto& session : page.items) revocations_.end_session(session.value.id, session.value.ended_at);
    after = std::move(page.next);
  } while (!after.empty());
  co_return Result<void>();
}

Task<Result<void>> Service::learn_changed_roles(Timestamp since) {
  std::string after;
  do {
    GH_CO_TRY(auto page, co_await users_.find(indexes::role_changed, {ports::sortable(since.ms), "", false}, ports::find_limit_max, after));
    for (const auto& user : page.items) revocations_.end_older_roles(user.value.id, user.value.role_generation, user.value.role_changed);
    after = std::move(page.next);
  } while (!after.empty());
  co_return Result<void>();
}

Task<Result<Tokens>> Service::register_customer(Registration registration) {
  NewUser user{registration.email.value(), registration.password.value(), registration.name.value(), Role::customer};
  GH_CO_TRY(auto stored, co_await insert_user(std::move(user)));
  co_return co_await open_session(std::move(stored));
}

Task<Result<Account>> Service::create_user(NewUser user) {
  if (user.role == Role::guest) co_return fail(gh::errors::invalid, "a user is a customer, a farmer or an admin");
  GH_CO_TRY(const auto stored, co_await insert_user(std::move(user)));
  co_return to_account(stored);
}

Task<Result<User>> Service::insert_user(NewUser user) {
  // Asked before the costly hash; the index decides.
  GH_CO_TRY(const auto taken, co_await users_.find_one(indexes::email, normal_email(user.email)));
  if (taken) co_return fail(errors::email_taken);
  GH_CO_TRY(auto hash, co_await hasher_.hash(std::move(user.password)));
  const auto now = clock_.now();
  User stored{.id = UserId::make(now, random_),
              .email = std::move(user.email),
              .password_hash = std::move(hash),
              .role = user.role,
              .name = std::move(user.name),
              .created = now};
  auto written = co_await users_.insert(std::move(stored));
  if (written) co_return std::move(written->value);
  if (written.error().is(ports::errors::duplicate_key)) co_return fail(errors::email_taken);
  co_return fail(std::move(written).error());
}

Task<Result<Tokens>> Service::login(Credentials credentials, std::string address) {
  // The table holds no addresses of people, so that nothing of it can leak.
  const auto account_key = crypto::stored_form(normal_email(credentials.email.value()));
  GH_CO_CHECK(begin_attempt(account_key, address));
  auto user = co_await check_password(std::move(credentials));
  if (user) {
    accounts_.succeeded(account_key, true);
    addresses_.succeeded(address, false);
    co_return co_await open_session(*std::move(user));
  }
  // What the server could not check is not the client's failure.
  if (!user.error().is(errors::wrong_credentials)) {
    accounts_.succeeded(account_key, false);
    addresses_.succeeded(address, false);
  }
  co_return fail(std::move(user).error());
}

Result<void> Service::begin_attempt(const std::string& account, const std::string& address) {
  const auto now = clock_.now();
  auto wait = addresses_.begin(address, now);
  if (!wait) {
    wait = accounts_.begin(account, now);
    if (wait) addresses_.succeeded(address, false);  // was not begun
  }
  if (!wait) return {};
  const auto seconds = (wait->count() + 999) / 1000;
  return fail(Error(errors::too_many_attempts, fmt::format("wait {} s", seconds)).extend("retry_after_s", std::to_string(seconds)));
}

Task<Result<User>> Service::check_password(Credentials credentials) {
  GH_CO_TRY(auto found, co_await users_.find_one(indexes::email, normal_email(credentials.email.value())));
  // Nobody's password takes as long to check as somebody's.
  GH_CO_TRY(const bool right, co_await hasher_.verify(credentials.password.value(), found ? found->value.password_hash : std::string()));
  if (!found || !right) co_return fail(errors::wrong_credentials);
  if (hasher_.needs_rehash(found->value.password_hash)) {
    const auto old_hash = found->value.password_hash;
    GH_CO_TRY(const auto new_hash, co_await hasher_.hash(credentials.password.value()));
    GH_CO_TRY(auto updated, co_await users_.update(found->value.id, [&](User& user, UserCollection::Outbox&) -> Result<void> {
      if (user.password_hash == old_hash) user.password_hash = new_hash;
      return {};
    }));
    co_return std::move(updated.value);
  }
  co_return std::move(found->value);
}

Task<Result<Tokens>> Service::open_session(User user) {
  const auto now = clock_.now();
  auto secret = crypto::make_secret_token(random_);
  Session session{.id = SessionId::make(now, random_), .user = user.id, .refresh_hash = crypto::stored_form(secret), .created = now};
  session.expires = refresh_expiry(session, now);
  GH_CO_TRY(const auto written, co_await sessions_.insert(std::move(session)));
  co_return make_tokens(user, written.value, std::move(secret), now);
}

Result<Tokens> Service::make_tokens(const User& user, const Session& session, std::string secret, Timestamp now) const {
  GH_TRY(auto access, jwt_.sign(to_claims(user, session, now)));
  return Tokens{std::move(access), "Bearer", access_ms.count() / 1000, to_text({session.id, std::move(secret)}), to_account(user)};
}

Task<Result<Tokens>> Service::refresh(std::string refresh_token) {
  const auto token = parse_refresh_token(refresh_token);
  if (!token) co_return fail(errors::refresh_refused, "not a refresh token");
  GH_CO_TRY(const auto found, co_await sessions_.get(token->session));
  const auto now = clock_.now();
  if (!found || found->value.ended || found->value.expires <= now) co_return fail(errors::refresh_refused, "the session has ended");
  if (!crypto::equal_constant_time(crypto::stored_form(token->secret), found->value.refresh_hash)) {
    GH_CO_CHECK(co_await end_session(token->session, SessionEnd::reuse));
    co_return fail(errors::refresh_refused, "the token was used before; the session has ended");
  }
  GH_CO_TRY(const auto user, co_await users_.get(found->value.user));
  if (!user) co_return fail(errors::refresh_refused, "the account is gone");
  auto secret = crypto::make_secret_token(random_);
  Session next = found->value;
  next.refresh_hash = crypto::stored_form(secret);
  ++next.generation;
  next.expires = refresh_expiry(next, now);
  const auto written = co_await sessions_.replace(*found, std::move(next));
  if (written) co_return make_tokens(user->value, written->value, std::move(secret), now);
  if (!written.error().is(ports::errors::version_conflict)) co_return fail(written.error());
  // Somebody else was quicker with the same token, or the session ended meanwhile.
  GH_CO_CHECK(co_await end_session(token->session, SessionEnd::reuse));
  co_return fail(errors::refresh_refused, "the token was used twice at the same time; the session has ended");
}

Task<Result<void>> Service::end_session(SessionId id, SessionEnd why) {
  const auto now = clock_.now();
  // Here first: if the store fails, the tokens of this session end nevertheless.
  revocations_.end_session(id, now);
  const auto ended = co_await sessions_.update(id, [&](Session& session, SessionCollection::Outbox&) -> Result<void> {
    if (session.ended) return {};
    session.ended = why;
    session.ended_at = now;
    return {};
  });
  if (!ended && !ended.error().is(gh::errors::not_found)) co_return fail(ended.error());
  co_return Result<void>();
}

Task<Result<void>> Service::logout(Caller caller) {
  const auto session = SessionId::parse(caller.session);
  if (!session) co_return fail(gh::errors::unauthenticated);
  co_return co_await end_session(*session, SessionEnd::logout);
}

Task<Result<Account>> Service::account(UserId id) {
  GH_CO_TRY(const auto user, co_await users_.require(std::move(id)));
  co_return to_account(user.value);
}

Task<Result<Account>> Service::set_role(UserId id, Role role) {
  if (role == Role::guest) co_return fail(gh::errors::invalid, "a user is a customer, a farmer or an admin");
  const auto now = clock_.now();
  GH_CO_TRY(const auto user, co_await users_.update(std::move(id), [&](User& changed, UserCollection::Outbox&) -> Result<void> {
    if (changed.role == role) return {};
    changed.role = role;
    ++changed.role_generation;
    changed.role_changed = now;
    return {};
  }));
  revocations_.end_older_roles(user.value.id, user.value.role_generation, now);
  co_return to_account(user.value);
}

Task<Result<void>> Service::make_farmer(UserId id) {
  GH_CO_TRY(const auto user, co_await users_.require(id));
  if (user.value.role != Role::customer) co_return Result<void>();
  GH_CO_CHECK(co_await set_role(std::move(id), Role::farmer));
  co_return Result<void>();
}

Task<Result<void>> Service::make_customer(UserId id) {
  GH_CO_TRY(const auto user, co_await users_.require(id));
  if (user.value.role != Role::farmer) co_return Result<void>();
  GH_CO_CHECK(co_await set_role(std::move(id), Role::customer));
  co_return Result<void>();
}

Task<Result<int>> Service::remove_expired_sessions(int limit) {
  // A session stays as long as an access token of it could live.
  const auto before = clock_.now() - access_ms - Revocations::margin_ms;
  GH_CO_TRY(const auto page, co_await sessions_.find(indexes::expires, {"", ports::sortable(before.ms), false}, limit));
  int removed = 0;
  for (const auto& session : page.items) {
    const auto erased = co_await sessions_.erase(session.value.id, session.version);
    if (erased)
      ++removed;
    else if (!erased.error().is(ports::errors::version_conflict))
      co_return fail(erased.error());
  }
  co_return removed;
}

Result<Caller> Service::authenticate(std::string_view access_token) const {
  GH_TRY(auto verified, jwt_.verify(access_token, clock_.now()));
  const auto issued = verified.issued;
  auto claims = from_claims(std::move(verified));
  if (!claims) return fail(gh::errors::unauthenticated, "the token's claims are not ones of this program");
  if (revocations_.is_revoked(*claims, issued)) return fail(gh::errors::unauthenticated, "the session has ended");
  return Caller{std::move(claims->user), claims->role, std::move(claims->session)};
}

}  // namespace gh::identity

#include "contexts/identity/sessions.h"

#include <limits>

#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "platform/crypto/encoding.h"

namespace gh::identity {

namespace {

constexpr std::int32_t everything = std::numeric_limits<std::int32_t>::max();

Timestamp refresh_expiry(const Session& session, Timestamp now) { return std::min(now + refresh_ms, session.created + family_ms_max); }

bool lives(const Session& session, const User& user, Timestamp now) {
  return !session.ended && session.expires > now && session.session_generation == user.session_generation && user.disabled.ms == 0;
}

SessionView to_view(const Session& session, std::string_view current) {
  return {session.id, session.device, session.address, session.created, session.last_used, session.expires, session.id.text() == current};
}

}  // namespace

Task<Result<void>> Sessions::start() const {
  const auto since = ports::sortable((clock_.now() - access_ms - margin_ms).ms);
  std::string after;
  do {
    GH_CO_TRY(auto page, co_await store_.sessions.find(indexes::ended, {since, "", false}, ports::find_limit_max, after));
    for (const auto& session : page.items) GH_CO_CHECK(co_await revoke(session.value.id.text(), everything, session.value.ended_at));
    after = std::move(page.next);
  } while (!after.empty());
  do {
    GH_CO_TRY(auto page, co_await store_.users.find(indexes::tokens_ended, {since, "", false}, ports::find_limit_max, after));
    for (const auto& user : page.items) GH_CO_CHECK(co_await tell(user.value));
    after = std::move(page.next);
  } while (!after.empty());
  co_return Result<void>();
}

Task<Result<void>> Sessions::hear(ports::Change change) const {
  const bool new_or_gone = change.version == 1 || change.kind == ports::Change::Kind::erased;  // nothing of theirs has ended early
  if (new_or_gone) co_return Result<void>();
  if (change.collection == store_.sessions.name()) {
    const auto id = SessionId::parse(change.id);
    if (!id) co_return Result<void>();
    GH_CO_TRY(const auto session, co_await store_.sessions.get(*id));
    if (session && session->value.ended) co_return co_await revoke(change.id, everything, session->value.ended_at);
  } else if (change.collection == store_.users.name()) {
    const auto id = UserId::parse(change.id);
    if (!id) co_return Result<void>();
    GH_CO_TRY(const auto user, co_await store_.users.get(*id));
    if (user && user->value.tokens_ended.ms != 0) co_return co_await tell(user->value);
  }
  co_return Result<void>();
}

Task<Result<void>> Sessions::revoke(std::string subject, std::int32_t below, Timestamp at) const {
  co_return co_await revocations_.revoke({.subject = std::move(subject), .below = below, .at = at, .until = at + access_ms + margin_ms});
}

Task<Result<void>> Sessions::tell(const User& user) const {
  co_return co_await revoke(user.id.text(), user.token_generation, user.tokens_ended);
}

Task<Result<Tokens>> Sessions::open(User user, Origin from) const {
  const auto now = clock_.now();
  auto secret = crypto::make_secret_token(random_);
  Session session{.id = SessionId::make(now, random_),
                  .user = user.id,
                  .refresh_hash = from.browser ? std::string() : crypto::stored_form(secret),
                  .cookie_hash = from.browser ? crypto::stored_form(secret) : std::string(),
                  .session_generation = user.session_generation,
                  .device = from.device.substr(0, device_bytes_max),
                  .address = std::move(from.address),
                  .created = now,
                  .last_used = now};
  session.expires = refresh_expiry(session, now);
  GH_CO_TRY(const auto written, co_await store_.sessions.insert(std::move(session)));
  co_return make_tokens(user, written.value, std::move(secret), now);
}

Result<Tokens> Sessions::make_tokens(const User& user, const Session& session, std::string secret, Timestamp now) const {
  const bool enrol = must_enrol(user);
  if (!session.cookie_hash.empty())
    return Tokens{.access_token = {},
                  .refresh_token = {},
                  .second_factor_required = enrol,
                  .account = to_account(user),
                  .cookie = to_text(RefreshToken{session.id, std::move(secret)})};
  GH_TRY(auto access, jwt_.sign(to_claims(user, session, enrol, now)));
  return Tokens{.access_token = std::move(access),
                .expires_in_s = access_ms.count() / 1000,
                .refresh_token = to_text(RefreshToken{session.id, std::move(secret)}),
                .second_factor_required = enrol,
                .account = to_account(user),
                .cookie = {}};
}

Task<Result<Tokens>> Sessions::refresh(std::string refresh_token, Origin from) const {
  const auto token = parse_token<SessionId>(refresh_token);
  if (!token) co_return fail(errors::refresh_refused, "not a refresh token");
  GH_CO_TRY(const auto found, co_await store_.sessions.get(token->id));
  const auto now = clock_.now();
  if (!found || found->value.ended || found->value.expires <= now) co_return fail(errors::refresh_refused, "the session has ended");
  if (found->value.refresh_hash.empty()) co_return fail(errors::refresh_refused, "a browser's session has no refresh tokens");
  if (!crypto::equal_constant_time(crypto::stored_form(token->secret), found->value.refresh_hash)) {
    GH_CO_CHECK(co_await end(token->id, SessionEnd::reuse));
    co_return fail(errors::refresh_refused, "the token was used before; the session has ended");
  }
  GH_CO_TRY(const auto user, co_await store_.users.get(found->value.user));
  if (!user) co_return fail(errors::refresh_refused, "the account is gone");
  if (!lives(found->value, user->value, now)) co_return fail(errors::refresh_refused, "the session has ended");
  Session next = found->value;
  next.address = std::move(from.address);
  co_return co_await next_tokens(user->value, *found, std::move(next));
}

Task<Result<Tokens>> Sessions::next_tokens(const User& user, Versioned<Session> session, Session next) const {
  const auto now = clock_.now();
  auto secret = crypto::make_secret_token(random_);
  next.refresh_hash = crypto::stored_form(secret);
  ++next.generation;
  next.last_used = now;
  next.expires = refresh_expiry(next, now);
  const auto id = next.id;
  const auto written = co_await store_.sessions.replace(session, std::move(next));
  if (written) co_return make_tokens(user, written->value, std::move(secret), now);
  if (!written.error().is(ports::errors::version_conflict)) co_return fail(written.error());
  // Somebody else was quicker with the same token, or the session ended meanwhile.
  GH_CO_CHECK(co_await end(id, SessionEnd::reuse));
  co_return fail(errors::refresh_refused, "the token was used twice at the same time; the session has ended");
}

Task<Result<void>> Sessions::end(SessionId id, SessionEnd why) const {
  const auto now = clock_.now();
  // Here first: if one of the two fails, the other has ended its tokens nevertheless.
  const auto told = co_await revoke(id.text(), everything, now);
  const auto ended = co_await store_.sessions.update(id, [&](Session& session, SessionCollection::Outbox&) -> Result<void> {
    if (session.ended) return {};
    session.ended = why;
    session.ended_at = now;
    return {};
  });
  if (!ended && !ended.error().is(gh::errors::not_found)) co_return fail(ended.error());
  co_return told;
}

Task<Result<SessionPage>> Sessions::of_user(UserId id, std::string current, int limit, std::string cursor) const {
  constexpr int scanned_max = 1000;  // a page may then be short, its cursor goes on
  const auto after = crypto::from_base64url(cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  GH_CO_TRY(const auto user, co_await store_.users.require(id));
  const auto now = clock_.now();
  SessionPage page;
  std::string position = *after;
  for (int scanned = 0; scanned < scanned_max;) {
    const int wanted = limit - static_cast<int>(page.items.size());
    GH_CO_TRY(auto found, co_await store_.sessions.find(indexes::user, range_of(id.text(), true), wanted, std::move(position)));
    scanned += static_cast<int>(found.items.size());
    for (const auto& session : found.items) {
      if (lives(session.value, user.value, now)) page.items.push_back(to_view(session.value, current));
    }
    position = std::move(found.next);
    if (position.empty() || static_cast<int>(page.items.size()) == limit) break;
  }
  page.next_cursor = crypto::base64url(crypto::bytes_of(position));
  co_return page;
}

Task<Result<void>> Sessions::end_one(UserId user, SessionId id) const {
  GH_CO_TRY(const auto owner, co_await store_.users.require(user));
  GH_CO_TRY(const auto found, co_await store_.sessions.require(id));
  if (found.value.user != user || !lives(found.value, owner.value, clock_.now())) co_return fail(gh::errors::not_found);
  co_return co_await end(std::move(id), SessionEnd::ended_by_user);
}

Task<Result<void>> Sessions::end_all(UserId id) const {
  const auto now = clock_.now();
  GH_CO_TRY(const auto user, co_await store_.users.update(std::move(id), [&](User& changed, UserCollection::Outbox&) -> Result<void> {
    end_all_in(changed, now);
    return {};
  }));
  co_return co_await tell(user.value);
}

void Sessions::end_tokens_in(User& user, Timestamp now) {
  ++user.token_generation;
  user.tokens_ended = now;
}

void Sessions::end_all_in(User& user, Timestamp now) {
  ++user.session_generation;
  user.challenge_ticket.reset();
  end_tokens_in(user, now);
}

Task<Result<Tokens>> Sessions::carry_over(const User& user, SessionId id) const {
  GH_CO_TRY(auto session, co_await store_.sessions.require(std::move(id)));
  Session next = session.value;
  if (next.user != user.id || next.ended) co_return fail(gh::errors::unauthenticated, "the session has ended");
  if (!next.cookie_hash.empty()) co_return co_await next_cookie(user, next.id);
  next.session_generation = user.session_generation;
  co_return co_await next_tokens(user, std::move(session), std::move(next));
}

// Another secret for the same session, so that whoever else holds the cookie is out. Its use may be noted at the same time: that
// is no theft, and the write is tried again.
Task<Result<Tokens>> Sessions::next_cookie(const User& user, SessionId id) const {
  const auto now = clock_.now();
  auto secret = crypto::make_secret_token(random_);
  const auto change = [&](Session& session, SessionCollection::Outbox&) -> Result<void> {
    if (session.ended) return fail(gh::errors::unauthenticated, "the session has ended");
    session.cookie_hash = crypto::stored_form(secret);
    session.session_generation = user.session_generation;
    ++session.generation;
    session.last_used = now;
    session.expires = refresh_expiry(session, now);
    return {};
  };
  GH_CO_TRY(const auto session, co_await store_.sessions.update(std::move(id), change));
  co_return make_tokens(user, session.value, std::move(secret), now);
}

Task<Result<int>> Sessions::remove_expired(int limit) const {
  // A session stays as long as an access token of it could live.
  const auto before = clock_.now() - access_ms - margin_ms;
  GH_CO_TRY(const auto page, co_await store_.sessions.find(indexes::expires, {"", ports::sortable(before.ms), false}, limit));
  int removed = 0;
  for (const auto& session : page.items) {
    const auto erased = co_await store_.sessions.erase(session.value.id, session.version);
    if (erased)
      ++removed;
    else if (!erased.error().is(ports::errors::version_conflict))
      co_return fail(erased.error());
  }
  co_return removed;
}

Result<Caller> Sessions::authenticate(std::string_view access_token) const {
  GH_TRY(auto verified, jwt_.verify(access_token, clock_.now()));
  const auto issued = verified.issued;
  auto claims = from_claims(std::move(verified));
  if (!claims) return fail(gh::errors::unauthenticated, "the token's claims are not ones of this program");
  if (revocations_.is_revoked(claims->session, claims->generation, issued) ||
      revocations_.is_revoked(claims->user.text(), claims->token_generation, issued))
    return fail(gh::errors::unauthenticated, "the session has ended");
  return Caller{.user = std::move(claims->user),
                .role = claims->role,
                .session = std::move(claims->session),
                .browser = false,
                .must_enrol = claims->must_enrol,
                .api_key = {},
                .farm = {},
                .scopes = {}};
}

Task<Result<Visitor>> Sessions::authenticate_cookie(std::string cookie, std::string address) const {
  const auto token = parse_token<SessionId>(cookie);
  if (!token) co_return Visitor{.caller = {}, .ended = true};
  GH_CO_TRY(const auto session, co_await store_.sessions.get(token->id));
  if (!session) co_return Visitor{.caller = {}, .ended = true};
  const auto& kept = session->value;
  // The secret of a living session was renewed by a change of the password: the browser has the new one, or never had it.
  if (kept.cookie_hash.empty() || !crypto::equal_constant_time(crypto::stored_form(token->secret), kept.cookie_hash)) co_return Visitor{};
  GH_CO_TRY(const auto user, co_await store_.users.get(kept.user));
  const auto now = clock_.now();
  if (!user || !lives(kept, user->value, now)) co_return Visitor{.caller = {}, .ended = true};
  Caller caller{.user = kept.user,
                .role = user->value.role,
                .session = kept.id.text(),
                .browser = true,
                .must_enrol = must_enrol(user->value),
                .api_key = {},
                .farm = {},
                .scopes = {}};
  if (now - kept.last_used >= last_used_grain_ms) co_await note_use(*session, std::move(address), now);
  co_return Visitor{.caller = std::move(caller), .ended = false};
}

// Of several requests at once one notes it. A store that takes no writes keeps nobody from reading.
Task<void> Sessions::note_use(Versioned<Session> session, std::string address, Timestamp now) const {
  Session next = session.value;
  next.last_used = now;
  next.address = std::move(address);
  next.expires = refresh_expiry(next, now);
  (void)co_await store_.sessions.replace(session, std::move(next));
}

}  // namespace gh::identity

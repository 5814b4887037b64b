// Sessions: opened by a sign-in, carried on by refresh tokens, ended singly or all at once; and who holds an access token.
// One per process, any thread.
#pragma once
#include "base/random.h"
#include "contexts/identity/store.h"
#include "contexts/identity/tokens.h"
#include "platform/crypto/jwt.h"
#include "platform/ports/revocation.h"

namespace gh::identity {

class Sessions {
 public:
  // Nodes' clocks differ, and a token that is being made while its session ends is a little younger than the entry.
  static constexpr Milliseconds margin_ms{120'000};
  static constexpr std::size_t device_bytes_max = 200;
  static constexpr Milliseconds last_used_grain_ms{60LL * 60 * 1000};  // of browsers' sessions: one write in this time

  Sessions(const Store& store, const crypto::Jwt& jwt, ports::Revocations& revocations, const Clock& clock, Random& random,
           bool admins_need_second_factor)
      : store_(store), jwt_(jwt), revocations_(revocations), clock_(clock), random_(random), admins_need_(admins_need_second_factor) {}

  // Learns which sessions and tokens were ended so lately that tokens of theirs still live. Once, before serving.
  Task<Result<void>> start() const;

  // The same from one change of the store, which another node may have made: for the feed's follower where several nodes share a store.
  Task<Result<void>> hear(ports::Change change) const;

  Task<Result<Tokens>> open(User user, Origin from) const;
  // refresh_refused; a token that was used before also ends its session: one of two who hold it is a thief. There is no grace for
  // clients that use one token twice at the same time: they cannot be told from a thief.
  Task<Result<Tokens>> refresh(std::string refresh_token, Origin from) const;
  // Again: nothing.
  Task<Result<void>> end(SessionId id, SessionEnd why) const;

  // The living ones of a user, newest first. bad_cursor.
  Task<Result<SessionPage>> of_user(UserId id, std::string current, int limit, std::string cursor) const;
  // not_found if it is not a living one of this user's.
  Task<Result<void>> end_one(UserId user, SessionId id) const;
  // Log out everywhere.
  Task<Result<void>> end_all(UserId id) const;

  // For a change of a user that also ends all of their sessions; after it is written, tell() ends the access tokens.
  static void end_all_in(User& user, Timestamp now);
  static void end_tokens_in(User& user, Timestamp now);
  Task<Result<void>> tell(const User& user) const;
  // The one session that lives on after such a change.
  Task<Result<Tokens>> carry_over(const User& user, SessionId id) const;

  // Removes sessions that ended by themselves, at most `limit`; says how many. Called from time to time.
  Task<Result<int>> remove_expired(int limit) const;

  // A signature and look-ups in memory, nothing is read from the store. unauthenticated.
  Result<Caller> authenticate(std::string_view access_token) const;
  // What a browser's cookie says. Session and user are read from the store: what ended or changed there counts here from the next
  // request on, on every node. Its use keeps it alive, noted once in last_used_grain_ms.
  Task<Result<Visitor>> authenticate_cookie(std::string cookie, std::string address) const;

  bool must_enrol(const User& user) const {
    return admins_need_ && user.role == Role::admin && !user.second_factor_waived && !has_second_factor(user);
  }

 private:
  Result<Tokens> make_tokens(const User& user, const Session& session, std::string secret, Timestamp now) const;
  Task<Result<Tokens>> next_cookie(const User& user, SessionId id) const;
  Task<void> note_use(Versioned<Session> session, std::string address, Timestamp now) const;
  Task<Result<Tokens>> next_tokens(const User& user, Versioned<Session> session, Session next) const;
  Task<Result<void>> revoke(std::string subject, std::int32_t below, Timestamp at) const;

  const Store& store_;
  const crypto::Jwt& jwt_;
  ports::Revocations& revocations_;
  const Clock& clock_;
  Random& random_;
  const bool admins_need_;
};

}  // namespace gh::identity

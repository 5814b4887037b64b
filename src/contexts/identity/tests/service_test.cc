// The service over memory adapters and a cheap hasher; the last tests use the real one and measure.
#include <gtest/gtest.h>

#include <chrono>
#include <ctime>

#include "adapters/memory/attempts.h"
#include "adapters/memory/revocations.h"
#include "adapters/memory/tasks.h"
#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "contexts/identity/service.h"
#include "stage/world.h"
#include "stage/yielding_documents.h"

namespace gh::identity {
namespace {

struct CheapHasher : crypto::PasswordHasher {
  std::vector<std::string> verified;  // the stored forms that were asked about
  bool busy = false;
  std::string cost = "1";
  Task<Result<std::string>> hash(std::string password) override { co_return cost + ":" + password; }
  Task<Result<bool>> verify(std::string password, std::string stored) override {
    verified.push_back(stored);
    if (busy) co_return fail(gh::errors::unavailable);
    co_return stored.size() > 2 && stored.substr(2) == password;
  }
  bool needs_rehash(const std::string& stored) const override { return !stored.starts_with(cost); }
};

crypto::Jwt make_jwt() { return *crypto::Jwt::make({"greenharvest", "greenharvest-api", {{"k1", std::string(32, 's')}}}); }

Registration registration(const std::string& email) { return {json::Email(email), NewPassword("correct horse"), json::Text<1, 80>("Ann")}; }
Credentials credentials(const std::string& email, const std::string& password = "correct horse") {
  return {json::Email(email), json::Password<1, 200>(password)};
}

struct IdentityTest : testing::Test, stage::World<stage::ManualClock> {
  CheapHasher hasher;
  crypto::Jwt jwt = make_jwt();
  memory::MemoryTasks tasks{store};
  memory::MemoryRevocations revocations;
  memory::MemoryAttempts attempts{clock};
  Service service{documents, tasks, hasher, jwt, revocations, attempts, clock, random, {}};

  Tokens registered(const std::string& email = "ann@farm.example") {
    auto tokens = run(service.register_customer(registration(email), {}));
    EXPECT_TRUE(tokens);
    return tokens ? *tokens : Tokens{};
  }
  Task<Result<void>> end(const Tokens& tokens) {
    return service.sessions.end(*SessionId::parse(service.sessions.authenticate(tokens.access_token)->session), SessionEnd::logout);
  }
  bool is_good(const Tokens& tokens) { return service.sessions.authenticate(tokens.access_token).has_value(); }
};

TEST_F(IdentityTest, ARegisteredCustomerIsSignedIn) {
  const auto tokens = registered();
  EXPECT_EQ(tokens.account.role, Role::customer);
  EXPECT_EQ(tokens.expires_in_s, 900);
  const auto caller = service.sessions.authenticate(tokens.access_token);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->user, tokens.account.id);
  EXPECT_EQ(caller->role, Role::customer);
  EXPECT_EQ(run(service.account(tokens.account.id))->email, "ann@farm.example");
}

TEST_F(IdentityTest, AnAddressIsTakenOnceWhateverItsLetterCase) {
  registered("Ann@farm.example");
  const auto again = run(service.register_customer(registration("aNN@farm.example"), {}));
  ASSERT_FALSE(again);
  EXPECT_TRUE(again.error().is(errors::email_taken));
  EXPECT_TRUE(run(service.login(credentials("ann@farm.example"), {"::1", ""})));
}

Task<bool> register_twice(Service& service) {
  std::vector<Task<Result<Tokens>>> both;
  both.push_back(service.register_customer(registration("ann@farm.example"), {}));
  both.push_back(service.register_customer(registration("ann@farm.example"), {}));
  const auto outcomes = co_await when_all(std::move(both));
  co_return outcomes[0].has_value() != outcomes[1].has_value();
}

TEST_F(IdentityTest, OfTwoRegistrationsAtOnceOneWins) { EXPECT_TRUE(run(register_twice(service))); }

TEST_F(IdentityTest, UnknownUserAndWrongPasswordAreTheSame) {
  registered();
  hasher.verified.clear();
  const auto unknown = run(service.login(credentials("nobody@farm.example"), {"::1", ""}));
  const auto wrong = run(service.login(credentials("ann@farm.example", "wrong password"), {"::1", ""}));
  ASSERT_FALSE(unknown);
  ASSERT_FALSE(wrong);
  EXPECT_TRUE(unknown.error().is(errors::wrong_credentials));
  EXPECT_TRUE(wrong.error().is(errors::wrong_credentials));
  EXPECT_EQ(unknown.error().detail(), wrong.error().detail());
  EXPECT_EQ(hasher.verified.size(), 2U) << "an unknown address costs a hash too";
}

TEST_F(IdentityTest, RefreshRotates) {
  const auto first = registered();
  const auto second = run(service.sessions.refresh(first.refresh_token, {}));
  ASSERT_TRUE(second);
  EXPECT_NE(second->refresh_token, first.refresh_token);
  EXPECT_NE(second->access_token, first.access_token);
  EXPECT_TRUE(is_good(*second));
  EXPECT_TRUE(run(service.sessions.refresh(second->refresh_token, {})));
}

TEST_F(IdentityTest, AnOldRefreshTokenEndsTheFamily) {
  const auto first = registered();
  const auto second = run(service.sessions.refresh(first.refresh_token, {}));
  ASSERT_TRUE(second);
  const auto reused = run(service.sessions.refresh(first.refresh_token, {}));
  ASSERT_FALSE(reused);
  EXPECT_TRUE(reused.error().is(errors::refresh_refused));
  EXPECT_FALSE(run(service.sessions.refresh(second->refresh_token, {}))) << "the newest one ends with its family";
  EXPECT_FALSE(is_good(first));
  EXPECT_FALSE(is_good(*second)) << "access tokens too";
  EXPECT_TRUE(run(service.login(credentials("ann@farm.example"), {"::1", ""}))) << "other sessions live on";
}

Task<std::pair<int, int>> refresh_at_once(Service& service, std::string token, int times) {
  std::vector<Task<Result<Tokens>>> all;
  for (int i = 0; i < times; ++i) all.push_back(service.sessions.refresh(token, {}));
  const auto outcomes = co_await when_all(std::move(all));
  int good = 0;
  int alive = 0;
  for (const auto& outcome : outcomes) {
    if (!outcome) continue;
    ++good;
    if (service.sessions.authenticate(outcome->access_token)) ++alive;
  }
  co_return std::pair(good, alive);
}

TEST_F(IdentityTest, ATokenIsGoodForOneUseAlsoAtOnce) {
  const auto [good, alive] = run(refresh_at_once(service, registered().refresh_token, 8));
  EXPECT_EQ(good, 1);
  EXPECT_EQ(alive, 0) << "the winner may be the thief";
}

TEST_F(IdentityTest, OfTwoWhoReadTheSameSessionNobodyKeepsIt) {
  const auto token = registered().refresh_token;
  stage::YieldingDocuments yielding(documents);
  Service slow(yielding, tasks, hasher, jwt, revocations, attempts, clock, random, {});
  const auto [good, alive] = run(refresh_at_once(slow, token, 2));
  EXPECT_EQ(good, 1);
  EXPECT_EQ(alive, 0);
}

TEST_F(IdentityTest, OfTwoRegistrationsThatSeeNoOtherOneWins) {
  stage::YieldingDocuments yielding(documents);
  Service slow(yielding, tasks, hasher, jwt, revocations, attempts, clock, random, {});
  EXPECT_TRUE(run(register_twice(slow)));
}

TEST_F(IdentityTest, SessionsExpire) {
  auto tokens = registered();
  clock.pass(refresh_ms);
  EXPECT_TRUE(run(service.sessions.refresh(tokens.refresh_token, {})).error().is(errors::refresh_refused)) << "unused for too long";

  tokens = *run(service.login(credentials("ann@farm.example"), {"::1", ""}));
  int refreshed = 0;
  for (;; ++refreshed) {
    clock.pass(refresh_ms / 2);
    auto next = run(service.sessions.refresh(tokens.refresh_token, {}));
    if (!next) break;
    tokens = *std::move(next);
  }
  EXPECT_EQ(refreshed, 5) << "however often it is refreshed, a family ends after 90 days";

  EXPECT_EQ(*run(service.sessions.remove_expired(100)), 1) << "the second one has only just ended";
  clock.pass(access_ms * 2);
  EXPECT_EQ(*run(service.sessions.remove_expired(100)), 1);
  EXPECT_EQ(*run(service.sessions.remove_expired(100)), 0);
}

TEST_F(IdentityTest, AccessTokensExpire) {
  const auto tokens = registered();
  clock.pass(access_ms - Milliseconds(1000));
  EXPECT_TRUE(is_good(tokens));
  clock.pass(Milliseconds(1000));
  EXPECT_FALSE(is_good(tokens));
}

TEST_F(IdentityTest, LogoutEndsTheSessionAtOnceAndNoOther) {
  const auto phone = registered();
  const auto laptop = run(service.login(credentials("ann@farm.example"), {"::1", ""}));
  ASSERT_TRUE(laptop);
  ASSERT_TRUE(run(end(phone)));
  EXPECT_FALSE(is_good(phone));
  EXPECT_FALSE(run(service.sessions.refresh(phone.refresh_token, {})));
  EXPECT_TRUE(is_good(*laptop));
}

TEST_F(IdentityTest, ARestartForgetsNoLogout) {
  const auto tokens = registered();
  ASSERT_TRUE(run(end(tokens)));
  memory::MemoryRevocations fresh;
  Service restarted(documents, tasks, hasher, jwt, fresh, attempts, clock, random, {});
  ASSERT_TRUE(run(restarted.start()));
  EXPECT_FALSE(restarted.sessions.authenticate(tokens.access_token));
}

TEST_F(IdentityTest, AChangedRoleEndsOldAccessTokensButNoSession) {
  const auto tokens = registered();
  ASSERT_TRUE(run(service.make_farmer(tokens.account.id)));
  EXPECT_FALSE(is_good(tokens));
  const auto next = run(service.sessions.refresh(tokens.refresh_token, {}));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->account.role, Role::farmer);
  EXPECT_EQ(service.sessions.authenticate(next->access_token)->role, Role::farmer);
  ASSERT_TRUE(run(service.make_farmer(tokens.account.id)));
  EXPECT_TRUE(is_good(*next)) << "again: nothing";
  memory::MemoryRevocations fresh;
  Service restarted(documents, tasks, hasher, jwt, fresh, attempts, clock, random, {});
  ASSERT_TRUE(run(restarted.start()));
  EXPECT_FALSE(restarted.sessions.authenticate(tokens.access_token));
  EXPECT_TRUE(restarted.sessions.authenticate(next->access_token));
}

TEST_F(IdentityTest, AdminsStayAdmins) {
  const auto admin = run(service.create_user({"root@farm.example", "correct horse", "Root", Role::admin}));
  ASSERT_TRUE(admin);
  ASSERT_TRUE(run(service.make_farmer(admin->id)));
  EXPECT_EQ(run(service.account(admin->id))->role, Role::admin);
  EXPECT_FALSE(run(service.create_user({"g@farm.example", "correct horse", "G", Role::guest})));
}

TEST_F(IdentityTest, FailuresAreSlowedDownPerAccount) {
  registered();
  for (int i = 0; i < PasswordCheck::account_rules.free; ++i)
    EXPECT_TRUE(run(service.login(credentials("ann@farm.example", "wrong"), {"10.0.0." + std::to_string(i), ""}))
                    .error()
                    .is(errors::wrong_credentials));
  const auto before = hasher.verified.size();
  const auto refused = run(service.login(credentials("ANN@farm.example"), {"10.0.1.1", ""}));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(errors::too_many_attempts));
  ASSERT_EQ(refused.error().extensions().size(), 1U);
  EXPECT_EQ(refused.error().extensions()[0].name, "retry_after_s");
  EXPECT_EQ(refused.error().extensions()[0].json, "1");
  EXPECT_EQ(hasher.verified.size(), before) << "a refused attempt costs no hash";
  clock.pass(Milliseconds(1000));
  EXPECT_TRUE(run(service.login(credentials("ann@farm.example"), {"10.0.1.1", ""})));
  EXPECT_TRUE(run(service.login(credentials("ann@farm.example", "wrong"), {"10.0.1.1", ""})).error().is(errors::wrong_credentials))
      << "success forgives";
}

TEST_F(IdentityTest, FailuresAreSlowedDownPerAddress) {
  for (int i = 0; i < PasswordCheck::address_rules.free; ++i)
    (void)run(service.login(credentials("u" + std::to_string(i) + "@farm.example"), {"10.0.0.1", ""}));
  EXPECT_TRUE(run(service.login(credentials("other@farm.example"), {"10.0.0.1", ""})).error().is(errors::too_many_attempts));
  EXPECT_TRUE(run(service.login(credentials("other@farm.example"), {"10.0.0.2", ""})).error().is(errors::wrong_credentials));
}

TEST_F(IdentityTest, ABusyServerIsNobodysFailure) {
  registered();
  hasher.busy = true;
  for (int i = 0; i < 3 * PasswordCheck::account_rules.free; ++i)
    EXPECT_TRUE(run(service.login(credentials("ann@farm.example"), {"::1", ""})).error().is(gh::errors::unavailable));
  hasher.busy = false;
  EXPECT_TRUE(run(service.login(credentials("ann@farm.example"), {"::1", ""})));
}

TEST_F(IdentityTest, APasswordIsHashedAgainWhenTheCostRises) {
  registered();
  hasher.cost = "2";
  ASSERT_TRUE(run(service.login(credentials("ann@farm.example"), {"::1", ""})));
  hasher.verified.clear();
  ASSERT_TRUE(run(service.login(credentials("ann@farm.example"), {"::1", ""})));
  EXPECT_EQ(hasher.verified, std::vector<std::string>{"2:correct horse"});
}

TEST_F(IdentityTest, GarbageIsRefused) {
  const auto tokens = registered();
  for (const std::string& bad :
       {std::string(), std::string("x"), tokens.refresh_token + "x", "ses_x." + std::string(43, 'a'), tokens.access_token})
    EXPECT_TRUE(run(service.sessions.refresh(bad, {})).error().is(errors::refresh_refused)) << bad;
  EXPECT_TRUE(run(service.sessions.refresh(tokens.refresh_token, {}))) << "which harmed nobody";
  EXPECT_FALSE(service.sessions.authenticate(""));
  EXPECT_FALSE(service.sessions.authenticate(tokens.access_token + "x"));
  EXPECT_FALSE(service.sessions.authenticate(tokens.refresh_token));
}

TEST_F(IdentityTest, ForeignClaimsAreRefused) {
  const auto now = clock.now();
  const auto user = UserId::derive(1, 1).text();
  const auto session = SessionId::derive(1, 1).text();
  const crypto::Claims cases[] = {
      {user, "guest", session, session + ".1.1", now, now + access_ms},
      {user, "root", session, session + ".1.1", now, now + access_ms},
      {user, "customer", "", ".1.1", now, now + access_ms},
      {user, "customer", session, session + ".1", now, now + access_ms},
      {user, "customer", session, session + ".0.1", now, now + access_ms},
      {user, "customer", session, "other.1.1", now, now + access_ms},
      {"nobody", "customer", session, session + ".1.1", now, now + access_ms},
  };
  for (const auto& claims : cases) {
    const auto token = jwt.sign(claims);
    ASSERT_TRUE(token);
    EXPECT_FALSE(service.sessions.authenticate(*token)) << claims.id << " " << claims.roles;
  }
  EXPECT_TRUE(service.sessions.authenticate(*jwt.sign({user, "customer", session, session + ".1.1", now, now + access_ms})));
}

TEST_F(IdentityTest, AuthenticatingIsQuick) {
  const auto token = registered().access_token;
  const auto stranger = registered("bob@farm.example");
  ASSERT_TRUE(run(end(stranger)));
  constexpr int rounds = 20;
  constexpr int times = 1'000;
  double best_us = 1e9;
  for (int round = 0; round < rounds; ++round) {
    int good = 0;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) good += service.sessions.authenticate(token).has_value() ? 1 : 0;
    best_us = std::min(best_us, std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count() / times);
    EXPECT_EQ(good, times);
  }
  fmt::print("{:.2f} us per access token, with a revocation in the table\n", best_us);
}

TEST_F(IdentityTest, UnknownAndWrongTakeTheSameTimeWithArgon2id) {
  executors::WorkerPool pool({.name = "argon2", .threads = 1, .queue_max = 8});
  crypto::Argon2idHasher argon2(pool, {.memory_bytes = 4 * 1024 * 1024, .passes = 2});
  Service real(documents, tasks, argon2, jwt, revocations, attempts, clock, random, {});
  ASSERT_TRUE(run(real.register_customer(registration("ann@farm.example"), {})));
  // Processor time, the least of several by turns: what else the machine does is not counted.
  double unknown = 1e9;
  double wrong = 1e9;
  for (int i = 0; i < 9; ++i) {
    for (const auto& [email, best] : {std::pair("nobody@farm.example", &unknown), std::pair("ann@farm.example", &wrong)}) {
      const auto start = std::clock();
      EXPECT_TRUE(run(real.login(credentials(email, "wrong password"), {"::1", ""})).error().is(errors::wrong_credentials));
      *best = std::min(*best, 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
  }
  fmt::print("unknown {:.1f} ms, wrong password {:.1f} ms\n", unknown, wrong);
  EXPECT_LT(std::abs(unknown - wrong), 0.5 * std::max(unknown, wrong));
}

}  // namespace
}  // namespace gh::identity

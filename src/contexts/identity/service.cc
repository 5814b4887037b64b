#include "contexts/identity/service.h"

#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "contexts/identity/passwords.h"

namespace gh::identity {

Account to_account(const User& user) {
  return {.id = user.id,
          .email = user.email,
          .name = user.name,
          .role = user.role,
          .created = user.created,
          .email_verified = user.verified.ms != 0,
          .second_factor = has_second_factor(user)};
}

Service::Service(ports::Documents& documents, ports::Tasks& tasks, crypto::PasswordHasher& hasher, const crypto::Jwt& jwt,
                 ports::Revocations& revocations, ports::Attempts& attempts, const Clock& clock, Random& random, Options options)
    : store_(documents),
      passwords_(store_, hasher, attempts),
      clock_(clock),
      random_(random),
      sessions(store_, jwt, revocations, clock, random, options.admins_need_second_factor),
      accounts(store_, passwords_, sessions, tasks, clock, random),
      second_factors(store_, passwords_, sessions, clock, random, options.factor_box),
      api_keys(store_, clock, random),
      people(store_, sessions, second_factors, clock),
      addresses(store_, clock, random) {}

Task<Result<void>> Service::start() {
  GH_CO_CHECK(store_.opened());
  co_return co_await sessions.start();
}

Task<Result<Tokens>> Service::register_customer(Registration registration, Origin from) {
  NewUser user{registration.email.value(), registration.password.value(), registration.name.value(), Role::customer};
  GH_CO_CHECK(check_new_password(user.password, user.email, user.name, "/password"));
  GH_CO_TRY(auto stored, co_await insert_user(std::move(user), false));
  co_return co_await sessions.open(std::move(stored), std::move(from));
}

Task<Result<Account>> Service::create_user(NewUser user) {
  if (user.role == Role::guest) co_return fail(gh::errors::invalid, "a user is a customer, a farmer or an admin");
  GH_CO_TRY(const auto stored, co_await insert_user(std::move(user), true));
  co_return to_account(stored);
}

Task<Result<User>> Service::insert_user(NewUser user, bool verified) {
  // Asked before the costly hash; the index decides.
  GH_CO_TRY(const auto taken, co_await store_.users.find_one(indexes::email, normal_email(user.email)));
  if (taken) co_return fail(errors::email_taken);
  GH_CO_TRY(auto hash, co_await passwords_.hash(std::move(user.password)));
  const auto now = clock_.now();
  User stored{.id = UserId::make(now, random_),
              .email = std::move(user.email),
              .verified = verified ? now : Timestamp{},
              .password_hash = std::move(hash),
              .role = user.role,
              .name = std::move(user.name),
              .created = now,
              .second_factor_waived = user.second_factor_waived};
  UserCollection::Outbox outbox;
  if (!verified) outbox.push_back(accounts.invite(stored, now));
  auto written = co_await store_.users.insert(std::move(stored), std::move(outbox));
  if (written) co_return std::move(written->value);
  if (written.error().is(ports::errors::duplicate_key)) co_return fail(errors::email_taken);
  co_return fail(std::move(written).error());
}

Task<Result<Tokens>> Service::login(Credentials credentials, Origin from) {
  const auto& email = credentials.email.value();
  GH_CO_TRY(auto attempt, co_await passwords_.begin(email, from.address));
  GH_CO_TRY(auto user, co_await passwords_.check(attempt, email, credentials.password.value()));
  auto code = credentials.code ? credentials.code->value() : std::string();
  co_return co_await sign_in(std::move(attempt), std::move(user), std::move(code), {}, std::move(from));
}

Task<Result<Tokens>> Service::answer_challenge(ChallengeAnswer answer, Origin from) {
  GH_CO_TRY(auto user, co_await second_factors.of_challenge(answer.challenge.value()));
  GH_CO_TRY(auto attempt, co_await passwords_.begin(user.email, from.address));
  co_return co_await sign_in(std::move(attempt), std::move(user), answer.code.value(), answer.challenge.value(), std::move(from));
}

Task<Result<Tokens>> Service::ask_for_code(UserId id) {
  GH_CO_TRY(const auto challenge, co_await second_factors.challenge(std::move(id)));
  co_return fail(Error(errors::second_factor_needed)
                     .extend("challenge", json::to_string(challenge))
                     .extend("expires_in_s", std::to_string(SecondFactors::challenge_ms.count() / 1000)));
}

// The password was right, or a challenge says that it was.
Task<Result<Tokens>> Service::sign_in(PasswordCheck::Attempt attempt, User user, std::string code, std::string challenge, Origin from) {
  if (user.disabled.ms != 0) {
    passwords_.forgive(attempt, false);
    co_return fail(errors::account_disabled);
  }
  if (has_second_factor(user)) {
    if (code.empty()) {
      passwords_.forgive(attempt, false);
      co_return co_await ask_for_code(std::move(user.id));
    }
    // A wrong code is a failure like a wrong password: both together wait longer and longer.
    auto used = co_await second_factors.use(user.id, std::move(code), std::move(challenge));
    if (!used && !used.error().is(errors::wrong_code)) passwords_.forgive(attempt, false);
    if (!used) co_return fail(std::move(used).error());
    user = *std::move(used);
  }
  passwords_.forgive(attempt, true);
  co_return co_await sessions.open(std::move(user), std::move(from));
}

Task<Result<Account>> Service::account(UserId id) {
  GH_CO_TRY(const auto user, co_await store_.users.require(std::move(id)));
  co_return to_account(user.value);
}

Task<Result<void>> Service::make_farmer(UserId id) {
  GH_CO_TRY(const auto user, co_await store_.users.require(id));
  if (user.value.role != Role::customer) co_return Result<void>();
  GH_CO_CHECK(co_await people.set_role(std::move(id), Role::farmer));
  co_return Result<void>();
}

Task<Result<void>> Service::make_customer(UserId id) {
  GH_CO_TRY(const auto user, co_await store_.users.require(id));
  if (user.value.role != Role::farmer) co_return Result<void>();
  GH_CO_CHECK(co_await people.set_role(std::move(id), Role::customer));
  co_return Result<void>();
}

}  // namespace gh::identity

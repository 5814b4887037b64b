#include "contexts/identity/password_check.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "platform/crypto/secret_token.h"

namespace gh::identity {

Task<Result<PasswordCheck::Attempt>> PasswordCheck::begin(std::string email, std::string address) {
  // The table holds no addresses of people, so that nothing of it can leak.
  Attempt attempt{crypto::stored_form(normal_email(email)), std::move(address)};
  std::optional<Milliseconds> wait;
  if (!attempt.address.empty()) wait = co_await attempts_.begin(address_rules, attempt.address);
  if (!wait) {
    wait = co_await attempts_.begin(account_rules, attempt.account);
    if (wait && !attempt.address.empty()) attempts_.succeeded(address_rules, attempt.address, false);  // was not begun
  }
  if (!wait) co_return attempt;
  const auto seconds = (wait->count() + 999) / 1000;
  co_return fail(Error(errors::too_many_attempts, fmt::format("wait {} s", seconds)).extend("retry_after_s", std::to_string(seconds)));
}

void PasswordCheck::forgive(const Attempt& attempt, bool forget) {
  attempts_.succeeded(account_rules, attempt.account, forget);
  if (!attempt.address.empty()) attempts_.succeeded(address_rules, attempt.address, false);
}

Task<Result<User>> PasswordCheck::check(const Attempt& attempt, std::string email, std::string password) {
  auto user = co_await compare(std::move(email), std::move(password));
  // What the server could not check is not the client's failure.
  if (!user && !user.error().is(errors::wrong_credentials)) forgive(attempt, false);
  co_return user;
}

Task<Result<User>> PasswordCheck::compare(std::string email, std::string password) {
  GH_CO_TRY(auto found, co_await store_.users.find_one(indexes::email, normal_email(email)));
  // Nobody's password takes as long to check as somebody's.
  GH_CO_TRY(const bool right, co_await hasher_.verify(password, found ? found->value.password_hash : std::string()));
  if (!found || !right) co_return fail(errors::wrong_credentials);
  if (hasher_.needs_rehash(found->value.password_hash)) {
    const auto old_hash = found->value.password_hash;
    GH_CO_TRY(const auto new_hash, co_await hasher_.hash(std::move(password)));
    GH_CO_TRY(auto updated, co_await store_.users.update(found->value.id, [&](User& user, UserCollection::Outbox&) -> Result<void> {
      if (user.password_hash == old_hash) user.password_hash = new_hash;
      return {};
    }));
    co_return std::move(updated.value);
  }
  co_return std::move(found->value);
}

Task<Result<User>> PasswordCheck::confirm(UserId id, std::string password) {
  GH_CO_TRY(const auto user, co_await store_.users.require(std::move(id)));
  GH_CO_TRY(const auto attempt, co_await begin(user.value.email, ""));
  auto checked = co_await check(attempt, user.value.email, std::move(password));
  if (checked) {
    forgive(attempt, false);
    co_return checked;
  }
  if (checked.error().is(errors::wrong_credentials)) co_return fail(errors::wrong_password);
  co_return fail(std::move(checked).error());
}

}  // namespace gh::identity

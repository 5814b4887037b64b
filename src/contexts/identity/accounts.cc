#include "contexts/identity/accounts.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "contexts/identity/passwords.h"
#include "contexts/identity/told.h"
#include "platform/crypto/encoding.h"

namespace gh::identity {

namespace {

using Outbox = UserCollection::Outbox;

Result<void> check_not_lately(const std::optional<MailTicket>& ticket, Timestamp now) {
  if (!ticket || now - ticket->sent >= Accounts::mail_every_ms) return {};
  const auto seconds = ((ticket->sent + Accounts::mail_every_ms - now).count() + 999) / 1000;
  return fail(Error(errors::mail_sent_lately, fmt::format("wait {} s", seconds)).extend("retry_after_s", std::to_string(seconds)));
}

Result<SecretToken<UserId>> mail_token(const std::string& text) {
  auto token = parse_token<UserId>(text);
  if (!token) return fail(errors::mail_token_refused);
  return *std::move(token);
}

struct ForgotPassword {
  std::string email;
};
BOOST_DESCRIBE_STRUCT(ForgotPassword, (), (email))

}  // namespace

Accounts::Link Accounts::make_link(const User& user, std::string email, Timestamp now, Milliseconds lives) const {
  auto secret = crypto::make_secret_token(random_);
  MailTicket ticket{.secret_hash = crypto::stored_form(secret), .email = std::move(email), .sent = now, .expires = now + lives};
  return {std::move(ticket), to_text(SecretToken<UserId>{user.id, std::move(secret)})};
}

ports::OutboxEntry Accounts::ask_to_verify(User& user, std::string email, Timestamp now) const {
  auto link = make_link(user, std::move(email), now, verify_ms);
  user.verify_ticket = std::move(link.ticket);
  return told("identity.verify_email", user, now, {{"token", std::move(link.token)}, {"until", to_string(user.verify_ticket->expires)}},
              user.verify_ticket->email);
}

ports::OutboxEntry Accounts::invite(User& user, Timestamp now) const { return ask_to_verify(user, user.email, now); }

Task<Result<void>> Accounts::send_verification(UserId id) const {
  const auto now = clock_.now();
  GH_CO_CHECK(co_await store_.users.update(std::move(id), [&](User& user, Outbox& outbox) -> Result<void> {
    const auto to = user.verify_ticket ? user.verify_ticket->email : user.email;
    if (user.verified.ms != 0 && normal_email(to) == normal_email(user.email)) return {};
    GH_CHECK(check_not_lately(user.verify_ticket, now));
    outbox.push_back(ask_to_verify(user, to, now));
    return {};
  }));
  co_return Result<void>();
}

Task<Result<Account>> Accounts::verify_email(std::string text) const {
  GH_CO_TRY(const auto token, mail_token(text));
  const auto now = clock_.now();
  auto written = co_await store_.users.update(token.id, [&](User& user, Outbox& outbox) -> Result<void> {
    if (!is_good(user.verify_ticket, token.secret, now)) return fail(errors::mail_token_refused);
    const auto before = std::exchange(user.email, user.verify_ticket->email);
    if (normal_email(before) != normal_email(user.email)) {
      user.reset_ticket.reset();  // it went to the old address
      outbox.push_back(told("identity.email_changed", user, now, {{"old_email", before}, {"new_email", user.email}}, before));
    }
    user.verified = now;
    user.verify_ticket.reset();
    return {};
  });
  if (written) co_return to_account(written->value);
  if (written.error().is(ports::errors::duplicate_key)) co_return fail(errors::email_taken);
  if (written.error().is(gh::errors::not_found)) co_return fail(errors::mail_token_refused);
  co_return fail(std::move(written).error());
}

Task<Result<void>> Accounts::require_verified(UserId id) const {
  GH_CO_TRY(const auto user, co_await store_.users.require(std::move(id)));
  if (user.value.verified.ms == 0) co_return fail(errors::email_not_verified);
  co_return Result<void>();
}

Task<Result<Account>> Accounts::change_name(UserId id, std::string name) const {
  GH_CO_TRY(const auto user, co_await store_.users.update(std::move(id), [&](User& changed, Outbox&) -> Result<void> {
    changed.name = name;
    return {};
  }));
  co_return to_account(user.value);
}

Task<Result<void>> Accounts::change_email(UserId id, EmailChange change) const {
  GH_CO_CHECK(co_await passwords_.confirm(id, change.password.value()));
  const auto now = clock_.now();
  GH_CO_TRY(const auto taken, co_await store_.users.find_one(indexes::email, normal_email(change.email.value())));
  if (taken && taken->value.id != id) co_return fail(errors::email_taken);
  GH_CO_CHECK(co_await store_.users.update(std::move(id), [&](User& user, Outbox& outbox) -> Result<void> {
    GH_CHECK(check_not_lately(user.verify_ticket, now));
    outbox.push_back(ask_to_verify(user, change.email.value(), now));
    return {};
  }));
  co_return Result<void>();
}

Task<Result<Tokens>> Accounts::change_password(Caller caller, PasswordChange change) const {
  const auto session = SessionId::parse(caller.session);
  if (!session) co_return fail(gh::errors::unauthenticated);
  GH_CO_TRY(const auto confirmed, co_await passwords_.confirm(*caller.user, change.current_password.value()));
  GH_CO_CHECK(check_new_password(change.new_password.value(), confirmed.email, confirmed.name, "/new_password"));
  GH_CO_TRY(const auto hash, co_await passwords_.hash(change.new_password.value()));
  const auto now = clock_.now();
  GH_CO_TRY(const auto user, co_await store_.users.update(*caller.user, [&](User& changed, Outbox& outbox) -> Result<void> {
    // Somebody else changed it meanwhile: what was confirmed is no longer true.
    if (changed.password_hash != confirmed.password_hash) return fail(errors::wrong_password);
    changed.password_hash = hash;
    changed.reset_ticket.reset();
    Sessions::end_all_in(changed, now);
    outbox.push_back(told("identity.password_changed", changed, now));
    return {};
  }));
  GH_CO_CHECK(co_await sessions_.tell(user.value));
  co_return co_await sessions_.carry_over(user.value, *session);
}

Task<Result<void>> Accounts::forgot_password(std::string email) const {
  const auto normal = normal_email(email);
  co_return co_await tasks_.enqueue({.task = std::string(forgot_password_task),
                                     .id = "forgot_" + crypto::stored_form(normal),  // one at a time for one address
                                     .payload = json::to_string(ForgotPassword{normal}),
                                     .not_before = {}});
}

Task<Result<void>> Accounts::send_reset(ports::LeasedTask task) const {
  GH_CO_TRY(const auto asked, json::parse_stored<ForgotPassword>(task.payload));
  GH_CO_TRY(const auto found, co_await store_.users.find_one(indexes::email, asked.email));
  if (!found) co_return Result<void>();
  const auto now = clock_.now();
  GH_CO_CHECK(co_await store_.users.update(found->value.id, [&](User& user, Outbox& outbox) -> Result<void> {
    if (user.disabled.ms != 0 || !check_not_lately(user.reset_ticket, now)) return {};
    auto link = make_link(user, user.email, now, reset_ms);
    user.reset_ticket = std::move(link.ticket);
    outbox.push_back(
        told("identity.password_reset", user, now, {{"token", std::move(link.token)}, {"until", to_string(user.reset_ticket->expires)}}));
    return {};
  }));
  co_return Result<void>();
}

Task<Result<void>> Accounts::reset_password(PasswordReset reset) const {
  GH_CO_TRY(const auto token, mail_token(reset.token.value()));
  const auto now = clock_.now();
  GH_CO_TRY(const auto found, co_await store_.users.get(token.id));
  // Before the costly hash; the write decides.
  if (!found || !is_good(found->value.reset_ticket, token.secret, now)) co_return fail(errors::mail_token_refused);
  GH_CO_CHECK(check_new_password(reset.password.value(), found->value.email, found->value.name, "/password"));
  GH_CO_TRY(const auto hash, co_await passwords_.hash(reset.password.value()));
  GH_CO_TRY(const auto user, co_await store_.users.update(token.id, [&](User& changed, Outbox& outbox) -> Result<void> {
    if (!is_good(changed.reset_ticket, token.secret, now)) return fail(errors::mail_token_refused);
    // Who can read the mailbox has proved the address, if it is still the account's.
    if (changed.verified.ms == 0 && normal_email(changed.reset_ticket->email) == normal_email(changed.email)) changed.verified = now;
    changed.password_hash = hash;
    changed.reset_ticket.reset();
    Sessions::end_all_in(changed, now);
    outbox.push_back(told("identity.password_changed", changed, now));
    return {};
  }));
  co_return co_await sessions_.tell(user.value);
}

}  // namespace gh::identity

// Accounts: what people do with their own: prove their address, change name, address and password, set a forgotten password anew.
// One per process, any thread.
#pragma once
#include "contexts/identity/password_check.h"
#include "contexts/identity/sessions.h"
#include "platform/ports/tasks.h"

namespace gh::identity {

inline constexpr std::string_view forgot_password_task = "identity.forgot_password";

class Accounts {
 public:
  static constexpr Milliseconds verify_ms{48LL * 60 * 60 * 1000};
  static constexpr Milliseconds reset_ms{60LL * 60 * 1000};
  static constexpr Milliseconds mail_every_ms{60'000};  // to one account, for one purpose

  Accounts(const Store& store, PasswordCheck& passwords, const Sessions& sessions, ports::Tasks& tasks, const Clock& clock, Random& random)
      : store_(store), passwords_(passwords), sessions_(sessions), tasks_(tasks), clock_(clock), random_(random) {}

  // The link of a new account, for the write that makes it.
  ports::OutboxEntry invite(User& user, Timestamp now) const;
  // Another one; nothing if the address is verified already. mail_sent_lately.
  Task<Result<void>> send_verification(UserId id) const;
  // The address that the link was sent to is the account's, and proved. mail_token_refused, email_taken.
  Task<Result<Account>> verify_email(std::string token) const;
  // email_not_verified.
  Task<Result<void>> require_verified(UserId id) const;

  Task<Result<Account>> change_name(UserId id, std::string name) const;
  // The new address counts once the link that is sent to it was used. wrong_password, email_taken, mail_sent_lately.
  Task<Result<void>> change_email(UserId id, EmailChange change) const;
  // Ends all other sessions; the caller's goes on with these tokens. wrong_password, weak_password.
  Task<Result<Tokens>> change_password(Caller caller, PasswordChange change) const;

  // The same for every address: one task, and what is behind the address is looked up by it.
  Task<Result<void>> forgot_password(std::string email) const;
  Task<Result<void>> send_reset(ports::LeasedTask task) const;
  // Ends all sessions. mail_token_refused, weak_password.
  Task<Result<void>> reset_password(PasswordReset reset) const;

 private:
  struct Link {
    MailTicket ticket;
    std::string token;
  };
  Link make_link(const User& user, std::string email, Timestamp now, Milliseconds lives) const;
  ports::OutboxEntry ask_to_verify(User& user, std::string email, Timestamp now) const;

  const Store& store_;
  PasswordCheck& passwords_;
  const Sessions& sessions_;
  ports::Tasks& tasks_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace gh::identity

#include "adapters/smtp/mail.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/errors.h"
#include "platform/curl/driver.h"
#include "platform/mime/message.h"

namespace gh::smtp {

namespace {

constexpr int first_permanent = 500;  // RFC 5321, 4.2.1
// Of the conversation itself and of signing in (RFC 5321, 4.2.2; RFC 4954, 6): a shop that may not send at all must not lose mail by it.
constexpr int about_us[] = {500, 502, 503, 530, 534, 535, 538};
// No such mailbox, no such domain, an address that is none, a mailbox that moved or takes nothing (RFC 3463, 3.2 and 3.3; RFC 7505). Other
// refusals may be of what is written, of the sender or of us.
constexpr std::string_view about_the_address[] = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"};

bool is_among(const auto& list, const auto& value) { return std::ranges::find(list, value) != std::ranges::end(list); }

std::unexpected<Error> refused(const Answer& answer) {
  const auto said = answer.code == 0
                        ? answer.trouble
                        : fmt::format("{} {}{}{}", answer.trouble, answer.code, answer.status.empty() ? "" : " ", answer.status);
  if (is_among(about_the_address, answer.status)) return fail(ports::errors::recipient_refused, said);
  if (answer.code >= first_permanent && !is_among(about_us, answer.code)) return fail(ports::errors::mail_refused, said);
  return fail(errors::unavailable, "mail server: " + said);
}

}  // namespace

Result<std::unique_ptr<SmtpMail>> SmtpMail::open(Options options, const Clock& clock) {
  GH_CHECK(curl::load_driver());
  return std::unique_ptr<SmtpMail>(new SmtpMail(std::move(options), clock));
}

SmtpMail::SmtpMail(Options options, const Clock& clock)
    : options_(std::move(options)),
      name_(options_.from.substr(options_.from.find('@') + 1)),
      clock_(clock),
      pool_({.name = "smtp", .threads = options_.conversations_max, .queue_max = options_.waiting_max}) {}

Task<Result<void>> SmtpMail::send(ports::Message message) {
  GH_CO_TRY(const auto data, mime::format_message(message, options_.from, clock_.now()));
  const auto until = std::chrono::steady_clock::now() + options_.deadline;
  auto done = co_await pool_.run([&]() -> Result<void> { return hand_over(message.id, message.to, data, until); });
  if (options_.observe) options_.observe(done ? nullptr : &done.error());
  co_return done;
}

Result<void> SmtpMail::hand_over(const std::string& id, const std::string& to, const std::string& data,
                                 std::chrono::steady_clock::time_point until) {
  thread_local Connection connection;  // a thread of the pool serves this server alone
  GH_TRY(const bool there, begin(id, until));
  if (there) return {};
  const auto left = std::max(std::chrono::floor<Milliseconds>(until - std::chrono::steady_clock::now()), Milliseconds(1));
  const auto answer = connection.hand_over(options_.address, {.from = options_.from, .to = to, .data = data}, name_,
                                           std::min(options_.connect_deadline, left), left);
  end(id, answer.taken);
  if (!answer.taken) return refused(answer);
  return {};
}

Result<bool> SmtpMail::begin(const std::string& id, std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  if (!ended_.wait_until(lock, until, [&] { return !under_way_.contains(id); }))
    return fail(errors::unavailable, "mail server: the same message is on its way");
  if (known_.contains(id)) return true;
  under_way_.insert(id);
  return false;
}

void SmtpMail::end(const std::string& id, bool taken) {
  {
    const std::lock_guard guard(mutex_);
    under_way_.erase(id);
    if (taken && known_.insert(id).second) order_.push_back(id);
    if (order_.size() > known_max) {
      known_.erase(order_.front());
      order_.pop_front();
    }
  }
  ended_.notify_all();
}

}  // namespace gh::smtp

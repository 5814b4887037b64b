#include "adapters/s3/objects.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/errors.h"
#include "base/scheduler.h"
#include "platform/curl/driver.h"

namespace gh::s3 {

namespace {

constexpr int ok = 200, no_content = 204, not_found = 404, timed_out = 408, too_many = 429, first_of_the_server = 500;
constexpr std::string_view nothing_has_this_id = "greenharvest-check";

std::unexpected<Error> bad_id() { return fail(errors::invalid, "not the id of an object"); }

bool is_worth_another_try(const Answer& answer) {
  if (answer.too_large) return false;
  return answer.status == 0 || answer.status == timed_out || answer.status == too_many || answer.status >= first_of_the_server;
}

// A bucket that is not there is a 404 as well, and means that the configuration is wrong.
bool is_nothing(const Answer& answer) { return answer.status == not_found && error_code(answer.body) != "NoSuchBucket"; }

Answer no_answer(std::string why) { return {.status = 0, .body = {}, .trouble = std::move(why), .too_large = false}; }

std::string trouble(const Answer& answer) {
  if (answer.too_large) return "S3: the answer is larger than any object";
  if (answer.status == 0) return "S3: " + answer.trouble;
  const auto code = error_code(answer.body);
  return fmt::format("S3 answers {}{}{}", answer.status, code.empty() ? "" : " ", code);
}

}  // namespace

Result<std::unique_ptr<S3Objects>> S3Objects::open(Options options) {
  GH_CHECK(curl::load_driver());
  return std::unique_ptr<S3Objects>(new S3Objects(std::move(options)));
}

S3Objects::S3Objects(Options options)
    : options_(std::move(options)), pool_({.name = "s3", .threads = options_.transfers_max, .queue_max = options_.waiting_max}) {}

// The pauses are the coroutine's, not a thread's.
Task<Answer> S3Objects::ask(Method method, std::string id, std::string bytes) {
  const auto until = std::chrono::steady_clock::now() + options_.deadline;
  const auto left = [until] { return std::chrono::floor<Milliseconds>(until - std::chrono::steady_clock::now()); };
  const auto one = [this, method, &id, &bytes, &left]() -> Result<Answer> {
    const auto time = left();
    if (time <= Milliseconds(0)) return no_answer("no thread was free in time");
    thread_local Connection connection;  // a thread of the pool serves this bucket alone
    return connection.ask(options_.address, {.method = method, .id = id, .bytes = bytes}, options_.connect_deadline, time);
  };
  auto pause = retry_min;
  for (int tried = 1;; ++tried) {
    auto answer = co_await pool_.run(one);
    if (!answer) co_return no_answer(answer.error().detail());
    if (tried >= tries_max || !is_worth_another_try(*answer) || left() <= pause) co_return *std::move(answer);
    co_await sleep(pause);
    pause = std::min(2 * pause, retry_max);
  }
}

std::unexpected<Error> S3Objects::refused(const Answer& answer) const {
  const Error error(errors::unavailable, trouble(answer));
  if (options_.observe) options_.observe(&error);
  return fail(error);
}

void S3Objects::answered() const {
  if (options_.observe) options_.observe(nullptr);
}

Task<Result<void>> S3Objects::put(std::string id, std::string bytes) {
  if (!ports::is_object_id(id)) co_return bad_id();
  if (bytes.size() > object_bytes_max) co_return fail(errors::invalid, "the object is too large");
  const auto answer = co_await ask(Method::put, std::move(id), std::move(bytes));
  if (answer.status != ok) co_return refused(answer);
  answered();
  co_return Result<void>();
}

Task<Result<std::optional<std::string>>> S3Objects::get(std::string id) {
  if (!ports::is_object_id(id)) co_return bad_id();
  auto answer = co_await ask(Method::get, std::move(id), {});
  if (answer.status != ok && !is_nothing(answer)) co_return refused(answer);
  answered();
  if (answer.status != ok) co_return std::nullopt;
  co_return std::move(answer.body);
}

Task<Result<void>> S3Objects::erase(std::string id) {
  if (!ports::is_object_id(id)) co_return bad_id();
  const auto answer = co_await ask(Method::erase, std::move(id), {});
  if (answer.status != ok && answer.status != no_content && !is_nothing(answer)) co_return refused(answer);
  answered();
  co_return Result<void>();
}

Task<Result<void>> S3Objects::check() {
  GH_CO_CHECK(co_await get(std::string(nothing_has_this_id)));
  co_return Result<void>();
}

}  // namespace gh::s3

#include "adapters/redis/client.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "base/errors.h"

namespace gh::redis {

namespace {

// What a server says that cannot serve at all just now: starting, a replica, cut off from its master.
constexpr std::string_view of_no_use[] = {"LOADING", "READONLY", "MASTERDOWN"};

}  // namespace

Client::Client(ClientOptions options, ClientObserver& observer)
    : options_(std::move(options)), observer_(observer), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "redis");
  std::unique_lock lock(mutex_);
  tried_.wait(lock, [this] { return first_try_ended_; });
}

Client::~Client() {
  stopping_ = true;
  eventfd_write(wake_, 1);
  thread_.join();
  close(wake_);
}

Task<Result<Reply>> Client::ask(Command command) {
  const OneShot<Result<Reply>> answer;
  auto give = [answer](Outcome, const Command&, Result<Reply> reply) { answer.set(std::move(reply)); };
  if (forward(std::move(command), false, std::move(give)))
    co_return fail(errors::unavailable, "Redis is away, or too many commands wait for it");
  co_return co_await answer;
}

void Client::tell(Command command) { forward(std::move(command), false, nullptr); }

std::optional<Outcome> Client::forward(Command command, bool asking, Ended ended) {
  return enqueue({std::move(command), std::chrono::steady_clock::now(), std::move(ended)}, asking);
}

std::optional<Outcome> Client::enqueue(Waiting waiting, bool asking) {
  {
    std::unique_lock lock(mutex_);
    const bool up = up_;
    if (!up || open_ >= options_.in_flight_max) {
      lock.unlock();
      const auto why = up ? Outcome::too_many : Outcome::unavailable;
      observer_.command_ended(why, std::chrono::steady_clock::now() - waiting.asked);
      return why;
    }
    if (asking) {
      ++open_;
      queue_.push_back({{"ASKING"}, waiting.asked, nullptr});
    }
    ++open_;
    queue_.push_back(std::move(waiting));
  }
  eventfd_write(wake_, 1);
  return std::nullopt;
}

void Client::run() {
  auto retry = retry_min;
  while (!stopping_) {
    auto connection = Connection::open(options_.address, after(options_.connect_deadline));
    if (connection) {
      retry = retry_min;
      tell_back();
      end_first_try();
      tell_away(serve(*connection));
      pause(retry_min);  // one that lets us in and breaks at once is not asked in a circle
    } else {
      tell_away(connection.error());
      end_first_try();
      pause(retry);
      retry = std::min(retry * 2, retry_max);
    }
  }
}

// Until the connection is of no use; why.
Error Client::serve(Connection& connection) {
  while (!stopping_) {
    if (auto taken = take_new(connection); !taken) return taken.error();
    if (!flight_.empty() && std::chrono::steady_clock::now() >= flight_.front().asked + options_.command_deadline)
      return {errors::unavailable, "Redis: no answer in time"};
    wait(connection);
    if (auto received = connection.receive(); !received) return received.error();
    if (auto given = give_answers(connection); !given) return given.error();
  }
  return {errors::unavailable, "the client of Redis is closing"};
}

Result<void> Client::take_new(Connection& connection) {
  {
    const std::lock_guard lock(mutex_);
    for (; !queue_.empty(); queue_.pop_front()) {
      connection.add(queue_.front().command);
      flight_.push_back(std::move(queue_.front()));
    }
  }
  return connection.send();
}

Result<void> Client::give_answers(Connection& connection) {
  for (;;) {
    GH_TRY(auto reply, connection.next());
    if (!reply) return {};
    if (flight_.empty()) return fail(errors::unavailable, "Redis: an answer that nobody asked for");
    auto waiting = std::move(flight_.front());
    flight_.pop_front();
    const auto words = reply->text;
    const bool refused = reply->is_error();
    if (refused && std::ranges::any_of(of_no_use, [&](auto code) { return reply->is_error(code); })) {
      end(std::move(waiting), Outcome::refused, fail(errors::unavailable, "Redis: " + words));
      return fail(errors::unavailable, "Redis: " + words);
    }
    end(std::move(waiting), refused ? Outcome::refused : Outcome::answered, *std::move(reply));
  }
}

// For an answer, for room to send, for a new command; not past the deadline of the one that waits longest.
void Client::wait(const Connection& connection) const {
  int timeout = -1;
  if (!flight_.empty()) {
    const auto left = std::chrono::ceil<Milliseconds>(flight_.front().asked + options_.command_deadline - std::chrono::steady_clock::now());
    timeout = static_cast<int>(std::max<std::int64_t>(left.count(), 0));
  }
  pollfd both[] = {{wake_, POLLIN, 0}, {connection.socket().descriptor(), connection.socket().events(connection.has_output()), 0}};
  poll(both, 2, timeout);
  eventfd_t woken = 0;
  if (both[0].revents != 0) eventfd_read(wake_, &woken);
}

void Client::pause(Milliseconds span) {
  pollfd one{wake_, POLLIN, 0};
  const auto until = after(span);
  while (!stopping_) {
    const auto left = std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0 || poll(&one, 1, static_cast<int>(left.count())) == 0) return;
    eventfd_t woken = 0;
    eventfd_read(wake_, &woken);
  }
}

void Client::tell_away(const Error& why) {
  const bool overdue = !flight_.empty() && std::chrono::steady_clock::now() >= flight_.front().asked + options_.command_deadline;
  std::deque<Waiting> left = std::move(flight_);
  flight_.clear();
  {
    const std::lock_guard lock(mutex_);
    up_ = false;
    std::ranges::move(queue_, std::back_inserter(left));
    queue_.clear();
  }
  for (auto& waiting : left) end(std::move(waiting), overdue ? Outcome::overdue : Outcome::unavailable, fail(why));
  if (std::exchange(told_away_, true) || stopping_) return;
  away_since_ = std::chrono::steady_clock::now();
  observer_.went_away(options_.address.label(), why);
}

void Client::tell_back() {
  {
    const std::lock_guard lock(mutex_);
    up_ = true;
  }
  if (!std::exchange(told_away_, false)) return;
  observer_.came_back(options_.address.label(), std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - away_since_));
}

void Client::end_first_try() {
  {
    const std::lock_guard lock(mutex_);
    first_try_ended_ = true;
  }
  tried_.notify_all();
}

void Client::end(Waiting waiting, Outcome outcome, Result<Reply> reply) {
  --open_;
  observer_.command_ended(outcome, std::chrono::steady_clock::now() - waiting.asked);
  if (waiting.ended) waiting.ended(outcome, std::move(waiting.command), std::move(reply));
}

}  // namespace gh::redis

// Client: one connection to one server of Redis that all threads share, with a thread of its own. Commands are sent as they come, without
// waiting for the answers of those before, and each answer goes to the asking coroutine's scheduler.
//
// Nothing waits for a Redis that is away: whoever asks then is told `unavailable` at once, while the client tries to connect again at
// distances that grow from retry_min to retry_max. An answer that does not come within the deadline breaks the connection, for Redis
// answers in order: what was on its way may or may not have happened. The number of commands that wait is bounded (in_flight_max).
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/redis/commands.h"

namespace gh::redis {

class Client final : public Commands {
 public:
  static constexpr Milliseconds retry_min{50}, retry_max{1'000};

  // Tries to connect once before it returns, at most connect_deadline; a Redis that is away is no failure. The observer outlives it.
  Client(ClientOptions, ClientObserver&);
  ~Client();  // whoever waits is told `unavailable`
  Client(const Client&) = delete;

  Task<Result<Reply>> ask(Command) override;
  void tell(Command) override;
  bool is_up() const override { return up_.load(std::memory_order_relaxed); }

  // Gets the command back with what became of it, once, on the client's thread. Must not block.
  using Ended = std::move_only_function<void(Outcome, Command, Result<Reply>)>;
  // For a cluster. asking: it is carried out also where its slot is only on its way (ASKING). Nothing: taken; otherwise unavailable or
  // too_many, and `ended` is not called.
  std::optional<Outcome> forward(Command, bool asking, Ended ended);

 private:
  struct Waiting {
    Command command;
    Instant asked;
    Ended ended;  // nothing: nobody waits
  };

  // Nothing: queued. What is not counts as ended.
  std::optional<Outcome> enqueue(Waiting, bool asking = false);
  void run();
  Error serve(Connection&);
  Result<void> take_new(Connection&);
  Result<void> give_answers(Connection&);
  void wait(const Connection&) const;
  void pause(Milliseconds);
  void tell_away(const Error& why);
  void tell_back();
  void end_first_try();
  void end(Waiting, Outcome, Result<Reply>);

  const ClientOptions options_;
  ClientObserver& observer_;
  std::mutex mutex_;
  std::condition_variable tried_;
  std::deque<Waiting> queue_;  // not taken by the thread yet
  bool first_try_ended_ = false;
  std::atomic<bool> up_{false};  // changes under the mutex, so that nothing is queued that nobody takes
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> open_{0};  // queued or on their way
  // The thread's own.
  std::deque<Waiting> flight_;
  bool told_away_ = false;
  Instant away_since_{};
  int wake_;  // eventfd
  std::thread thread_;
};

}  // namespace gh::redis

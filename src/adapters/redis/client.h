// Client: one connection to Redis that all threads share, with a thread of its own. Commands are sent as they come, without waiting for the
// answers of those before, and each answer goes to the asking coroutine's scheduler.
//
// Nothing waits for a Redis that is away: whoever asks then is told `unavailable` at once, while the client tries to connect again at
// distances that grow from retry_min to retry_max. An answer that does not come within the deadline breaks the connection, for Redis
// answers in order: what was on its way may or may not have happened. The number of commands that wait is bounded (in_flight_max).
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/redis/connection.h"
#include "base/scheduler.h"

namespace gh::redis {

enum class Outcome { answered, refused, unavailable, overdue, too_many };

// Told what becomes of commands and of the connection, on whichever thread it happens; for metrics and the log. Must not block.
class ClientObserver {
 public:
  virtual ~ClientObserver() = default;
  virtual void command_ended(Outcome, std::chrono::nanoseconds /*from asking*/) {}
  virtual void went_away(const std::string& /*server*/, const Error& /*why*/) {}  // or was not there at the start
  virtual void came_back(const std::string& /*server*/, Milliseconds /*after*/) {}
};

struct ClientOptions {
  Address address;
  Milliseconds connect_deadline{800};
  Milliseconds command_deadline{250};
  std::size_t in_flight_max = 16'384;  // commands
};

class Client {
 public:
  static constexpr Milliseconds retry_min{50}, retry_max{1'000};

  // Tries to connect once before it returns, at most connect_deadline; a Redis that is away is no failure. The observer outlives it.
  Client(ClientOptions, ClientObserver&);
  ~Client();  // whoever waits is told `unavailable`
  Client(const Client&) = delete;

  // The answer, also an error that Redis gives. Fails with unavailable.
  Task<Result<Reply>> ask(Command);
  // Without an answer: whoever tells goes on at once and may be gone when it is carried out, or not.
  void tell(Command);
  bool is_up() const { return up_.load(std::memory_order_relaxed); }

 private:
  struct Waiting {
    Command command;
    Instant asked;
    std::optional<OneShot<Result<Reply>>> answer;  // nothing: nobody waits
  };

  // True: queued. What is not counts as ended.
  bool enqueue(Waiting);
  void run();
  Error serve(Connection&);
  Result<void> take_new(Connection&);
  Result<void> give_answers(Connection&);
  void wait(const Connection&) const;
  void pause(Milliseconds);
  void tell_away(const Error& why);
  void tell_back();
  void end_first_try();
  void end(const Waiting&, Outcome, Result<Reply>);

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

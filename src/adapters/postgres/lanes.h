// Lanes: a few connections with a thread each, that carry out statements which stand alone: reads, and the leasing of tasks. Whatever waits
// when a lane is free goes out as one pipeline, so that many readers share a turn of the network.
//
// Any thread may ask; the answer comes to the asking coroutine's scheduler. The queue is bounded (queue_max: store_full), and so is every
// wait: without a connection everybody is told store_unavailable at once, and a new one is tried at distances that grow to retry_max.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/postgres/connection.h"
#include "base/scheduler.h"

namespace gh::postgres {

// Tries to connect again at growing distances, so that nobody waits behind a server that is away.
class Reconnector {
 public:
  static constexpr Milliseconds retry_min{50}, retry_max{250};

  explicit Reconnector(const Address& address) : address_(address) {}
  // A connection that works, or why there is none (at once, if it was tried a moment ago).
  Result<Connection*> get();
  void drop_if_broken();

 private:
  const Address& address_;
  std::optional<Connection> connection_;
  std::optional<Error> refusal_;
  Instant try_again_{};
  Milliseconds pause_ = retry_min;
};

class Lanes {
 public:
  static constexpr std::size_t queue_max = 16'384;       // requests
  static constexpr std::size_t pipeline_max = 64;        // requests of one turn
  static constexpr Milliseconds answer_deadline{3'000};  // of one pipeline

  Lanes(const Address& address, int count);
  ~Lanes();  // what waits is asked first

  Task<Result<Rows>> ask(const Statement&, Parameters);

 private:
  struct Waiting {
    Request request;
    OneShot<Result<Rows>> answer;
  };
  void run();
  std::vector<Waiting> take();
  static void answer(Reconnector&, std::vector<Waiting>&);

  const Address address_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace gh::postgres

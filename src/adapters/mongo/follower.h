// Follower: reads on in the log and wakes those who wait for what other nodes have written; from time to time it has the relay tell what a
// node left untold that died, and asks the server for its time. Without a server it tries again; nobody waits for it.
#pragma once
#include <condition_variable>
#include <mutex>
#include <thread>

#include "adapters/mongo/relay.h"
#include "base/waiters.h"
#include "platform/group_commit/store_time.h"
#include "platform/group_commit/tables.h"

namespace gh::mongo {

using group_commit::TellTime;

Result<void> ask_time(Session&, const TellTime&);

class Follower {
 public:
  static constexpr Milliseconds look_every{100};
  static constexpr Milliseconds ask_time_every{1'000};
  static constexpr Milliseconds sweep_every{2'000};  // so what was left is told after twice this at the latest

  Follower(const Connections&, Relay&, const group_commit::Tables&, Waiters& changes, Waiters& tasks, TellTime tell_time);
  ~Follower();

 private:
  void run();
  void sweep(Session&);
  bool pause();

  const Connections& connections_;
  Relay& relay_;
  const group_commit::Tables& tables_;
  Waiters& changes_;
  Waiters& tasks_;
  const TellTime tell_time_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gh::mongo

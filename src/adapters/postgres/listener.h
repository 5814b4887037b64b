// Listener: hears on a connection of its own what other nodes have committed (LISTEN), and wakes those who wait for it. Once a second it
// asks the server for its time, by which the server hears of this node, and looks after the others: what nodes had leased that are gone or
// silent is taken back, and a session that stands in the middle of a transaction for lack of words is ended.
//
// A word that is missed (the connection was away, PostgreSQL dropped it) costs time and nothing else: whoever waits looks again by himself,
// and after each new connection everybody is woken.
#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "adapters/postgres/lanes.h"
#include "base/waiters.h"
#include "platform/group_commit/store_time.h"

namespace gh::postgres {

using group_commit::TellTime;

Result<void> ask_time(Connection&, const TellTime&);

class Listener {
 public:
  static constexpr Milliseconds look_every{200};  // at whether to end
  // A steady clock goes wrong by less than a millisecond meanwhile.
  static constexpr Milliseconds rounds_every{1'000};
  // Of all sessions of a node. Who is only slow has its tasks done twice, which they bear.
  static constexpr Milliseconds silence_max{2'000};

  // own_process: the server's process of this node's writer, whose words have been heard before.
  Listener(const Address&, std::string channel, std::function<int()> own_process, Waiters& changes, Waiters& tasks, TellTime tell_time);
  ~Listener();

 private:
  void run();
  void listen(Connection&);
  bool look_after_others(Connection&);
  bool take_back(Connection&, Milliseconds silence);

  const Address address_;
  const std::string channel_;
  const std::function<int()> own_process_;
  Waiters& changes_;
  Waiters& tasks_;
  const TellTime tell_time_;
  Instant looked_{};  // after the others, the last time
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace gh::postgres

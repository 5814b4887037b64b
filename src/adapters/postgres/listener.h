// Listener: hears on a connection of its own what other nodes have committed (LISTEN), and wakes those who wait for it. From time to time
// it takes back what nodes had leased whose sessions have ended, and asks the server for its time.
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
  // Leases of nodes that are gone are taken back, and the time is asked for. A steady clock goes wrong by less than a millisecond
  // meanwhile.
  static constexpr Milliseconds rounds_every{1'000};

  // own_process: the server's process of this node's writer, whose words have been heard before.
  Listener(const Address&, std::string channel, std::function<int()> own_process, Waiters& changes, Waiters& tasks, TellTime tell_time);
  ~Listener();

 private:
  void run();
  void listen(Connection&);
  bool take_back(Connection&);

  const Address address_;
  const std::string channel_;
  const std::function<int()> own_process_;
  Waiters& changes_;
  Waiters& tasks_;
  const TellTime tell_time_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace gh::postgres

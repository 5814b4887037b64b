// Listener: hears on a connection of its own what other nodes have committed (LISTEN), and wakes those who wait for it. From time to time
// it takes back what nodes had leased whose sessions have ended.
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

namespace gh::postgres {

class Listener {
 public:
  static constexpr Milliseconds look_every{200};         // at whether to end
  static constexpr Milliseconds take_back_every{1'000};  // leases of nodes that are gone

  // own_process: the server's process of this node's writer, whose words have been heard before.
  Listener(const Address&, std::string channel, std::function<int()> own_process, Waiters& changes, Waiters& tasks);
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
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace gh::postgres

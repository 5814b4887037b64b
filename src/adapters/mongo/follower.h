// Follower: reads on in the log and wakes those who wait for what other nodes have written: when a change stream tells of a new entry,
// where the server has those, else every 100 ms; from time to time it has the relay tell what a node left untold that died, asks the server
// for its time, and has the leases of who is gone given back. Without a server it tries again; nobody waits for it.
#pragma once
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "adapters/mongo/leases.h"
#include "adapters/mongo/relay.h"
#include "adapters/mongo/watch.h"
#include "base/waiters.h"
#include "platform/group_commit/store_time.h"
#include "platform/group_commit/tables.h"

namespace gh::mongo {

using group_commit::TellTime;

// What the primary's clock shows.
Result<Timestamp> ask_time(Session&, const TellTime&);

class Follower {
 public:
  static constexpr Milliseconds look_every{100};  // without a change stream; with one, what it missed is seen after Watch::wait_max
  static constexpr Milliseconds gather{5};        // behind the word of a change stream: one look for all that comes meanwhile
  static constexpr Milliseconds watch_again_after{60'000};  // the server may become part of a replica set
  static constexpr Milliseconds ask_time_every = Leases::round_every;
  static constexpr Milliseconds sweep_every{2'000};  // so what was left is told after twice this at the latest

  Follower(const Connections&, Relay&, Leases&, const group_commit::Tables&, Waiters& changes, Waiters& tasks, TellTime tell_time);
  ~Follower();

 private:
  void run();
  void sweep(Session&);
  Result<void> serve_leases(Session&);
  bool pause(Session&);
  bool rest(Milliseconds);

  const Connections& connections_;
  Relay& relay_;
  Leases& leases_;
  const group_commit::Tables& tables_;
  Waiters& changes_;
  Waiters& tasks_;
  const TellTime tell_time_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  // Of the thread; watch_ is empty outside of run().
  std::optional<Watch> watch_;
  std::chrono::steady_clock::time_point watch_at_{};
  std::thread thread_;
};

}  // namespace gh::mongo

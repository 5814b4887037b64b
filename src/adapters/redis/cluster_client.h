// ClusterClient: a Redis Cluster as one taker of commands. Each master has a Client of its own, with its connection, its thread, its
// deadline and its back-off; a command goes to the one that serves the slot of its key.
//
// Who serves which slot (the map) is asked of any node that can be reached: at the start, when a command was answered MOVED or CLUSTERDOWN,
// when a master went away, and every map_interval until all slots are served. A command that is answered MOVED or ASK follows, at most
// redirections_max times, and only while its deadline has not passed: it takes two deadlines at the longest, and connect_deadline more
// where a node is named that is not known yet. While the master of a key is away, whoever asks for it is told `unavailable` at once, others
// are not touched. So is who is answered CLUSTERDOWN, which lasts longer than a command may; TRYAGAIN is for commands of several keys, and
// there are none.
//
// To the observer the cluster is one server: away from when a slot is served by nobody until all are served.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/redis/client.h"
#include "adapters/redis/slots.h"

namespace gh::redis {

class ClusterClient final : public Commands {
 public:
  static constexpr Milliseconds map_interval{200};  // from one answer about the map to the next question
  static constexpr int redirections_max = 5;        // of one command
  static constexpr std::size_t nodes_max = 64;      // with a connection
  static constexpr std::size_t known_max = 256;     // whom the map is asked of
  static constexpr std::size_t parked_max = 1'024;  // commands that wait for a connection to a node that was just named
  static constexpr Milliseconds linger{10'000};     // that a node without slots which nobody names keeps its connection

  // Tries to reach each node once before it returns, for at most connect_deadline each. As Client otherwise.
  ClusterClient(ClientOptions, ClientObserver&);
  ~ClusterClient() override;  // whoever waits is told `unavailable`

  Task<Result<Reply>> ask(Command) override;
  void tell(Command) override;
  bool is_up() const override { return up_.load(std::memory_order_relaxed); }  // every slot is served

 private:
  struct Errand {
    Instant asked;
    std::optional<OneShot<Result<Reply>>> answer;  // nothing: nobody waits
    int redirections = 0;
  };
  struct Parked {
    Errand errand;
    Command command;
    Redirection redirection;
  };
  // A server and the connection to it.
  struct Node final : ClientObserver {
    Node(ClusterClient& of, const Endpoint& at, ClientOptions options) : cluster(of), endpoint(at), client(std::move(options), *this) {}
    void went_away(const std::string& server, const Error& why) override;
    void came_back(const std::string&, Milliseconds) override { cluster.ring(); }

    ClusterClient& cluster;
    const Endpoint endpoint;
    bool owns = false;                                  // a slot, by the map
    Instant wanted = std::chrono::steady_clock::now();  // when it was last named or lost its last slot
    std::string away;                                   // which and why, the last time
    Client client;                                      // tells of itself while it is made, so it comes last
  };

  void send(Errand errand, Command command);
  void follow(Errand errand, Command command, Redirection redirection);
  void hand(std::unique_lock<std::mutex>, Node& node, bool asking, const Errand& errand, Command command);
  void answered(const Node& from, Errand errand, Outcome outcome, Command command, Result<Reply> reply);
  void finish(const Errand& errand, Outcome outcome, Result<Reply> reply);
  bool is_overdue(const Errand& errand) const;
  Node* find(const Endpoint& endpoint) const;  // under the mutex, or on the thread
  void ring(bool wants_map = false);

  // The thread's.
  void run();
  void serve_parked();
  void learn();
  Result<SlotMap> map_of(const Endpoint& endpoint) const;
  std::vector<Endpoint> whom_to_ask();
  void take(const SlotMap& map);
  void retire();
  Node* find_or_make(const Endpoint& endpoint);
  void tell_state();
  std::optional<std::string> trouble() const;

  const ClientOptions options_;
  ClientObserver& observer_;
  mutable std::mutex mutex_;  // of what follows, which only the thread changes but for parked_, rung_ and wants_map_
  std::condition_variable bell_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<Node*> owners_;  // by slot; nullptr: nobody
  std::deque<Parked> parked_;
  bool rung_ = false, wants_map_ = false;
  std::atomic<bool> up_{false};
  std::atomic<bool> stopping_{false};
  // The thread's own.
  std::vector<Endpoint> known_;                  // masters and replicas of the last map
  std::string no_map_ = "nobody was asked yet";  // why some slots have no owner; empty: all have one
  Instant learned_{};
  bool told_away_ = false;
  Instant away_since_{};
  std::thread thread_;
};

}  // namespace gh::redis

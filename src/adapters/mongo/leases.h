// Leases: which tasks this node has, and what goes back of those that nobody works at any more.
//
// A node says once a second that it is there (collection `nodes`: {_id, seen}, by the primary's clock alone). Who has not for silent_max
// has ended, hangs or is cut off, which nobody can tell apart: what it had leased goes back, also where it works at it still, so a task may
// be done twice. Only a node judges that itself has been heard for as long without a gap: where the server was away everybody was silent.
// Of a node that never said anything (a program from before) nothing is known; its leases run out.
//
// A lease whose answer was lost is on the server and known to nobody: this node gives it back, again and again until it would have run
// out, since the server may carry out late what it was sent.
//
// round() and end() are for one thread; lost() and next_name() for any.
#pragma once
#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/mongo/connection.h"
#include "base/time.h"

namespace gh::mongo {

class Leases {
 public:
  static constexpr Milliseconds round_every{1'000};
  static constexpr Milliseconds silent_max{3'000};
  static constexpr Milliseconds forgotten_after{600'000};  // by then whoever is silent has lost all it had
  static constexpr std::size_t lost_max = 1'000;           // beyond it the oldest runs out

  explicit Leases(std::string node) : node_(std::move(node)) {}

  const std::string& node() const { return node_; }
  std::string next_name() { return node_ + "-" + std::to_string(++names_); }
  void lost(std::string name, Milliseconds lease_for);

  // Every round_every; now: the primary's time. Whether a task went back. Fails where the server is away: the next time.
  Result<bool> round(Session&, Timestamp now);
  // This node leaves no task waiting for its lease, and its name is forgotten.
  void end(Session&);

 private:
  using Instant = std::chrono::steady_clock::time_point;
  struct Lost {
    std::string name;
    Instant until;
  };
  Result<void> say(Session&, Timestamp now) const;
  Result<bool> give_back_lost(Session&);
  Result<bool> take_back(Session&, Timestamp now) const;

  const std::string node_;
  std::atomic<std::uint64_t> names_{0};
  std::mutex mutex_;
  std::deque<Lost> lost_;
  // Of the rounds: since when, and when last, this node was heard.
  std::optional<Timestamp> heard_since_;
  Timestamp heard_;
};

}  // namespace gh::mongo

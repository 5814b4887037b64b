// Commands: what takes commands for Redis, whatever an address stands for: one server (Client) or a cluster of them (ClusterClient).
//
// Commands for one key are carried out in the order in which they are given, but where a cluster is just moving the key.
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

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
  std::size_t in_flight_max = 16'384;  // commands for one server
};

class Commands {
 public:
  virtual ~Commands() = default;
  // As the address says. Tries to connect once before it returns; a Redis that is away is no failure. The observer outlives it.
  static std::unique_ptr<Commands> open(ClientOptions, ClientObserver&);

  // The answer, also an error that Redis gives. Fails with unavailable; a cluster also with invalid, for a command that does not name one
  // key.
  virtual Task<Result<Reply>> ask(Command) = 0;
  // Without an answer: whoever tells goes on at once and may be gone when it is carried out, or not.
  virtual void tell(Command) = 0;
  virtual bool is_up() const = 0;
};

}  // namespace gh::redis

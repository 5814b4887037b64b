// Connection: one session with a Redis server, used by one thread at a time. Commands go out as they are added, answers come in their
// order; hiredis reads the protocol. A connection that failed is of no further use.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/redis/reply.h"
#include "adapters/redis/socket.h"

struct redisReader;

namespace gh::redis {

using Command = std::vector<std::string>;

class Connection {
 public:
  // A server that takes writes: signed in, the database chosen, its role asked. Blocks up to the deadline. Fails with unavailable and a
  // sentence without the password.
  static Result<Connection> open(const Address&, Instant deadline);
  // This server, whatever its role: signed in, the database chosen. As open otherwise.
  static Result<Connection> sign_in(const Endpoint&, const Address&, Instant deadline);

  // One command and its answer, where no other is on its way. Blocks up to the deadline. unavailable.
  Result<Reply> ask(const Command&, Instant deadline);

  void add(const Command&);  // sent by the next send()
  bool has_output() const { return sent_ < output_.size(); }
  Result<void> send();
  // What has arrived and was not read.
  Result<void> receive();
  // The next answer; nothing: it is not there yet.
  Result<std::optional<Reply>> next();

  const Socket& socket() const { return socket_; }

 private:
  struct Free {
    void operator()(redisReader* reader) const;
  };
  explicit Connection(Socket socket);
  static Result<Endpoint> master_of(const Address&, Instant deadline);
  static Result<Connection> enter(const Endpoint&, const Address&, Instant deadline);
  Result<void> authenticate(const Endpoint&, const std::string& user, const std::string& password, Instant deadline);
  // As ask, and an error of Redis' is a failure that names the server.
  Result<Reply> must(const Endpoint&, const Command&, Instant deadline);

  Socket socket_;
  std::unique_ptr<redisReader, Free> reader_;
  std::string output_;
  std::size_t sent_ = 0;
};

}  // namespace gh::redis

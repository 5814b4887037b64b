// Server: the HTTP/1.1 server of the program. One event loop per core, each with its own listening socket; a connection stays on its core.
//
// Made, started and stopped by one thread (the composition root's). Its loops run from construction to destruction, so that coroutines
// can be started on schedulers() before the first connection and still end after the last one. Before it is destroyed, nothing may be left
// that could still resume one of those coroutines: its post() would meet a dead loop. When stop() gives 0, no handler is waiting any more.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/error.h"
#include "base/scheduler.h"
#include "net/http.h"
#include "net/limits.h"
#include "net/observer.h"
#include "net/proxies.h"

namespace gh::net {

// A numeric address, IPv4 or IPv6 (without brackets). Port 0: one that is free.
struct Endpoint {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
};

struct TlsFiles {
  std::string certificate;  // PEM, with its chain
  std::string key;          // PEM
};

struct ServerOptions {
  std::optional<Endpoint> plain;
  std::optional<Endpoint> secure;  // needs tls
  std::optional<TlsFiles> tls;
  unsigned threads = 0;  // 0: one per core
  Limits limits;
  Proxies proxies;
};

class Server {
 public:
  // observer must outlive the server. no_descriptors.
  static Result<std::unique_ptr<Server>> make(ServerOptions options, Observer& observer);
  // Without stop(): closes everything at once.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // One per thread; valid as long as the server.
  std::span<Scheduler* const> schedulers() const;

  // Binds and begins to accept. handler must outlive the server. At most once. cannot_listen, bad_certificate.
  Result<void> listen(Handler& handler);
  std::uint16_t port() const;         // of the plain listener
  std::uint16_t secure_port() const;  // of the TLS listener

  // Graceful stop: accepts no more, closes idle connections, answers what was accepted (with "Connection: close"), within
  // limits.drain_deadline. Gives the number of connections that were cut off with something unanswered.
  std::size_t stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace gh::net

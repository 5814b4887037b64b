#include "net/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <thread>

#include "net/address.h"
#include "net/connection.h"
#include "net/errors.h"

namespace gh::net {
namespace {

// A bound socket, or -1 with errno. shared: several of this process may have the same port.
int bound_socket(const Address& address, bool shared) {
  const int made = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (made < 0) return -1;
  const int on = 1;
  ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (shared) ::setsockopt(made, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // accepted sockets inherit it
  if (::bind(made, reinterpret_cast<const sockaddr*>(&address.storage), address.size) == 0) return made;
  const int error = errno;
  ::close(made);
  errno = error;
  return -1;
}

std::uint16_t port_of(int descriptor) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &size);
  sockaddr_in6 v6{};  // the port is at the same place in both
  std::memcpy(&v6, &storage, sizeof v6);
  return ntohs(v6.sin6_port);
}

}  // namespace

struct Server::State {
  State(ServerOptions given, Observer& observer)
      : options(std::move(given)), common{.limits = options.limits, .observer = observer, .proxies = options.proxies} {}

  template <class Work>
  void on_each_loop(Work work);
  Result<std::uint16_t> bind_all(Endpoint endpoint, const TlsContext* tls);

  ServerOptions options;
  Common common;
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<Scheduler*> schedulers;
  std::vector<std::thread> threads;
  std::uint16_t port = 0;
  std::uint16_t secure_port = 0;
  bool stopped = false;
};

// Runs work(worker) on each worker's thread and waits for the last one.
template <class Work>
void Server::State::on_each_loop(Work work) {
  // Shared: the last worker may still be inside of notify_all() when this thread goes on.
  auto left = std::make_shared<std::atomic<std::size_t>>(workers.size());
  auto one = [](Worker* worker, Work* what, std::shared_ptr<std::atomic<std::size_t>> open) -> Task<void> {
    (*what)(*worker);
    open->fetch_sub(1);
    open->notify_all();
    co_return;
  };
  for (auto& worker : workers) spawn(worker->loop(), one(worker.get(), &work, left));
  for (std::size_t now = *left; now != 0; now = *left) left->wait(now);
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Server>> Server::make(ServerOptions options, Observer& observer) {
  auto state = std::make_unique<State>(std::move(options), observer);
  const unsigned count = state->options.threads != 0 ? state->options.threads : std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < count; ++i) {
    state->workers.push_back(std::make_unique<Worker>(state->common));
    if (!state->workers.back()->loop().is_open()) return fail(errors::no_descriptors);
    state->schedulers.push_back(&state->workers.back()->loop());
  }
  for (auto& worker : state->workers) {
    state->threads.emplace_back([loop = &worker->loop()] {
      ::pthread_setname_np(::pthread_self(), "http");
      sigset_t broken_pipe;
      ::sigemptyset(&broken_pipe);
      ::sigaddset(&broken_pipe, SIGPIPE);
      ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
      loop->run();
    });
  }
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::~Server() {
  for (auto& worker : state_->workers) worker->loop().stop();
  for (auto& thread : state_->threads) thread.join();
}

std::span<Scheduler* const> Server::schedulers() const { return state_->schedulers; }
std::uint16_t Server::port() const { return state_->port; }
std::uint16_t Server::secure_port() const { return state_->secure_port; }

Result<void> Server::listen(Handler& handler) {
  State& state = *state_;
  state.common.handler = &handler;
  if (state.options.plain) {
    GH_TRY(state.port, state.bind_all(*state.options.plain, nullptr));
  }
  if (state.options.secure) {
    if (!state.options.tls) return fail(errors::bad_certificate, "TLS needs a certificate and its key.");
    GH_TRY(state.common.tls, TlsContext::from_files(state.options.tls->certificate, state.options.tls->key));
    GH_TRY(state.secure_port, state.bind_all(*state.options.secure, &*state.common.tls));
  }
  state.on_each_loop([](Worker& worker) { worker.start_listening(); });
  return {};
}

Result<std::uint16_t> Server::State::bind_all(Endpoint endpoint, const TlsContext* tls) {
  auto failure = [&](int error) {
    return fail(errors::cannot_listen, fmt::format("{} port {}: {}", endpoint.address, endpoint.port, std::strerror(error)));
  };
  // SO_REUSEPORT would let a second program of the same user take a share of our connections, or us of its: one look without it.
  auto address = address_of(endpoint);
  if (!address) return failure(EINVAL);
  const int look = bound_socket(*address, false);
  if (look < 0) return failure(errno);
  endpoint.port = port_of(look);
  ::close(look);
  address = address_of(endpoint);
  for (auto& worker : workers) {
    const int made = bound_socket(*address, true);
    if (made < 0) return failure(errno);
    if (::listen(made, SOMAXCONN) != 0) {
      const int error = errno;
      ::close(made);
      return failure(error);
    }
    worker->listen(made, tls);
  }
  return endpoint.port;
}

std::size_t Server::stop() {
  State& state = *state_;
  if (std::exchange(state.stopped, true)) return 0;
  state.common.draining = true;
  state.on_each_loop([](Worker& worker) { worker.drain(); });

  {
    std::unique_lock lock(state.common.mutex);
    state.common.drained.wait_for(lock, state.common.limits.drain_deadline, [&] { return state.common.connections == 0; });
  }
  std::atomic<std::size_t> unfinished = 0;
  state.on_each_loop([&](Worker& worker) { unfinished += worker.cut(); });
  return unfinished;
}

}  // namespace gh::net

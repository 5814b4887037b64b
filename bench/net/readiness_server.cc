// The same minimal server on our Loop and on an Asio io_context, to see what waiting for readiness costs in each (docs/adr/0002). It
// does not parse: every read that ends with an empty line is answered with 2 KiB.
//
//   bench_net_readiness own|asio PORT
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "net/loop.h"

namespace {

std::string make_answer() { return "HTTP/1.1 200 OK\r\nContent-Length: 2048\r\n\r\n" + std::string(2048, 'x'); }
const std::string answer = make_answer();

enum class Then { wait, read, close };

// One read and, if it was a request, its answer: what both servers do when a descriptor is ready.
Then serve(int descriptor) {
  std::array<char, 16 * 1024> input;
  const auto got = ::recv(descriptor, input.data(), input.size(), 0);
  if (got < 0 && errno == EAGAIN) return Then::wait;
  if (got <= 0) return Then::close;
  if (!std::string_view(input.data(), static_cast<std::size_t>(got)).ends_with("\r\n\r\n")) return Then::read;
  ::send(descriptor, answer.data(), answer.size(), MSG_NOSIGNAL);
  return Then::wait;  // the read was short: nothing else is there
}

int listening_socket(std::uint16_t port) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const int on = 1;
  ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(made, 1024) != 0) std::exit(1);
  return made;
}

int accepted(int listener) { return ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK); }

struct OwnConnection final : gh::net::Watcher {
  explicit OwnConnection(int given) : descriptor(given) {}
  void on_ready(std::uint32_t) override {
    Then then = Then::read;
    while (then == Then::read) then = serve(descriptor);
    if (then != Then::close) return;
    ::close(descriptor);
    delete this;
  }
  int descriptor;
};

struct OwnListener final : gh::net::Watcher {
  OwnListener(gh::net::Loop& given, int socket) : loop(given), descriptor(socket) {}
  void on_ready(std::uint32_t) override {
    for (int client = 0; (client = accepted(descriptor)) >= 0;) {
      loop.watch(client, EPOLLIN | EPOLLRDHUP | EPOLLET, *std::make_unique<OwnConnection>(client).release());
    }
  }
  gh::net::Loop& loop;
  int descriptor;
};

void run_own(std::uint16_t port) {
  gh::net::Loop loop;
  OwnListener listener(loop, listening_socket(port));
  loop.watch(listener.descriptor, EPOLLIN | EPOLLET, listener);
  loop.run();
}

using Descriptor = boost::asio::posix::stream_descriptor;

struct AsioConnection {
  AsioConnection(boost::asio::io_context& context, int client) : descriptor(context, client) {}
  void wait() {
    descriptor.async_wait(Descriptor::wait_read, [this](const boost::system::error_code& error) {
      Then then = error ? Then::close : Then::read;
      while (then == Then::read) then = serve(descriptor.native_handle());
      if (then == Then::wait) return wait();
      delete this;
    });
  }
  Descriptor descriptor;
};

void accept_more(boost::asio::io_context& context, Descriptor& listener) {
  listener.async_wait(Descriptor::wait_read, [&](const boost::system::error_code&) {
    for (int client = 0; (client = accepted(listener.native_handle())) >= 0;) {
      std::make_unique<AsioConnection>(context, client).release()->wait();
    }
    accept_more(context, listener);
  });
}

void run_asio(std::uint16_t port) {
  boost::asio::io_context context(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO);
  Descriptor listener(context, listening_socket(port));
  accept_more(context, listener);
  context.run();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const auto port = static_cast<std::uint16_t>(std::atoi(arguments[2]));
  std::string_view(arguments[1]) == "own" ? run_own(port) : run_asio(port);
}

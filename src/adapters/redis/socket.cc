#include "adapters/redis/socket.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::redis {

namespace {

std::string system_words(int error) { return std::strerror(error); }

std::string tls_words() {
  std::array<char, 256> text{};
  const auto error = ERR_get_error();
  if (error == 0) return "TLS ended";
  ERR_error_string_n(error, text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

bool poll_once(int descriptor, short events, Instant deadline) {
  pollfd one{descriptor, events, 0};
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    const int ready = poll(&one, 1, static_cast<int>(left.count()));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;  // an error shows itself in the next call
  }
}

using Addresses = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

Result<Addresses> resolve(const Endpoint& endpoint) {
  const addrinfo hints{.ai_flags = AI_NUMERICSERV, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  addrinfo* found = nullptr;
  const int error = getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(), &hints, &found);
  if (error != 0) return broken(fmt::format("{}: {}", endpoint.host, gai_strerror(error)));
  return Addresses(found, &freeaddrinfo);
}

}  // namespace

std::unexpected<Error> broken(std::string_view why) { return fail(errors::unavailable, fmt::format("Redis: {}", why)); }

void Socket::Close::operator()(int* descriptor) const {
  close(*descriptor);
  delete descriptor;
}
void Socket::Free::operator()(ssl_st* tls) const { SSL_free(tls); }

Result<Socket> Socket::open(const Endpoint& endpoint, const Address& address, Instant deadline) {
  Socket socket;
  GH_CHECK(socket.connect(endpoint, deadline));
  if (address.tls) GH_CHECK(socket.shake_hands(endpoint, address, deadline));
  return socket;
}

Result<void> Socket::connect(const Endpoint& endpoint, Instant deadline) {
  GH_TRY(const auto addresses, resolve(endpoint));
  std::string why = "no address";
  for (const auto* one = addresses.get(); one != nullptr; one = one->ai_next) {
    const int made = ::socket(one->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0) return broken(system_words(errno));
    descriptor_.reset(new int(made));
    const int yes = 1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(made, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    int error = ::connect(made, one->ai_addr, one->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      if (!poll_once(made, POLLOUT, deadline)) return broken(endpoint.text() + ": no connection in time");
      socklen_t size = sizeof error;
      getsockopt(made, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0) return {};
    why = system_words(error);
  }
  return broken(fmt::format("{}: {}", endpoint.text(), why));
}

Result<void> Socket::shake_hands(const Endpoint& endpoint, const Address& address, Instant deadline) {
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  if (context == nullptr) return broken(tls_words());
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const bool trusts = address.authorities.empty() ? SSL_CTX_set_default_verify_paths(context.get()) == 1
                                                  : SSL_CTX_load_verify_locations(context.get(), address.authorities.c_str(), nullptr) == 1;
  if (!trusts) return broken(tls_words());
  tls_.reset(SSL_new(context.get()));
  auto* tls = tls_.get();
  if (tls == nullptr) return broken(tls_words());
  SSL_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  auto* expected = SSL_get0_param(tls);
  // A numeric address stands in a certificate as such (RFC 5280, 4.2.1.6).
  if (X509_VERIFY_PARAM_set1_ip_asc(expected, endpoint.host.c_str()) != 1) {
    SSL_set_tlsext_host_name(tls, endpoint.host.c_str());
    SSL_set1_host(tls, endpoint.host.c_str());
  }
  ERR_clear_error();
  SSL_set_fd(tls, descriptor());
  for (;;) {
    const int done = SSL_connect(tls);
    if (done == 1) return {};
    const int state = SSL_get_error(tls, done);
    if (state != SSL_ERROR_WANT_READ && state != SSL_ERROR_WANT_WRITE) return broken(tls_words());
    if (!poll_once(descriptor(), state == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline))
      return broken(endpoint.text() + ": no TLS handshake in time");
  }
}

Result<std::size_t> Socket::outcome_of(int count) {
  if (count > 0) return static_cast<std::size_t>(count);
  const int state = SSL_get_error(tls_.get(), count);
  if (state == SSL_ERROR_WANT_READ) return 0;
  if (state == SSL_ERROR_WANT_WRITE) {
    tls_wants_output_ = true;
    return 0;
  }
  return broken(tls_words());
}

Result<std::size_t> Socket::read(std::span<char> into) {
  if (tls_) {
    tls_wants_output_ = false;
    return outcome_of(SSL_read(tls_.get(), into.data(), static_cast<int>(into.size())));
  }
  const auto count = recv(descriptor(), into.data(), into.size(), 0);
  if (count > 0) return static_cast<std::size_t>(count);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  return broken(count == 0 ? "the connection was closed" : system_words(errno));
}

Result<std::size_t> Socket::write(std::string_view bytes) {
  if (tls_) return outcome_of(SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())));
  const auto count = send(descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (count >= 0) return static_cast<std::size_t>(count);
  if (errno == EAGAIN || errno == EINTR) return 0;
  return broken(system_words(errno));
}

short Socket::events(bool has_output) const { return static_cast<short>(POLLIN | (has_output || tls_wants_output_ ? POLLOUT : 0)); }

bool Socket::wait(bool has_output, Instant deadline) const { return poll_once(descriptor(), events(has_output), deadline); }

}  // namespace gh::redis

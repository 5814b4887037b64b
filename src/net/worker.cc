#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

#include "net/connection.h"

namespace gh::net {
namespace {

constexpr int accepts_max = 64;          // in one turn
constexpr std::size_t arenas_kept = 64;  // beyond, memory goes back to the system
constexpr Milliseconds tick{250};

// Numeric, without port; an IPv4 client of a listener on "::" reads as IPv4.
std::string numeric(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) return ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text.data(), text.size());
  return ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
}

bool is_shortage(int error) { return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM; }

}  // namespace

Listener::~Listener() {
  if (runs_again_) worker_.loop_.forget(*this);
  ::close(descriptor_);
}

// Edge triggered: what is left is not reported again. When the system is short of descriptors, the worker's tick comes back to it.
void Listener::on_ready(std::uint32_t events) {
  if (events == 0) runs_again_ = false;
  if (accept_some() || runs_again_) return;
  runs_again_ = true;
  worker_.loop_.run_again(*this);
}

bool Listener::accept_some() {
  short_ = false;
  for (int i = 0; i < accepts_max; ++i) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int client = ::accept4(descriptor_, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0) {
      short_ = is_shortage(errno);
      if (short_ || errno == EAGAIN) return true;
      continue;  // the client is gone again
    }
    Common& common = worker_.common_;
    if (common.connections.load(std::memory_order_relaxed) >= common.limits.connections_max) {
      refuse(client);
      continue;
    }
    worker_.add(std::make_unique<Connection>(worker_, client, tls_, numeric(address)));
  }
  return false;
}

// At the limit of connections: one answer, written into the empty buffer of the new socket. Over TLS nothing can be said so cheaply.
void Listener::refuse(int client) const {
  Common& common = worker_.common_;
  common.observer.refused(503, "too_many_connections");
  Stream stream(client, nullptr);
  if (tls_ != nullptr) return;
  Response response = common.handler->refuse(503, "too_many_connections", "The server has too many connections; try again later.");
  response.head.add("Retry-After", "1");
  auto memory = worker_.borrow();
  memory->output.add(std::move(response), {.keep_alive = false}, worker_.date_line());
  std::uint64_t put = 0;
  memory->output.flush(stream, put);
  stream.shut_down();
  std::size_t got = 0;
  stream.read(memory->input.get(), memory->input_size, got);  // unread bytes would turn the close into a reset
  worker_.give_back(std::move(memory));
}

Worker::~Worker() {
  while (connections_ != nullptr) remove(*connections_);
  loop_.wheel().remove(*this);
}

void Worker::listen(int descriptor, const TlsContext* tls) { listeners_.push_back(std::make_unique<Listener>(*this, descriptor, tls)); }

void Worker::start_listening() {
  for (auto& listener : listeners_) loop_.watch(listener->descriptor(), EPOLLIN | EPOLLET, *listener);
  on_deadline();
}

void Worker::on_deadline() {
  if (bytes_in_ + bytes_out_ > 0) common_.observer.transferred(std::exchange(bytes_in_, 0), std::exchange(bytes_out_, 0));
  for (auto& listener : listeners_) {
    if (listener->is_short()) listener->on_ready(EPOLLIN);
  }
  loop_.wheel().set(*this, loop_.now_ms() + tick.count());
}

void Worker::add(std::unique_ptr<Connection> connection) {
  if (!loop_.watch(connection->stream_.descriptor(), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, *connection)) return;
  common_.connections.fetch_add(1, std::memory_order_relaxed);
  common_.observer.accepted(connection->stream_.secure());
  Connection* added = connection.release();
  added->next_ = connections_;
  if (connections_ != nullptr) connections_->previous_ = added;
  connections_ = added;
  added->wait_for(Connection::Wait::first_head, common_.limits.header_deadline);
}

void Worker::remove(Connection& connection) {
  (connection.previous_ != nullptr ? connection.previous_->next_ : connections_) = connection.next_;
  if (connection.next_ != nullptr) connection.next_->previous_ = connection.previous_;
  if (connection.arena_) give_back(std::move(connection.arena_));
  if (connection.stream_.secure()) connection.stream_.shut_down();
  common_.observer.closed();
  delete &connection;
  const std::size_t before = common_.connections.fetch_sub(1, std::memory_order_acq_rel);
  if (before == 1 && common_.draining) {
    const std::lock_guard lock(common_.mutex);
    common_.drained.notify_all();
  }
}

void Worker::drain() {
  for (auto& listener : listeners_) {
    while (!listener->accept_some()) {}
  }
  listeners_.clear();
  for (Connection *connection = connections_, *next = nullptr; connection != nullptr; connection = next) {
    next = connection->next_;
    connection->drain();
  }
}

std::size_t Worker::cut() {
  std::size_t unfinished = 0;
  for (Connection *connection = connections_, *next = nullptr; connection != nullptr; connection = next) {
    next = connection->next_;
    unfinished += connection->has_work() ? 1 : 0;
    connection->destroy();
  }
  return unfinished;
}

std::unique_ptr<Arena> Worker::borrow() {
  if (arenas_.empty()) return std::make_unique<Arena>(common_.limits);
  auto arena = std::move(arenas_.back());
  arenas_.pop_back();
  return arena;
}

void Worker::give_back(std::unique_ptr<Arena> arena) {
  arena->parser.reset();
  arena->output.clear();
  if (arenas_.size() < arenas_kept) arenas_.push_back(std::move(arena));
}

// RFC 9110, 5.6.7; made once a second.
std::string_view Worker::date_line() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != date_second_) {
    date_second_ = now.tv_sec;
    tm parts{};
    ::gmtime_r(&now.tv_sec, &parts);
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    fmt::format_to(date_.data(), "Date: {}, {:02} {} {:04} {:02}:{:02}:{:02} GMT\r\n", days[parts.tm_wday], parts.tm_mday,
                   months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  }
  return {date_.data(), 37};
}

}  // namespace gh::net

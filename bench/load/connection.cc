#include "connection.h"

#include <cerrno>

#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gh::load {

bool Connection::open(int epoll, const sockaddr_in& server, std::uint64_t tag) {
  close();
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return false;
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLET;
  event.data.u64 = tag;
  epoll_ctl(epoll, EPOLL_CTL_ADD, socket_, &event);
  const int status = connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server);
  state_ = status == 0 || errno == EINPROGRESS ? State::connecting : State::broken;
  in_.clear();
  close_after_ = false;
  return true;
}

void Connection::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  state_ = State::closed;
}

void Connection::send(std::string request) {
  out_ = std::move(request);
  sent_ = 0;
  in_.clear();
  if (state_ == State::answered) state_ = close_after_ ? State::broken : State::sending;
}

Connection::State Connection::advance() {
  if (state_ == State::connecting) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return state_ = State::broken;
    state_ = State::sending;
  }
  while (state_ == State::sending && sent_ < out_.size()) {
    const auto n = ::send(socket_, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (n > 0) {
      sent_ += static_cast<std::size_t>(n);
    } else if (errno == EAGAIN || errno == ENOTCONN) {
      if (errno == ENOTCONN) state_ = State::connecting;
      return state_;
    } else {
      return state_ = State::broken;
    }
  }
  if (state_ == State::sending && !out_.empty()) state_ = State::receiving;
  while (state_ == State::receiving) {
    char buffer[8192];
    const auto n = recv(socket_, buffer, sizeof buffer, 0);
    if (n > 0) {
      in_.append(buffer, static_cast<std::size_t>(n));
      if (complete()) state_ = State::answered;
    } else if (n == 0 || errno != EAGAIN) {
      state_ = State::broken;
    } else {
      break;
    }
  }
  return state_;
}

bool Connection::complete() {
  const auto end = in_.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const std::string_view head(in_.data(), end + 2);
  status_ = (in_[9] - '0') * 100 + (in_[10] - '0') * 10 + (in_[11] - '0');
  body_at_ = end + 4;
  body_bytes_ = 0;
  constexpr std::string_view length = "\r\nContent-Length: ";
  if (const auto at = head.find(length); at != std::string_view::npos)
    body_bytes_ = std::stoul(std::string(head.substr(at + length.size(), 12)));
  close_after_ = head.find("\r\nConnection: close") != std::string_view::npos;
  return in_.size() >= body_at_ + body_bytes_;
}

}  // namespace gh::load

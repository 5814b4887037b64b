// Connection: one non-blocking keep-alive HTTP/1.1 connection of the load program, one request at a time, answers with Content-Length.
// It is a measuring tool: it reads what our server sends and nothing more, so that its own CPU time stays small.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include <netinet/in.h>

namespace gh::load {

class Connection {
 public:
  enum class State { closed, connecting, sending, receiving, answered, broken };

  ~Connection() { close(); }
  // Registers with the epoll instance under `tag`. Gives false if no socket could be had.
  bool open(int epoll, const sockaddr_in& server, std::uint64_t tag);
  void close();
  void send(std::string request);  // state must be answered, connecting or fresh
  State advance();                 // after an event: goes as far as it can

  State state() const { return state_; }
  int status() const { return status_; }
  std::string_view body() const { return std::string_view(in_).substr(body_at_, body_bytes_); }

 private:
  bool complete();

  int socket_ = -1;
  State state_ = State::closed;
  std::string out_;
  std::size_t sent_ = 0;
  std::string in_;
  int status_ = 0;
  std::size_t body_at_ = 0, body_bytes_ = 0;
  bool close_after_ = false;
};

}  // namespace gh::load

// A client that sends exactly the bytes it is told to, and the handler and certificate that the server's tests share.
#pragma once
#include <string>
#include <string_view>

#include "base/scheduler.h"
#include "net/server.h"

namespace gh::net {

// Blocking, with a time limit of five seconds for each wait.
class TestClient {
 public:
  explicit TestClient(std::uint16_t port, int receive_buffer = 0);
  ~TestClient();
  TestClient(const TestClient&) = delete;

  TestClient& send(std::string_view bytes);
  void end_sending();
  // One answer: head and as many bytes as its Content-Length says (none after a HEAD). Empty if the connection ended before it.
  std::string answer(bool with_body = true);
  std::string everything();  // until the server closes
  bool is_closed_within(int milliseconds);
  // The end was a proper one: no reset, which on a real network can destroy the answer before it.
  bool ended_cleanly() const { return ended_cleanly_; }
  int descriptor() const { return socket_; }

 private:
  bool more();

  int socket_;
  std::string buffer_;
  bool ended_cleanly_ = false;
};

// GET /now: at hand. GET /slow?MS: after a sleep. POST: gives the body back; /refused: 401 in admit. GET /file: a FileBody.
class TestHandler final : public Handler {
 public:
  Admission admit(const Request&) override;
  std::optional<Response> answer_now(const Request&) override;
  Task<Response> handle(const Request&) override;
  Response refuse(int status, std::string_view code, std::string_view detail) override;

  std::string executed();  // paths in the order of execution, each followed by a space

  std::string file;
  std::uint64_t file_size = 0;

 private:
  void note(std::string_view path);
  std::mutex mutex_;
  std::string executed_;
};

// Writes a self-signed certificate for "localhost" and its key.
TlsFiles make_certificate(const std::string& folder);

}  // namespace gh::net

// The HTTP server's face to the rest: a request as views, a response as values, a handler. No business word, no Asio.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/task.h"

namespace gh::net {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };

struct Field {
  std::string_view name;  // as sent
  std::string_view value;
};

// ASCII case-insensitive, as field names and most tokens compare.
bool same_name(std::string_view a, std::string_view b);

// Views into the connection's arena: valid until the response to this request was given to the connection, also across co_await.
// Framing, Host, limits and character sets are checked before a handler sees it.
struct Request {
  Method method = Method::other;
  std::string_view method_text;
  std::string_view target;  // as sent, origin form (or "*" with OPTIONS)
  std::string_view path;    // target up to '?', not decoded
  std::string_view query;   // after '?', not decoded; empty if none
  std::span<const Field> fields;
  std::string_view body;  // de-chunked
  std::string_view peer;  // numeric address without port
  bool secure = false;    // came over TLS

  // The first field of this name (ASCII case-insensitive), or nothing.
  std::optional<std::string_view> field(std::string_view name) const;
};

// Header lines, each "Name: value\r\n". add() drops CR, LF and NUL from the value, so that no value can add a line.
class Head {
 public:
  Head& add(std::string_view name, std::string_view value);
  // Takes over lines that another Head made.
  Head& add_lines(std::string_view lines) {
    text_ += lines;
    return *this;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct FileBody {
  std::string path;
  std::uint64_t size = 0;    // bytes to send; a file that is shorter by then breaks the connection off
  std::uint64_t offset = 0;  // of the first
};

// The connection adds Date, Content-Length, Connection and, for HEAD, leaves the body out.
struct Response {
  int status = 200;
  std::shared_ptr<const Head> shared_head;  // finished lines that many responses share, sent first
  Head head;                                // lines of this one
  std::variant<std::string, std::shared_ptr<const std::string>, FileBody> body;
  bool close = false;  // close the connection after it
};

// What the handler decides when it has seen the head and the body is still on its way.
struct Admission {
  std::size_t body_bytes_max = 0;   // a larger body is answered 413
  std::optional<Response> refusal;  // answered at once; a body that was announced is not read and the connection closed
};

class Handler {
 public:
  virtual ~Handler() = default;
  // Called on the connection's thread with request.body empty, once for each request that will reach handle(): as soon as the head is
  // there if a body was announced, after answer_now() had nothing if none was. Must not block.
  virtual Admission admit(const Request& head) = 0;
  // An answer that is at hand without waiting (finished bytes, a redirect), so that no coroutine is needed; nothing: call handle.
  // Asked only for requests without a body, before admit().
  virtual std::optional<Response> answer_now(const Request&) = 0;
  // Runs on the connection's thread; Scheduler::current() is that thread's. Must not throw.
  virtual Task<Response> handle(const Request&) = 0;
  // A response for a request that the server itself refuses (400 framing, 408, 413, 414, 417, 431, 501, 503, 505 ...), so that all
  // errors have one form. `code` is snake_case, detail a sentence.
  virtual Response refuse(int status, std::string_view code, std::string_view detail) = 0;
};

}  // namespace gh::net

// RequestParser: one HTTP/1.x request head, strictly, in one pass over a contiguous buffer, without allocation (docs/adr/0001).
//
// The outcome depends on the bytes alone, never on how they were split over reads: everything is decided from left to right, and a byte
// beyond header_bytes_max is never looked at. Lives in a connection's arena; one thread. Grammar: RFC 9110, RFC 9112, RFC 3986.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "net/http.h"
#include "net/limits.h"

namespace gh::net {

// Why a request is not executed. After one of these the framing of what follows is unknown: the connection closes.
struct Refusal {
  int status;
  std::string_view code;
  std::string_view detail;
};

// Views into the bytes given to parse().
struct RequestHead {
  Method method = Method::other;
  std::string_view method_text;
  std::string_view target;  // origin form or "*"; an absolute form is cut to its path, its host was checked against Host
  std::string_view path;
  std::string_view query;
  std::string_view host;  // empty only in HTTP/1.0
  std::span<const Field> fields;
  std::size_t size = 0;  // bytes of the head, the empty line included
  std::uint64_t content_length = 0;
  bool chunked = false;
  bool http_1_1 = false;
  bool keep_alive = false;
  bool expects_continue = false;
};

class RequestParser {
 public:
  enum class Progress : std::uint8_t { incomplete, complete, refused };

  // limits must outlive the parser.
  explicit RequestParser(const Limits& limits);

  // bytes: all that was received from the first byte of the head on. Called again with more when incomplete; goes on at the last
  // unfinished line if the bytes are still at the same address, else from the start.
  Progress parse(std::string_view bytes);
  // After complete: valid until reset() and as long as the bytes.
  const RequestHead& head() const { return head_; }
  // After refused.
  const Refusal& refusal() const { return *refusal_; }
  void reset();

 private:
  enum class Line : std::uint8_t { unfinished, done, last, refused };

  Progress parse_lines(std::string_view bytes);
  Line request_line(std::string_view bytes);
  Line field_line(std::string_view bytes);
  Line take_target(std::string_view target, std::size_t question_mark);
  Line take_field(std::string_view name, std::string_view value);
  Line take_host(std::string_view value);
  Line take_content_length(std::string_view value);
  Line take_transfer_encoding(std::string_view value);
  Line take_connection(std::string_view value);
  Line take_expect(std::string_view value);
  Line finish();
  Line refuse(const Refusal& why);

  const Limits* limits_;
  std::vector<Field> fields_;  // fields_max of them, made once
  const char* base_ = nullptr;
  const Refusal* refusal_ = nullptr;
  RequestHead head_;
  std::string_view authority_;  // of an absolute-form target
  std::size_t at_ = 0;          // start of the first line that is not done
  std::size_t field_count_ = 0;
  bool started_ = false;  // the request line is done
  bool has_host_ = false;
  bool has_length_ = false;
  bool has_encoding_ = false;
  bool close_ = false;
  bool keep_alive_ = false;
};

// "chunked" bodies: decodes as the bytes come and refuses everything that the grammar of RFC 9112, 7.1 does not have.
class ChunkedBody {
 public:
  explicit ChunkedBody(const Limits& limits) : limits_(&limits) {}

  struct Step {
    RequestParser::Progress progress;
    std::size_t consumed;  // bytes of the input that belong to this body
  };
  // Appends data to `out`, of which there will never be more than data_max bytes in all (413).
  Step feed(std::string_view bytes, std::string& out, std::size_t data_max);
  const Refusal& refusal() const { return *refusal_; }

 private:
  enum class State : std::uint8_t;

  std::optional<State> next(char c, std::size_t data_max);
  std::optional<State> size_digit(char c);
  std::optional<State> end_of_size_line(std::size_t data_max);
  std::optional<State> trailer(char c);
  std::optional<State> refuse(const Refusal& why);

  const Limits* limits_;
  const Refusal* refusal_ = nullptr;
  State state_{};
  std::uint64_t left_ = 0;  // of the current chunk
  std::uint64_t data_ = 0;
  std::size_t overhead_ = 0;
  std::size_t digits_ = 0;
  std::size_t extension_ = 0;
  std::size_t trailer_bytes_ = 0;
  std::size_t trailer_fields_ = 0;
};

}  // namespace gh::net

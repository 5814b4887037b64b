// ResponseParser: one answer of an upstream, as its bytes come (RFC 9112). Refuses what can be read in two ways. One thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "net/request_parser.h"
#include "net/upstream.h"

namespace gh::net {

class ResponseParser {
 public:
  ResponseParser(std::size_t head_bytes_max, std::size_t body_bytes_max);

  enum class Progress : std::uint8_t { incomplete, complete, malformed, too_large };
  Progress feed(std::string_view bytes);
  // The other side has closed: the end of an answer without a length, else a broken one.
  Progress end();

  bool started() const { return started_; }  // a first byte has come
  // The connection can be used again: it said so, and nothing came behind the answer.
  bool reusable() const { return reusable_; }
  UpstreamAnswer take() { return std::move(answer_); }

 private:
  enum class State : std::uint8_t { head, length, chunked, until_close, done };

  Progress take_head();
  Progress take_body();
  bool read_head(std::string_view head);
  bool read_status_line(std::string_view line);
  bool read_field(std::string_view line);
  bool choose_framing();

  const std::size_t head_bytes_max_, body_bytes_max_;
  const Limits limits_;  // of chunked bodies
  ChunkedBody chunks_;
  UpstreamAnswer answer_;
  std::string in_;  // not read yet
  State state_ = State::head;
  std::uint64_t left_ = 0;
  std::string length_;  // Content-Length as sent; empty: none
  bool has_encoding_ = false;
  bool started_ = false, close_ = false, http_1_0_ = false, reusable_ = false;
};

}  // namespace gh::net

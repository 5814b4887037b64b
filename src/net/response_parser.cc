#include "net/response_parser.h"

#include <charconv>

#include "net/characters.h"

namespace gh::net {
namespace {

constexpr std::size_t fields_max = 200;
constexpr std::size_t chunk_overhead_bytes_max = 4 << 20;  // a page that is streamed in small pieces; its data have a bound of their own
constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";

bool is_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); });
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return characters::is(c, characters::token); });
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (same_name(without_blanks(list.substr(0, comma)), token)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

Limits limits_of_chunks() {
  Limits limits;
  limits.chunk_overhead_bytes_max = chunk_overhead_bytes_max;
  return limits;
}

}  // namespace

ResponseParser::ResponseParser(std::size_t head_bytes_max, std::size_t body_bytes_max)
    : head_bytes_max_(head_bytes_max), body_bytes_max_(body_bytes_max), limits_(limits_of_chunks()), chunks_(limits_) {}

ResponseParser::Progress ResponseParser::feed(std::string_view bytes) {
  started_ = started_ || !bytes.empty();
  in_.append(bytes);
  while (state_ == State::head) {
    const auto progress = take_head();
    if (progress != Progress::complete) return progress;
  }
  return take_body();
}

// complete: the head is read, or one of an interim answer (1xx), which is passed over.
ResponseParser::Progress ResponseParser::take_head() {
  const auto end = in_.find(head_end);
  if (end == std::string::npos) return in_.size() > head_bytes_max_ ? Progress::too_large : Progress::incomplete;
  if (end > head_bytes_max_) return Progress::too_large;
  answer_ = {};
  length_.clear();
  has_encoding_ = close_ = false;
  if (!read_head(std::string_view(in_).substr(0, end))) return Progress::malformed;
  in_.erase(0, end + head_end.size());
  if (answer_.status == 101) return Progress::malformed;
  if (answer_.status < 200) return Progress::complete;
  return choose_framing() ? Progress::complete : Progress::malformed;
}

bool ResponseParser::read_head(std::string_view head) {
  bool first = true;
  while (!head.empty() || first) {
    const auto end = std::min(head.find(line_end), head.size());
    const auto line = head.substr(0, end);
    head.remove_prefix(std::min(end + line_end.size(), head.size()));
    if (!is_text(line)) return false;
    if (first ? !read_status_line(line) : !read_field(line)) return false;
    first = false;
  }
  return true;
}

bool ResponseParser::read_status_line(std::string_view line) {
  constexpr std::string_view version = "HTTP/1.";
  if (!line.starts_with(version) || line.size() < 12 || (line[7] != '0' && line[7] != '1') || line[8] != ' ') return false;
  if (line.size() > 12 && line[12] != ' ') return false;
  http_1_0_ = line[7] == '0';
  const auto [end, error] = std::from_chars(line.data() + 9, line.data() + 12, answer_.status);
  return error == std::errc() && end == line.data() + 12 && answer_.status >= 100 && answer_.status < 600;
}

bool ResponseParser::read_field(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) || answer_.fields.size() >= fields_max) return false;
  const auto name = line.substr(0, colon);
  const auto value = without_blanks(line.substr(colon + 1));
  if (same_name(name, "Content-Length")) {
    if (value.empty() || (!length_.empty() && length_ != value)) return false;
    length_ = value;
  } else if (same_name(name, "Transfer-Encoding")) {
    if (has_encoding_ || !same_name(value, "chunked")) return false;
    has_encoding_ = true;
  } else if (same_name(name, "Connection")) {
    close_ = close_ || has_token(value, "close");
  }
  answer_.fields.emplace_back(name, value);
  return true;
}

bool ResponseParser::choose_framing() {
  if (has_encoding_ && (!length_.empty() || http_1_0_)) return false;
  if (!length_.empty()) {
    const auto [end, error] = std::from_chars(length_.data(), length_.data() + length_.size(), left_);
    if (error != std::errc() || end != length_.data() + length_.size()) return false;
  }
  if (answer_.status == 204 || answer_.status == 304) {
    left_ = 0;
    state_ = State::length;
  } else if (has_encoding_) {
    state_ = State::chunked;
  } else {
    state_ = length_.empty() ? State::until_close : State::length;
  }
  return true;
}

ResponseParser::Progress ResponseParser::take_body() {
  auto& body = answer_.body;
  switch (state_) {
    case State::length: {
      if (left_ > body_bytes_max_ - body.size()) return Progress::too_large;
      const auto part = std::min<std::uint64_t>(left_, in_.size());
      body.append(in_, 0, part);
      in_.erase(0, part);
      left_ -= part;
      if (left_ > 0) return Progress::incomplete;
      break;
    }
    case State::chunked: {
      const auto step = chunks_.feed(in_, body, body_bytes_max_);
      in_.erase(0, step.consumed);
      if (step.progress == RequestParser::Progress::refused)
        return chunks_.refusal().status == 413 ? Progress::too_large : Progress::malformed;
      if (step.progress == RequestParser::Progress::incomplete) return Progress::incomplete;
      break;
    }
    case State::until_close:
      if (in_.size() > body_bytes_max_ - body.size()) return Progress::too_large;
      body.append(in_);
      in_.clear();
      return Progress::incomplete;
    default:
      break;
  }
  state_ = State::done;
  reusable_ = in_.empty() && !close_ && !http_1_0_;
  return Progress::complete;
}

ResponseParser::Progress ResponseParser::end() {
  if (state_ != State::until_close) return Progress::malformed;
  state_ = State::done;
  return Progress::complete;
}

}  // namespace gh::net

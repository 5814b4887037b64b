#include "net/request_parser.h"

#include "base/planted.h"
#include "net/characters.h"

namespace gh::net {
namespace {

using characters::is;
namespace chars = characters;

constexpr Refusal bad_request_line{400, "bad_request_line", "The request line is not 'METHOD target HTTP/1.1'."};
constexpr Refusal bad_target{400, "bad_target", "The request target has a character or form that is not allowed."};
constexpr Refusal target_too_long{414, "target_too_long", "The request target is too long."};
constexpr Refusal unknown_method{501, "unknown_method", "The server does not know this method."};
constexpr Refusal unknown_version{505, "unknown_version", "The server speaks HTTP/1.1 and HTTP/1.0."};
constexpr Refusal header_too_large{431, "header_too_large", "The header of the request is too large."};
constexpr Refusal too_many_fields{431, "too_many_fields", "The request has too many header fields."};
constexpr Refusal bare_line_feed{400, "bare_line_feed", "A line does not end with CR LF."};
constexpr Refusal bare_carriage_return{400, "bare_carriage_return", "A CR is not followed by LF."};
constexpr Refusal obsolete_folding{400, "obsolete_folding", "A header field is folded over several lines."};
constexpr Refusal space_before_colon{400, "space_before_colon", "There is white space between a field name and its colon."};
constexpr Refusal bad_field_name{400, "bad_field_name", "A field name has a character that is not allowed."};
constexpr Refusal bad_field_value{400, "bad_field_value", "A field value has a character that is not allowed."};
constexpr Refusal missing_host{400, "missing_host", "The Host field is missing."};
constexpr Refusal repeated_host{400, "repeated_host", "The Host field is there more than once."};
constexpr Refusal bad_host{400, "bad_host", "The Host field is not a host with an optional port."};
constexpr Refusal host_mismatch{400, "host_mismatch", "The host of the target is not that of the Host field."};
constexpr Refusal bad_content_length{400, "bad_content_length", "Content-Length is not one decimal number."};
constexpr Refusal repeated_content_length{400, "repeated_content_length", "Content-Length is there more than once."};
constexpr Refusal length_and_encoding{400, "length_and_encoding", "Content-Length and Transfer-Encoding exclude each other."};
constexpr Refusal encoding_in_1_0{400, "encoding_in_http_1_0", "HTTP/1.0 has no Transfer-Encoding."};
constexpr Refusal bad_encoding{400, "bad_transfer_encoding", "Transfer-Encoding must be 'chunked', once and last."};
constexpr Refusal unknown_encoding{501, "unknown_transfer_encoding", "The server knows no transfer coding but 'chunked'."};
constexpr Refusal unknown_expectation{417, "unknown_expectation", "The server meets no expectation but '100-continue'."};

constexpr struct {
  std::string_view text;
  Method method;
} methods[] = {{"GET", Method::get},    {"POST", Method::post},   {"HEAD", Method::head},      {"PUT", Method::put},
               {"DELETE", Method::del}, {"PATCH", Method::patch}, {"OPTIONS", Method::options}};

Method method_of(std::string_view text) {
  for (const auto& row : methods) {
    if (row.text == text) return row.method;
  }
  return Method::other;
}

// The first byte at or after `at` that may not stand in a field value as it is: a control character (HTAB too) or DEL. Eight at a time:
// a byte has its high bit set in `low` if it is below 0x20 (false positives only above such a byte), in `del` if it is 0x7f.
std::size_t find_control(std::string_view bytes, std::size_t at) {
  constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
  while (at + 8 <= bytes.size()) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + at, 8);
    const std::uint64_t low = (word - ones * 0x20) & ~word;
    const std::uint64_t flipped = word ^ (ones * 0x7f);
    const std::uint64_t del = (flipped - ones) & ~flipped;
    if (((low | del) & highs) != 0) break;
    at += 8;
  }
  while (at < bytes.size()) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte < 0x20 || byte == 0x7f) break;
    ++at;
  }
  return at;
}

// Calls `take` with each element of a comma separated list (RFC 9110, 5.6.1), empty ones included, until it gives false.
template <class Take>
bool each_element(std::string_view list, Take take) {
  for (;;) {
    const std::size_t comma = list.find(',');
    if (!take(characters::trimmed(list.substr(0, comma)))) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return is(c, chars::digit); });
}

bool is_host_and_port(std::string_view text) {
  if (text.empty()) return false;
  std::size_t end = 0;
  if (text.front() == '[') {  // an IPv6 address
    end = text.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    auto fits = [](char c) { return is(c, chars::hex) || c == ':' || c == '.'; };
    if (!std::ranges::all_of(text.substr(1, end - 1), fits)) return false;
    ++end;
  } else {
    while (end < text.size() && is(text[end], chars::host)) ++end;
    if (end == 0) return false;
  }
  return end == text.size() || (text[end] == ':' && is_port(text.substr(end + 1)));
}

}  // namespace

RequestParser::RequestParser(const Limits& limits) : limits_(&limits), fields_(limits.fields_max) {}

void RequestParser::reset() {
  base_ = nullptr;
  refusal_ = nullptr;
  head_ = {};
  authority_ = {};
  at_ = field_count_ = 0;
  started_ = has_host_ = has_length_ = has_encoding_ = close_ = keep_alive_ = false;
}

RequestParser::Line RequestParser::refuse(const Refusal& why) {
  refusal_ = &why;
  return Line::refused;
}

RequestParser::Progress RequestParser::parse(std::string_view bytes) {
  if (bytes.data() != base_) {
    reset();
    base_ = bytes.data();
  }
  if (refusal_ != nullptr) return Progress::refused;
  const std::string_view visible = bytes.substr(0, limits_->header_bytes_max);
  const Progress progress = parse_lines(visible);
  if (progress == Progress::incomplete && visible.size() == limits_->header_bytes_max) {
    refuse(started_ ? header_too_large : target_too_long);
    return Progress::refused;
  }
  return progress;
}

RequestParser::Progress RequestParser::parse_lines(std::string_view bytes) {
  for (;;) {
    switch (started_ ? field_line(bytes) : request_line(bytes)) {
      case Line::unfinished:
        return Progress::incomplete;
      case Line::refused:
        return Progress::refused;
      case Line::last:
        return Progress::complete;
      case Line::done:
        break;
    }
  }
}

// METHOD SP target SP HTTP/1.x CR LF; one empty line before it is skipped (RFC 9112, 2.2).
RequestParser::Line RequestParser::request_line(std::string_view bytes) {
  std::size_t at = at_;
  if (at == 0 && bytes.starts_with('\r')) {
    if (bytes.size() < 2) return Line::unfinished;
    if (bytes[1] != '\n') return refuse(bare_carriage_return);
    at = at_ = 2;
  }
  const std::size_t method_start = at;
  while (at < bytes.size() && is(bytes[at], chars::token)) ++at;
  if (at == bytes.size()) return Line::unfinished;
  if (bytes[at] != ' ' || at == method_start) return refuse(bad_request_line);
  head_.method_text = bytes.substr(method_start, at - method_start);
  head_.method = method_of(head_.method_text);
  if (head_.method == Method::other) return refuse(unknown_method);

  const std::size_t target_start = ++at;
  std::size_t question_mark = std::string_view::npos;
  std::uint8_t allowed = chars::path;
  for (;; ++at) {
    if (at - target_start > limits_->target_bytes_max) return refuse(target_too_long);
    if (at == bytes.size()) return Line::unfinished;
    const char c = bytes[at];
    if (is(c, allowed)) continue;
    if (c == '?') {
      question_mark = at - target_start;
      allowed = chars::query;
    } else if (c == '%') {
      for (std::size_t i = 1; i <= 2; ++i) {
        if (at + i >= bytes.size()) return Line::unfinished;
        if (!is(bytes[at + i], chars::hex)) return refuse(bad_target);
      }
    } else {
      break;
    }
  }
  if (bytes[at] != ' ') return refuse(bad_target);
  if (take_target(bytes.substr(target_start, at - target_start), question_mark) == Line::refused) return Line::refused;

  constexpr std::string_view version = "HTTP/?.?\r\n";
  const std::string_view rest = bytes.substr(++at);
  for (std::size_t i = 0; i < version.size(); ++i) {
    if (i == rest.size()) return Line::unfinished;
    if (version[i] == '?' ? !is(rest[i], chars::digit) : rest[i] != version[i]) {
      return refuse(rest[i] == '\n' ? bare_line_feed : bad_request_line);
    }
    if (i == 7 && (rest[5] != '1' || rest[7] > '1')) return refuse(unknown_version);
  }
  head_.http_1_1 = rest[7] == '1';
  at_ = at + version.size();
  started_ = true;
  return Line::done;
}

// Origin form, "*" with OPTIONS, or an absolute form, which every server must accept (RFC 9112, 3.2.2).
RequestParser::Line RequestParser::take_target(std::string_view target, std::size_t question_mark) {
  if (target == "*") {
    if (head_.method != Method::options) return refuse(bad_target);
  } else if (!target.starts_with('/')) {
    const std::size_t scheme = target.find("://");
    if (scheme == std::string_view::npos || scheme >= question_mark) return refuse(bad_target);
    const std::string_view name = target.substr(0, scheme);
    if (!same_name(name, "http") && !same_name(name, "https")) return refuse(bad_target);
    const std::size_t slash = target.find('/', scheme + 3);
    // "http://host?query" has a path of "/" that is not there to be pointed at; no client sends it.
    if (slash == std::string_view::npos || slash > question_mark) return refuse(bad_target);
    authority_ = target.substr(scheme + 3, slash - scheme - 3);
    if (!is_host_and_port(authority_)) return refuse(bad_target);
    target.remove_prefix(slash);
    if (question_mark != std::string_view::npos) question_mark -= slash;
  }
  head_.target = target;
  head_.path = target.substr(0, question_mark);
  head_.query = question_mark == std::string_view::npos ? std::string_view() : target.substr(question_mark + 1);
  return Line::done;
}

RequestParser::Line RequestParser::field_line(std::string_view bytes) {
  std::size_t at = at_;
  if (at == bytes.size()) return Line::unfinished;
  switch (bytes[at]) {
    case '\r':
      if (at + 1 == bytes.size()) return Line::unfinished;
      if (bytes[at + 1] != '\n') return refuse(bare_carriage_return);
      at_ = at + 2;
      return finish();
    case '\n':
      return refuse(bare_line_feed);
    case ' ':
    case '\t':
      return refuse(obsolete_folding);
    default:
      break;
  }
  if (field_count_ == limits_->fields_max) return refuse(too_many_fields);

  while (at < bytes.size() && is(bytes[at], chars::token)) ++at;
  const std::size_t name_end = at;
  if (planted("http_parser")) {
    while (at < bytes.size() && bytes[at] == ' ') ++at;
  }
  if (at == bytes.size()) return Line::unfinished;
  if (bytes[at] != ':' || name_end == at_) return refuse(characters::is_space(bytes[at]) ? space_before_colon : bad_field_name);

  const std::size_t value_start = ++at;
  for (;; ++at) {
    at = find_control(bytes, at);
    if (at == bytes.size()) return Line::unfinished;
    if (bytes[at] != '\t') break;
  }
  if (bytes[at] != '\r') return refuse(bytes[at] == '\n' ? bare_line_feed : bad_field_value);
  if (at + 1 == bytes.size()) return Line::unfinished;
  if (bytes[at + 1] != '\n') return refuse(bare_carriage_return);

  const std::string_view name = bytes.substr(at_, name_end - at_);
  const std::string_view value = characters::trimmed(bytes.substr(value_start, at - value_start));
  fields_[field_count_++] = {name, value};
  at_ = at + 2;
  return take_field(name, value);
}

// The fields that decide about framing and the connection. By length first: nearly all fields are told apart by it.
RequestParser::Line RequestParser::take_field(std::string_view name, std::string_view value) {
  switch (name.size()) {
    case 4:
      return same_name(name, "host") ? take_host(value) : Line::done;
    case 6:
      return same_name(name, "expect") ? take_expect(value) : Line::done;
    case 10:
      return same_name(name, "connection") ? take_connection(value) : Line::done;
    case 14:
      return same_name(name, "content-length") ? take_content_length(value) : Line::done;
    case 17:
      return same_name(name, "transfer-encoding") ? take_transfer_encoding(value) : Line::done;
    default:
      return Line::done;
  }
}

RequestParser::Line RequestParser::take_host(std::string_view value) {
  if (has_host_) return refuse(repeated_host);
  if (!is_host_and_port(value)) return refuse(bad_host);
  has_host_ = true;
  head_.host = value;
  return Line::done;
}

// Digits alone: no sign, no list (RFC 9110, 8.6 lets us refuse "5, 5"), below 2^63.
RequestParser::Line RequestParser::take_content_length(std::string_view value) {
  if (has_length_) return refuse(repeated_content_length);
  constexpr std::size_t digits_max = 18;
  if (value.empty() || value.size() > digits_max) return refuse(bad_content_length);
  for (char c : value) {
    if (!is(c, chars::digit)) return refuse(bad_content_length);
    head_.content_length = head_.content_length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  has_length_ = true;
  return Line::done;
}

// All Transfer-Encoding lines make one list. What has "chunked" twice or not at its end cannot be framed at all: 400; else a coding
// that we do not know: 501 (RFC 9112, 6.1).
RequestParser::Line RequestParser::take_transfer_encoding(std::string_view value) {
  has_encoding_ = true;
  bool unknown = false;
  const bool sound = each_element(value, [&](std::string_view coding) {
    if (coding.empty() || head_.chunked) return false;
    if (same_name(coding, "chunked")) {
      head_.chunked = true;
    } else {
      unknown = true;
    }
    return true;
  });
  if (!sound) return refuse(bad_encoding);
  return unknown ? refuse(unknown_encoding) : Line::done;
}

RequestParser::Line RequestParser::take_connection(std::string_view value) {
  each_element(value, [&](std::string_view option) {
    if (same_name(option, "close")) close_ = true;
    if (same_name(option, "keep-alive")) keep_alive_ = true;
    return true;
  });
  return Line::done;
}

RequestParser::Line RequestParser::take_expect(std::string_view value) {
  if (!same_name(value, "100-continue")) return refuse(unknown_expectation);
  head_.expects_continue = head_.http_1_1;  // HTTP/1.0 has none: ignored (RFC 9110, 10.1.1)
  return Line::done;
}

RequestParser::Line RequestParser::finish() {
  if (has_encoding_ && has_length_) return refuse(length_and_encoding);
  if (has_encoding_ && !head_.http_1_1) return refuse(encoding_in_1_0);
  if (!has_host_ && head_.http_1_1) return refuse(missing_host);
  // A server would have to prefer the target's host (RFC 9112, 3.2.2); two different ones are a sign of an attack, so neither is taken.
  if (!authority_.empty() && has_host_ && !same_name(authority_, head_.host)) return refuse(host_mismatch);
  if (!authority_.empty()) head_.host = authority_;
  head_.fields = std::span(fields_).first(field_count_);
  head_.size = at_;
  head_.keep_alive = !close_ && (head_.http_1_1 || keep_alive_);
  return Line::last;
}

}  // namespace gh::net

#include "net/characters.h"
#include "net/request_parser.h"

namespace gh::net {
namespace {

using characters::is;
namespace chars = characters;

constexpr Refusal bad_chunk_size{400, "bad_chunk_size", "A chunk size is not a hexadecimal number of at most 15 digits."};
constexpr Refusal bad_chunk_extension{400, "bad_chunk_extension", "A chunk extension is malformed or too long."};
constexpr Refusal bad_chunk_end{400, "bad_chunk_end", "A chunk's size line or data does not end with CR LF."};
constexpr Refusal chunks_too_small{400, "chunks_too_small", "The body has more framing than data."};
constexpr Refusal bad_trailer{400, "bad_trailer", "A trailer field is malformed."};
constexpr Refusal trailer_too_large{431, "trailer_too_large", "The trailer of the request is too large."};
constexpr Refusal content_too_large{413, "content_too_large", "The body of the request is too large."};

constexpr std::size_t digits_max = 15;

constexpr bool is_text(char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); }

}  // namespace

// What the next byte is. The first one is the start.
enum class ChunkedBody::State : std::uint8_t {
  size,
  extension_name,
  extension_value,
  extension_quoted,
  extension_escaped,
  extension_end,
  size_lf,
  data,
  data_cr,
  data_lf,
  trailer_start,
  trailer_name,
  trailer_value,
  trailer_lf,
  last_lf,
  done,
};

std::optional<ChunkedBody::State> ChunkedBody::refuse(const Refusal& why) {
  refusal_ = &why;
  return std::nullopt;
}

ChunkedBody::Step ChunkedBody::feed(std::string_view bytes, std::string& out, std::size_t data_max) {
  using Progress = RequestParser::Progress;
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (refusal_ != nullptr) return {Progress::refused, at};
    if (state_ == State::data) {
      const std::size_t part = std::min<std::size_t>(bytes.size() - at, left_);
      out.append(bytes.substr(at, part));
      at += part;
      left_ -= part;
      if (left_ == 0) state_ = State::data_cr;
      continue;
    }
    const auto next_state = next(bytes[at++], data_max);
    if (!next_state) return {Progress::refused, at};
    state_ = *next_state;
    if (state_ == State::done) return {Progress::complete, at};
  }
  return {Progress::incomplete, at};
}

std::optional<ChunkedBody::State> ChunkedBody::next(char c, std::size_t data_max) {
  if (state_ >= State::trailer_start) return trailer(c);
  if (++overhead_ > data_ + limits_->chunk_overhead_bytes_max) return refuse(chunks_too_small);
  if (state_ >= State::extension_name && state_ <= State::extension_end && ++extension_ > limits_->chunk_extension_bytes_max) {
    return refuse(bad_chunk_extension);
  }
  switch (state_) {
    case State::size:
      return size_digit(c);
    case State::extension_name:
      if (is(c, chars::token)) {
        digits_ = 1;  // the name has a character
        return State::extension_name;
      }
      if (digits_ == 0) return refuse(bad_chunk_extension);
      if (c == '=') {
        digits_ = 0;
        return State::extension_value;
      }
      break;
    case State::extension_value:
      if (c == '"' && digits_ == 0) return State::extension_quoted;
      if (is(c, chars::token)) {
        digits_ = 1;
        return State::extension_value;
      }
      if (digits_ == 0) return refuse(bad_chunk_extension);
      break;
    case State::extension_quoted:
      if (!is_text(c)) return refuse(bad_chunk_extension);
      return c == '"' ? State::extension_end : c == '\\' ? State::extension_escaped : State::extension_quoted;
    case State::extension_escaped:
      return is_text(c) ? std::optional(State::extension_quoted) : refuse(bad_chunk_extension);
    case State::extension_end:
      break;
    case State::size_lf:
      return c == '\n' ? end_of_size_line(data_max) : refuse(bad_chunk_end);
    case State::data_cr:
      return c == '\r' ? std::optional(State::data_lf) : refuse(bad_chunk_end);
    case State::data_lf:
      digits_ = extension_ = 0;
      return c == '\n' ? std::optional(State::size) : refuse(bad_chunk_end);
    default:
      return refuse(bad_chunk_end);
  }
  // The end of an extension.
  if (c == '\r') return State::size_lf;
  if (c != ';') return refuse(bad_chunk_extension);
  digits_ = 0;
  return State::extension_name;
}

std::optional<ChunkedBody::State> ChunkedBody::size_digit(char c) {
  if (is(c, chars::hex)) {
    if (++digits_ > digits_max) return refuse(bad_chunk_size);
    const unsigned value = is(c, chars::digit) ? static_cast<unsigned>(c - '0') : static_cast<unsigned>((c | 0x20) - 'a') + 10;
    left_ = left_ * 16 + value;
    return State::size;
  }
  if (digits_ == 0 || (c != '\r' && c != ';')) return refuse(bad_chunk_size);
  if (c == '\r') return State::size_lf;
  digits_ = 0;
  return State::extension_name;
}

std::optional<ChunkedBody::State> ChunkedBody::end_of_size_line(std::size_t data_max) {
  if (left_ == 0) return State::trailer_start;
  if (data_ > data_max || left_ > data_max - data_) return refuse(content_too_large);
  data_ += left_;
  return State::data;
}

// Checked as header fields are, and dropped: nothing in a trailer may change how a request is understood.
std::optional<ChunkedBody::State> ChunkedBody::trailer(char c) {
  if (++trailer_bytes_ > limits_->trailer_bytes_max) return refuse(trailer_too_large);
  switch (state_) {
    case State::trailer_start:
      if (c == '\r') return State::last_lf;
      if (!is(c, chars::token)) return refuse(bad_trailer);
      if (++trailer_fields_ > limits_->fields_max) return refuse(trailer_too_large);
      return State::trailer_name;
    case State::trailer_name:
      if (c == ':') return State::trailer_value;
      return is(c, chars::token) ? std::optional(State::trailer_name) : refuse(bad_trailer);
    case State::trailer_value:
      if (c == '\r') return State::trailer_lf;
      return is_text(c) ? std::optional(State::trailer_value) : refuse(bad_trailer);
    case State::trailer_lf:
      return c == '\n' ? std::optional(State::trailer_start) : refuse(bad_trailer);
    case State::last_lf:
      return c == '\n' ? std::optional(State::done) : refuse(bad_trailer);
    default:
      return refuse(bad_trailer);
  }
}

}  // namespace gh::net

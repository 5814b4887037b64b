#include "platform/json/output.h"

#include <array>
#include <charconv>
#include <cmath>

#include "platform/json/unicode.h"

namespace gh::json {
namespace {

struct Buffer {
  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
};
// The buffer that the next Out of this thread takes. An Out inside another one's life finds none and makes its own.
thread_local Buffer spare_buffer;

constexpr std::uint64_t each(std::uint8_t byte) { return 0x0101010101010101ULL * byte; }

// True if none of the eight bytes is a control character, a quote, a backslash or above ASCII.
bool plain(std::uint64_t eight) {
  const std::uint64_t quote = eight ^ each('"');
  const std::uint64_t backslash = eight ^ each('\\');
  const std::uint64_t found = (eight - each(0x20)) | (quote - each(1)) | (backslash - each(1)) | eight;
  return (found & each(0x80)) == 0;
}

constexpr std::string_view hex = "0123456789abcdef";

std::size_t escape_ascii(char c, char* to) {
  to[0] = '\\';
  switch (c) {
    case '"':
      to[1] = '"';
      return 2;
    case '\\':
      to[1] = '\\';
      return 2;
    case '\n':
      to[1] = 'n';
      return 2;
    case '\r':
      to[1] = 'r';
      return 2;
    case '\t':
      to[1] = 't';
      return 2;
    case '\b':
      to[1] = 'b';
      return 2;
    case '\f':
      to[1] = 'f';
      return 2;
    default:
      to[1] = 'u';
      to[2] = to[3] = '0';
      to[4] = hex[static_cast<unsigned char>(c) >> 4];
      to[5] = hex[static_cast<unsigned char>(c) & 15];
      return 6;
  }
}

}  // namespace

Out::Out() {
  if (!spare_buffer.bytes) spare_buffer = {std::make_unique_for_overwrite<char[]>(first_bytes), first_bytes};
  begin_ = std::move(spare_buffer.bytes);
  at_ = begin_.get();
  end_ = at_ + spare_buffer.size;
}

Out::~Out() {
  const auto capacity = static_cast<std::size_t>(end_ - begin_.get());
  if (capacity <= kept_bytes_max && (!spare_buffer.bytes || spare_buffer.size < capacity)) spare_buffer = {std::move(begin_), capacity};
}

void Out::grow(std::size_t bytes) {
  const std::size_t used = size();
  const auto capacity = (used + bytes) * 2;
  auto larger = std::make_unique_for_overwrite<char[]>(capacity);
  std::memcpy(larger.get(), begin_.get(), used);
  begin_ = std::move(larger);
  at_ = begin_.get() + used;
  end_ = begin_.get() + capacity;
}

// Writes the one character at `from` that the fast path stopped at; gives the position behind it.
const char* Out::special(const char* from, const char* end) {
  const auto byte = static_cast<unsigned char>(*from);
  if (byte < 0x20 || byte == '"' || byte == '\\') {
    at_ += escape_ascii(*from, at_);
    return from + 1;
  }
  if (byte < 0x80) {
    *at_++ = *from;
    return from + 1;
  }
  const auto character = decode_utf8({from, static_cast<std::size_t>(end - from)});
  if (character.length == 0) {
    std::memcpy(at_, "\xEF\xBF\xBD", 3);
    at_ += 3;
    return from + 1;
  }
  if (character.code == 0x2028 || character.code == 0x2029) {
    std::memcpy(at_, character.code == 0x2028 ? "\\u2028" : "\\u2029", 6);
    at_ += 6;
  } else {
    std::memcpy(at_, from, character.length);
    at_ += character.length;
  }
  return from + character.length;
}

void Out::string(std::string_view text) {
  constexpr std::size_t escaped_bytes_max = 6;  // of one byte of input
  const char* from = text.data();
  const char* const end = from + text.size();
  room(text.size() * escaped_bytes_max + 2 + sizeof(std::uint64_t));
  *at_++ = '"';
  while (from != end) {
    while (end - from >= static_cast<std::ptrdiff_t>(sizeof(std::uint64_t))) {
      std::uint64_t eight;
      std::memcpy(&eight, from, sizeof eight);
      if (!plain(eight)) break;
      std::memcpy(at_, &eight, sizeof eight);
      from += sizeof eight;
      at_ += sizeof eight;
    }
    for (int i = 0; i < 8 && from != end; ++i) from = special(from, end);
  }
  *at_++ = '"';
}

void Out::integer(std::int64_t value) {
  char* to = room(20);
  at_ = std::to_chars(to, to + 20, value).ptr;
}

void Out::unsigned_integer(std::uint64_t value) {
  char* to = room(20);
  at_ = std::to_chars(to, to + 20, value).ptr;
}

void Out::number(double value) {
  if (!std::isfinite(value)) return raw("null");
  char* to = room(32);
  at_ = std::to_chars(to, to + 32, value).ptr;
}

void Out::decimal(std::int64_t units, int decimals) {
  std::array<char, 20> digits;  // 2^64 has 20
  const auto magnitude = units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
  const auto length = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude).ptr - digits.data();
  char* to = room(48);
  if (units < 0) *to++ = '-';
  if (length <= decimals) *to++ = '0';
  for (std::ptrdiff_t i = 0; i < length - decimals; ++i) *to++ = digits[static_cast<std::size_t>(i)];
  char* const point = to;
  *to++ = '.';
  for (std::ptrdiff_t i = length - decimals; i < length; ++i) *to++ = i < 0 ? '0' : digits[static_cast<std::size_t>(i)];
  while (to[-1] == '0') --to;
  at_ = to - 1 == point ? point : to;
}

}  // namespace gh::json

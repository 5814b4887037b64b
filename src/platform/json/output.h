// Out: the bytes of a JSON text while it is written. Lives on the stack of one call; its buffer is lent by the thread, so that
// writing allocates nothing but the result.
#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace gh::json {

class Out {
 public:
  static constexpr std::size_t first_bytes = 4096;            // what a thread's first buffer holds
  static constexpr std::size_t kept_bytes_max = 1024 * 1024;  // a larger buffer is freed after use

  Out();
  ~Out();
  Out(const Out&) = delete;
  Out& operator=(const Out&) = delete;

  // Text that is JSON already.
  void raw(std::string_view text) {
    char* to = room(text.size());
    text.copy(to, text.size());  // unlike memcpy, also of no bytes from nowhere
    at_ = to + text.size();
  }
  void byte(char c) {
    *room(1) = c;
    ++at_;
  }
  // A JSON string: quoted, escaped where RFC 8259 section 7 demands it and for U+2028/2029 (so that the text is also JavaScript);
  // a byte that is no UTF-8 becomes U+FFFD.
  void string(std::string_view text);
  // A JSON string of text that is known to need no escape.
  void plain_string(std::string_view text) {
    char* to = room(text.size() + 2);
    *to++ = '"';
    to += text.copy(to, text.size());
    *to++ = '"';
    at_ = to;
  }
  void boolean(bool value) { raw(value ? std::string_view("true") : std::string_view("false")); }
  void integer(std::int64_t value);
  void unsigned_integer(std::uint64_t value);
  void number(double value);  // the shortest text that reads back as the same value; null if it is not finite
  // units / 10^decimals without trailing zeros: decimal(1500, 3) is 1.5
  void decimal(std::int64_t units, int decimals);

  std::size_t size() const { return static_cast<std::size_t>(at_ - begin_.get()); }
  // Takes back the last bytes.
  void unwrite(std::size_t bytes) { at_ -= bytes; }
  // Overwrites a byte that was written.
  void set(std::size_t position, char c) { begin_[position] = c; }
  std::string_view text() const { return {begin_.get(), size()}; }

  // At least `bytes` writable bytes; advance() says how many were used.
  char* room(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) grow(bytes);
    return at_;
  }
  void advance(std::size_t bytes) { at_ += bytes; }

 private:
  void grow(std::size_t bytes);
  const char* special(const char* from, const char* end);

  std::unique_ptr<char[]> begin_;
  char* at_;
  char* end_;
};

}  // namespace gh::json

#include "platform/mime/message.h"

#include <algorithm>
#include <chrono>
#include <cstring>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::mime {

namespace {

constexpr std::size_t address_bytes_max = 254;      // RFC 5321, 4.5.3.1.3
constexpr std::size_t encoded_word_bytes_max = 39;  // of text in one encoded word: with "Subject: " a line of 76 (RFC 2047, section 2)
constexpr std::size_t base64_line_bytes = 57;       // of text in one line of 76 characters (RFC 2045, 6.8)

std::string base64(std::string_view bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto byte = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
    const unsigned group = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
    out += digits[group >> 18];
    out += digits[group >> 12 & 63];
    out += at + 1 < bytes.size() ? digits[group >> 6 & 63] : '=';
    out += at + 2 < bytes.size() ? digits[group & 63] : '=';
  }
  return out;
}

bool is_printable_ascii(char c) { return c >= 0x20 && c < 0x7f; }

// Address of the form that a header can carry without quoting: no blanks, controls, separators; one @ with something on both sides.
bool is_address(const std::string& text) {
  const auto at = text.find('@');
  return text.size() <= address_bytes_max && at != std::string::npos && at != 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string::npos &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f && !std::strchr("()<>,;:\\\"[]", c); });
}

// Cuts at most `size` bytes off the front, between two UTF-8 characters.
std::string_view cut(std::string_view& rest, std::size_t size) {
  auto end = std::min(size, rest.size());
  while (end < rest.size() && end > 1 && (static_cast<unsigned char>(rest[end]) & 0xc0) == 0x80) --end;
  const auto piece = rest.substr(0, end);
  rest.remove_prefix(end);
  return piece;
}

// A subject in plain words stays readable; everything else (other letters, controls, line ends, what looks encoded) is encoded (RFC 2047).
std::string encode_subject(std::string_view subject) {
  const bool plain = subject.size() <= 66 && std::ranges::all_of(subject, is_printable_ascii) && !subject.contains("=?");
  if (plain) return std::string(subject);
  std::string out;
  while (!subject.empty()) {
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + base64(cut(subject, encoded_word_bytes_max)) + "?=";
  }
  return out;
}

// RFC 5322, 3.3: "Mon, 23 Nov 2026 09:27:23 +0000"
std::string date_time(Timestamp now) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_time<Milliseconds> instant{Milliseconds(now.ms)};
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

// Ids are ours, yet a header must stand whatever they hold: what is not a letter, digit, '.', '_' or '-' becomes its hex code.
std::string message_id(const std::string& id, const std::string& from) {
  std::string local;
  for (const char c : id) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
    local += plain ? std::string(1, c) : fmt::format("={:02x}", static_cast<unsigned char>(c));
  }
  return "<" + local + from.substr(from.find('@')) + ">";
}

constexpr std::string_view boundary = "=_greenharvest_alternative";

// One body with the lines of the header that say what it is. People can read the file where every line may go as it is.
std::string part(std::string_view type, std::string_view text) {
  const auto plain = std::ranges::all_of(text, [](char c) { return is_printable_ascii(c) || c == '\n'; }) && !text.contains(boundary);
  std::size_t line = 0;
  std::size_t longest = 0;
  for (const char c : text) longest = std::max(longest, line = c == '\n' ? 0 : line + 1);
  const bool readable = plain && longest <= 998;  // RFC 5322, 2.1.1
  std::string out =
      "Content-Type: " + std::string(type) + "; charset=utf-8\r\nContent-Transfer-Encoding: " + (readable ? "7bit" : "base64") + "\r\n\r\n";
  if (readable) {
    for (const char c : text) {
      if (c == '\n') out += '\r';
      out += c;
    }
    if (!text.ends_with('\n')) out += "\r\n";
    return out;
  }
  while (!text.empty()) {
    out += base64(text.substr(0, base64_line_bytes)) + "\r\n";
    text.remove_prefix(std::min(base64_line_bytes, text.size()));
  }
  return out;
}

// What a header may carry between angle brackets.
bool is_link(const std::string& text) {
  return text.starts_with("http") && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>'; });
}

}  // namespace

Result<std::string> format_message(const ports::Message& message, const std::string& from, Timestamp now) {
  if (message.id.empty() || message.id.size() > 128) return fail(errors::invalid, "a message needs an id of at most 128 bytes");
  if (!is_address(message.to) || !is_address(from)) return fail(errors::invalid, "the address of a message cannot be used");
  if (message.subject.size() > subject_bytes_max || message.text.size() > text_bytes_max || message.html.size() > text_bytes_max) {
    return fail(errors::invalid, "the message is too long");
  }
  std::string eml = "From: " + from + "\r\nTo: " + message.to + "\r\nSubject: " + encode_subject(message.subject) +
                    "\r\nDate: " + date_time(now) + "\r\nMessage-ID: " + message_id(message.id, from) + "\r\n";
  if (!message.unsubscribe.empty()) {
    if (!is_link(message.unsubscribe)) return fail(errors::invalid, "the link to unsubscribe cannot be used");
    eml += "List-Unsubscribe: <" + message.unsubscribe + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
  }
  eml += "MIME-Version: 1.0\r\n";
  if (message.html.empty()) return eml + part("text/plain", message.text);
  const auto line = fmt::format("--{}", boundary);
  return eml + fmt::format("Content-Type: multipart/alternative; boundary=\"{}\"\r\n\r\n", boundary) + line + "\r\n" +
         part("text/plain", message.text) + line + "\r\n" + part("text/html", message.html) + line + "--\r\n";
}

}  // namespace gh::mime

#include "platform/log/line.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "platform/log/redact.h"

namespace gh::log {
namespace {

struct LevelLook {
  std::string_view name;
  std::string_view readable;
  std::string_view colour;
};
constexpr LevelLook looks[] = {
    {"debug", "DEBUG", "\x1b[2m"}, {"info", "INFO ", "\x1b[32m"}, {"warn", "WARN ", "\x1b[33m"}, {"error", "ERROR", "\x1b[31m"}};
constexpr std::string_view faint = "\x1b[2m";
constexpr std::string_view plain = "\x1b[0m";

struct Decoded {
  char32_t point;
  std::size_t length;  // 0: not UTF-8
};

// The shortest form only, no surrogates, nothing above U+10FFFF (RFC 3629).
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return {0, 0};
  char32_t point = first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {0, 0};
    point = point << 6 | (byte(i) & 0x3f);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xd800 && point <= 0xdfff;
  return point < smallest[length] || point > 0x10ffff || surrogate ? Decoded{0, 0} : Decoded{point, length};
}

// Most of every text, and appended in one go.
constexpr std::array<bool, 256> make_plain_bytes() {
  std::array<bool, 256> plain_bytes{};
  for (std::size_t c = 0x20; c < 0x7f; ++c) plain_bytes[c] = c != '"' && c != '\\';
  return plain_bytes;
}
constexpr auto is_plain_byte = make_plain_bytes();

bool is_dangerous(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point <= 0x9f) || (point >= 0x200e && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069) || point == 0xfeff;
}

void append_text(std::string& out, std::string_view text) {
  const bool cut = text.size() > text_bytes_max;
  const auto shown = redacted(text.substr(0, text_bytes_max));
  append_escaped(out, shown ? *shown : text.substr(0, text_bytes_max));
  if (cut) out += "…";
}

struct AppendValue {
  std::string& out;
  bool quotes;

  void operator()(bool v) const { out += v ? "true" : "false"; }
  void operator()(std::int64_t v) const { out += fmt::format_int(v).c_str(); }
  void operator()(std::uint64_t v) const { out += fmt::format_int(v).c_str(); }
  void operator()(double v) const { out += std::isfinite(v) ? fmt::format("{}", v) : "null"; }
  void operator()(std::string_view v) const {
    if (quotes) out += '"';
    append_text(out, v);
    if (quotes) out += '"';
  }
  void operator()(IdText v) const {
    if (quotes) out += '"';
    append_escaped(out, v.value);
    if (quotes) out += '"';
  }
  void operator()(Timestamp v) const { (*this)(std::string_view(to_string(v))); }
  void operator()(const Personal&) const { (*this)(replacement); }
};

// Names come from the code, but nothing in the code makes sure of it.
void append_fields(std::string& out, const Event& event, Fields fields, bool json) {
  const auto append = [&](const Field& field) {
    out += json ? ",\"" : " ";
    append_escaped(out, field.name());
    out += json ? "\":" : "=";
    if (is_telling_name(field.name())) return AppendValue{out, json}(replacement);
    std::visit(AppendValue{out, json}, field.value());
  };
  for (const auto& field : fields) append(field);
  if (event.left_out > 0) append({"repeats_left_out", event.left_out});
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (;;) {
    std::size_t plain_bytes = 0;
    while (plain_bytes < text.size() && is_plain_byte[static_cast<unsigned char>(text[plain_bytes])]) ++plain_bytes;
    out.append(text.data(), plain_bytes);
    text.remove_prefix(plain_bytes);
    if (text.empty()) return;
    const auto [point, length] = decode(text);
    if (length == 0) {
      out += "\xef\xbf\xbd";
      text.remove_prefix(1);
      continue;
    }
    if (point == '"' || point == '\\') {
      out += '\\';
      out += static_cast<char>(point);
    } else if (is_dangerous(point)) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(point));
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
}

void append_line(std::string& out, Look look, const Event& event, Fields fields) {
  const auto& level = looks[static_cast<std::size_t>(event.level)];
  if (look.form == Form::json) {
    out += "{\"ts\":\"";
    out += to_string(event.time);
    out += "\",\"level\":\"";
    out += level.name;
    out += "\",\"msg\":\"";
    append_text(out, event.message);
    out += '"';
    append_fields(out, event, fields, true);
    out += "}\n";
    return;
  }
  const auto colour = [&](std::string_view code) {
    if (look.colours) out += code;
  };
  constexpr std::size_t clock_at = sizeof "2026-05-04T" - 1;
  colour(faint);
  out += to_string(event.time).substr(clock_at, sizeof "07:12:09.250" - 1);
  colour(plain);
  out += ' ';
  colour(level.colour);
  out += level.readable;
  colour(plain);
  out += ' ';
  append_text(out, event.message);
  colour(faint);
  append_fields(out, event, fields, false);
  colour(plain);
  out += '\n';
}

}  // namespace gh::log

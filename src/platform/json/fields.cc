#include "platform/json/fields.h"

#include <algorithm>
#include <array>

#include "platform/json/schema.h"
#include "platform/json/unicode.h"

namespace gh::json::detail {
namespace {

// The characters of Unicode's White_Space property, without the line ends of which Text has none.
bool is_blank(std::uint32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

// Control characters, line and paragraph separators, embeddings and isolates of the bidirectional algorithm.
bool is_refused(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void trim(std::string& text) {
  std::size_t from = 0;
  while (from < text.size()) {
    const auto character = decode_utf8(std::string_view(text).substr(from));
    if (!is_blank(character.code)) break;
    from += character.length;
  }
  std::size_t to = text.size();
  while (to > from) {
    std::size_t start = to - 1;
    while (start > from && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    if (!is_blank(decode_utf8(std::string_view(text).substr(start)).code)) break;
    to = start;
  }
  text = text.substr(from, to - from);
}

std::string characters(std::size_t count) { return std::to_string(count) + (count == 1 ? " character" : " characters"); }

Violation check_length(std::size_t length, std::size_t min, std::size_t max) {
  if (length == 0 && min > 0) return {"empty", "Must not be empty."};
  if (length < min) return {"too_short", "Must have at least " + characters(min) + "."};
  if (length > max) return {"too_long", "Must have at most " + characters(max) + "."};
  return {};
}

// CR LF and lone CR become LF.
void unify_lines(std::string& text) {
  std::string unified;
  unified.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      unified += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      unified += '\n';
  }
  text = std::move(unified);
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_lower(static_cast<char>(c | 0x20)); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }

bool is_hex(char c) { return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

// RFC 1123: labels of letters, digits and inner hyphens, 1 to 63 bytes.
bool is_host(std::string_view host, std::size_t labels_min) {
  constexpr std::size_t label_bytes_max = 63, host_bytes_max = 253;
  if (host.size() > host_bytes_max) return false;
  std::size_t labels = 0;
  for (std::size_t from = 0; from <= host.size();) {
    const auto dot = std::min(host.find('.', from), host.size());
    const auto label = host.substr(from, dot - from);
    if (label.empty() || label.size() > label_bytes_max || label.front() == '-' || label.back() == '-') return false;
    if (!std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; })) return false;
    ++labels;
    from = dot + 1;
  }
  return labels >= labels_min;
}

// RFC 5322 dot-atom.
bool is_dot_atom(std::string_view text) {
  constexpr std::string_view special = ".!#$%&'*+/=?^_`{|}~-";
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) { return is_alphanumeric(c) || special.find(c) != std::string_view::npos; });
}

}  // namespace

Violation check_text(std::string& text, const TextRule& rule) {
  if (rule.lines) unify_lines(text);
  trim(text);
  std::size_t length = 0;
  for (std::string_view rest = text; !rest.empty(); ++length) {
    const auto character = decode_utf8(rest);
    if (character.length == 0) return {"bad_characters", "Must be UTF-8."};
    const bool line = rule.lines && (character.code == '\n' || character.code == '\t');
    if (is_refused(character.code) && !line) return {"bad_characters", "Must not contain control characters."};
    rest.remove_prefix(character.length);
  }
  return check_length(length, rule.min, rule.max);
}

Violation check_email(std::string& text) {
  trim(text);
  Violation bad{"bad_format", "Must be an e-mail address."};
  if (text.size() > Email::bytes_max) return {"too_long", "Must have at most " + characters(Email::bytes_max) + "."};
  const auto at = text.rfind('@');
  if (at == std::string::npos || at > Email::local_bytes_max) return bad;
  const auto whole = std::string_view(text);
  if (!is_dot_atom(whole.substr(0, at)) || !is_host(whole.substr(at + 1), 2)) return bad;
  for (auto i = at; i < text.size(); ++i) {
    if (text[i] >= 'A' && text[i] <= 'Z') text[i] = static_cast<char>(text[i] | 0x20);
  }
  return {};
}

Violation check_slug(std::string& text) {
  if (auto length = check_length(text.size(), 1, Slug::bytes_max); !length.code.empty()) return length;
  const bool characters_fit = std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
  if (!characters_fit || text.front() == '-' || text.back() == '-' || text.find("--") != std::string::npos) {
    return {"bad_format", "Must be words of a-z and 0-9 joined by single hyphens."};
  }
  return {};
}

Violation check_country(std::string& text) {
  trim(text);
  for (char& c : text) {
    if (is_lower(c)) c = static_cast<char>(c - ('a' - 'A'));
  }
  const bool letters = std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (text.size() != 2 || !letters) return {"bad_country", "Two letters of ISO 3166-1, as US or DE."};
  return {};
}

Violation check_url(std::string& text) {
  trim(text);
  Violation bad{"bad_format", "Must be an http or https URL with a host."};
  if (text.size() > Url::bytes_max) return {"too_long", "Must have at most " + characters(Url::bytes_max) + "."};
  std::string_view rest = text;
  if (rest.starts_with("https://"))
    rest.remove_prefix(8);
  else if (rest.starts_with("http://"))
    rest.remove_prefix(7);
  else
    return bad;
  constexpr std::string_view refused = "\"<>[\\]^`{|}";  // RFC 3986 has no place for them, and brackets stand around IPv6 addresses only
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (c <= 0x20 || c >= 0x7F || refused.find(c) != std::string_view::npos) return bad;
    if (c == '%' && !(i + 2 < rest.size() && is_hex(rest[i + 1]) && is_hex(rest[i + 2]))) return bad;
    if (c == '#' && rest.find('#', i + 1) != std::string_view::npos) return bad;
  }
  auto authority = rest.substr(0, rest.find_first_of("/?#"));
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos) {
    const auto port = authority.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit) || std::stoi(std::string(port)) > 65535)
      return bad;
    authority = authority.substr(0, colon);
  }
  return is_host(authority, 1) ? Violation{} : bad;
}

Violation check_picture_address(std::string& text) {
  constexpr std::string_view own = "/media/pic_";
  constexpr std::size_t id_bytes = 26;
  trim(text);
  if (!text.starts_with('/')) return check_url(text);
  const bool fits = text.size() == own.size() + id_bytes && text.starts_with(own) &&
                    std::all_of(text.begin() + own.size(), text.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
  return fits ? Violation{} : Violation{"bad_format", "Must be an http or https URL, or the url of an uploaded picture."};
}

Violation check_password(std::string& text, std::size_t min, std::size_t max) { return check_length(count_characters(text), min, max); }

Violation check_cursor(std::string& text) {
  const bool fits = text.size() <= Cursor::bytes_max &&
                    std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; });
  return fits ? Violation{} : Violation{"bad_format", "Must be a next_cursor that a list gave out."};
}

void read_text(const Input& in, std::string& value, Violation (*check)(std::string&)) {
  const auto text = in.scalar(Kind::string, "a string");
  if (!text) return;
  value = *text;
  if (!in.strict()) return;
  if (auto violation = check(value); !violation.code.empty()) in.problem(violation.code, std::move(violation.detail));
}

std::optional<std::int32_t> read_degrees(const Input& in, int degrees_max) {
  constexpr std::int64_t micro = 1'000'000;
  const auto token = in.scalar(Kind::number, "a number of degrees");
  if (!token) return std::nullopt;
  const auto value = decimal_from(*token, 6, true);
  if (!value || *value > degrees_max * micro || *value < -degrees_max * micro) {
    in.problem("out_of_range", "Must be from -" + std::to_string(degrees_max) + " to " + std::to_string(degrees_max) + ".");
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*value);
}

bool check_item_count(const Input& in, std::size_t min, std::size_t max) {
  if (!in.strict() || (in.kind() != Kind::array && in.kind() != Kind::text)) return true;  // what is no array is reported by its reader
  const std::size_t count = in.kind() == Kind::text ? 1 : in.size();
  if (count < min) in.problem("too_few", "Must have at least " + std::to_string(min) + (min == 1 ? " item." : " items."));
  if (count > max) in.problem("too_many", "Must have at most " + std::to_string(max) + (max == 1 ? " item." : " items."));
  return count >= min && count <= max;
}

namespace {

struct Limits {
  std::size_t min;
  std::size_t max;
};

void string_schema(Schema& schema, std::string_view format, Limits characters_allowed, std::string_view pattern,
                   std::string_view more = {}) {
  schema.raw(R"({"type":"string")");
  if (!format.empty()) {
    schema.raw(R"(,"format":)");
    schema.out().string(format);
  }
  if (characters_allowed.min > 0) {
    schema.raw(R"(,"minLength":)");
    schema.out().unsigned_integer(characters_allowed.min);
  }
  schema.raw(R"(,"maxLength":)");
  schema.out().unsigned_integer(characters_allowed.max);
  if (!pattern.empty()) {
    schema.raw(R"(,"pattern":)");
    schema.out().string(pattern);
  }
  schema.raw(more);
  schema.raw("}");
}

// What is_refused() and is_blank() say, as a regular expression (ECMA-262). Text that starts or ends with a blank is accepted and
// trimmed; the schema describes the trimmed form, so that its lengths are the ones that count.
#define REFUSED R"(\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069)"
#define REFUSED_BUT_LINES R"(\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069)"
#define BLANK R"( \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000)"
constexpr std::string_view text_pattern = "^([^" REFUSED BLANK "]([^" REFUSED "]*[^" REFUSED BLANK "])?)?$";
constexpr std::string_view lines_pattern = "^([^" REFUSED BLANK "]([^" REFUSED_BUT_LINES "]*[^" REFUSED BLANK "])?)?$";
#undef REFUSED
#undef REFUSED_BUT_LINES
#undef BLANK

#define LABEL "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#define ATOM R"([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)"
constexpr std::string_view email_pattern = "^(?=[^@]{1,64}@)" ATOM R"((\.)" ATOM ")*@" LABEL R"((\.)" LABEL ")+$";
#define PORT "([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
#define PCHARS R"(([!$&-;=@-Z_a-z~]|%[0-9A-Fa-f]{2})*)"
#define QUERY R"(([!$&-;=?-Z_a-z~]|%[0-9A-Fa-f]{2})*)"
#define URL R"(https?://(?=[^/?#:]{1,253}([/?#:]|$)))" LABEL R"((\.)" LABEL ")*(:" PORT ")?(/" PCHARS R"()?(\?)" QUERY ")?(#" QUERY ")?"
constexpr std::string_view url_pattern = "^" URL "$";
constexpr std::string_view picture_address_pattern = "^(" URL "|/media/pic_[0-9A-Z]{26})$";
#undef URL
#undef QUERY
#undef PCHARS
#undef PORT
#undef LABEL
#undef ATOM

}  // namespace

void text_schema(Schema& schema, const TextRule& rule) {
  string_schema(schema, "", {rule.min, rule.max}, rule.lines ? lines_pattern : text_pattern);
}
void email_schema(Schema& schema) { string_schema(schema, "email", {3, Email::bytes_max}, email_pattern); }
void slug_schema(Schema& schema) { string_schema(schema, "", {1, Slug::bytes_max}, "^[a-z0-9]+(-[a-z0-9]+)*$"); }
void country_schema(Schema& schema) { string_schema(schema, "", {2, 2}, "^[A-Za-z]{2}$"); }
void url_schema(Schema& schema) { string_schema(schema, "uri", {8, Url::bytes_max}, url_pattern); }
void picture_address_schema(Schema& schema) { string_schema(schema, "uri-reference", {8, Url::bytes_max}, picture_address_pattern); }
void password_schema(Schema& schema, std::size_t min, std::size_t max) {
  string_schema(schema, "password", {min, max}, "", R"(,"writeOnly":true)");
}
void cursor_schema(Schema& schema) { string_schema(schema, "", {0, Cursor::bytes_max}, "^[A-Za-z0-9._-]*$", R"(,"default":"")"); }

void bounded_schema(Schema& schema, std::int64_t min, std::int64_t max, const std::int64_t* absent_value) {
  schema.raw(R"({"type":"integer","minimum":)");
  schema.out().integer(min);
  schema.raw(R"(,"maximum":)");
  schema.out().integer(max);
  if (absent_value != nullptr) {
    schema.raw(R"(,"default":)");
    schema.out().integer(*absent_value);
  }
  schema.raw("}");
}

void degrees_schema(Schema& schema, int degrees_max) {
  schema.raw(R"({"type":"number","minimum":)");
  schema.out().integer(-degrees_max);
  schema.raw(R"(,"maximum":)");
  schema.out().integer(degrees_max);
  schema.raw("}");
}

void open_list_schema(Schema& schema, std::size_t min, std::size_t max) {
  schema.raw(R"({"type":"array")");
  if (min > 0) {
    schema.raw(R"(,"minItems":)");
    schema.out().unsigned_integer(min);
  }
  schema.raw(R"(,"maxItems":)");
  schema.out().unsigned_integer(max);
  schema.raw(R"(,"items":)");
}

void close_list_schema(Schema& schema) { schema.raw("}"); }

}  // namespace gh::json::detail

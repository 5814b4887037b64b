#include "platform/log/redact.h"

#include <algorithm>
#include <vector>

namespace gh::log {
namespace {

constexpr std::string_view telling_words[] = {"authorization", "cookie", "password", "passwd", "pwd", "token", "jwt", "secret",
                                              "email",         "mail",   "phone",    "card",   "pan", "cvc",   "cvv", "iban"};

constexpr std::size_t card_digits_min = 13;
constexpr std::size_t card_digits_max = 19;
constexpr std::size_t jwt_bytes_min = 24;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool is_telling_word(std::string_view word) {
  const auto same = [](char a, char b) { return lower(a) == b; };
  return std::ranges::any_of(telling_words, [&](std::string_view telling) { return std::ranges::equal(word, telling, same); });
}

struct Span {
  std::size_t from;
  std::size_t to;
};

// Bytes beyond ASCII count as letters: addresses may be international (RFC 6531).
bool is_mail_char(char c) {
  return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 || std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

void find_mail(std::string_view text, std::vector<Span>& found) {
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    auto from = at;
    auto to = at + 1;
    while (from > 0 && is_mail_char(text[from - 1])) --from;
    while (to < text.size() && is_mail_char(text[to])) ++to;
    if (from < at && to > at + 1) found.push_back({from, to});
  }
  // As it stands in a URL or a form.
  for (auto at = text.find("%40"); at != std::string_view::npos; at = text.find("%40", at + 1)) {
    auto from = at;
    auto to = at + 3;
    while (from > 0 && (is_alnum(text[from - 1]) || std::string_view("._-+%").find(text[from - 1]) != std::string_view::npos)) --from;
    while (to < text.size() && (is_alnum(text[to]) || text[to] == '.' || text[to] == '-')) ++to;
    if (from < at && to > at + 3) found.push_back({from, to});
  }
}

bool passes_luhn(std::string_view text) {
  int sum = 0;
  bool twice = false;
  for (auto i = text.size(); i-- > 0;) {
    if (!is_digit(text[i])) continue;
    int digit = text[i] - '0';
    if (twice) digit *= 2;
    if (digit > 9) digit -= 9;
    sum += digit;
    twice = !twice;
  }
  return sum % 10 == 0;
}

std::size_t digits_end(std::string_view text, std::size_t from) {
  while (from < text.size() && is_digit(text[from])) ++from;
  return from;
}

// A card number that starts with the group of digits at `from`: any number of further groups, each behind one space, dash or dot.
// More digits than a card has, in one group, may hide one: taken as well.
std::size_t card_end(std::string_view text, std::size_t from) {
  std::size_t digits = 0;
  for (auto at = from; at < text.size() && is_digit(text[at]);) {
    const auto end = digits_end(text, at);
    digits += end - at;
    if (digits > card_digits_max) return at == from ? end : from;
    if (digits >= card_digits_min && passes_luhn(text.substr(from, end - from))) return end;
    if (end + 1 >= text.size() || std::string_view(" -.").find(text[end]) == std::string_view::npos) return from;
    at = end + 1;
  }
  return from;
}

void find_cards(std::string_view text, std::vector<Span>& found) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    const auto end = card_end(text, at);
    if (end > at) found.push_back({at, end});
    at = std::max(end, digits_end(text, at));
  }
}

// Every JWT starts with the encoded form of {" .
void find_jwts(std::string_view text, std::vector<Span>& found) {
  for (auto at = text.find("eyJ"); at != std::string_view::npos; at = text.find("eyJ", at + 1)) {
    auto to = at;
    while (to < text.size() && (is_alnum(text[to]) || text[to] == '-' || text[to] == '_' || text[to] == '.')) ++to;
    if (to - at >= jwt_bytes_min) found.push_back({at, to});
  }
}

// Cheap, for the texts of every line: false only if none of the above would find anything.
bool may_hold_something(std::string_view text) {
  const auto digits = std::ranges::count_if(text, is_digit);
  return static_cast<std::size_t>(digits) >= card_digits_min || text.find('@') != std::string_view::npos ||
         text.find("%40") != std::string_view::npos || text.find("eyJ") != std::string_view::npos;
}

}  // namespace

bool is_telling_name(std::string_view name) {
  std::size_t word = 0;  // where the present one starts
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts_word = i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]);
    if (is_alnum(name[i]) && !starts_word) continue;
    if (is_telling_word(name.substr(word, i - word))) return true;
    word = is_alnum(name[i]) ? i : i + 1;
  }
  return is_telling_word(name.substr(word));
}

std::optional<std::string> redacted(std::string_view text) {
  if (!may_hold_something(text)) return std::nullopt;
  std::vector<Span> found;
  find_mail(text, found);
  find_cards(text, found);
  find_jwts(text, found);
  if (found.empty()) return std::nullopt;
  std::ranges::sort(found, {}, &Span::from);
  std::string out;
  std::size_t done = 0;
  for (const auto& span : found) {
    if (span.to <= done) continue;
    if (span.from >= done) {
      out += text.substr(done, span.from - done);
      out += replacement;
    }
    done = span.to;
  }
  out += text.substr(done);
  return out;
}

}  // namespace gh::log

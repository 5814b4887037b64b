#include "contexts/farmers/web_address.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "contexts/farmers/names.h"

namespace gh::farmers {

namespace {

using namespace std::string_view_literals;

constexpr std::array place_holders{"none"sv, "n/a"sv, "na"sv, "same"sv, "no"sv, "-"sv, "tbd"sv};
// With spaces taken out nearly anything looks like a host; only these ends make it certain.
constexpr std::array common_domains{"com"sv, "org"sv, "net"sv, "us"sv, "biz"sv, "info"sv, "farm"sv, "edu"sv, "gov"sv, "coop"sv};

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_host_digit(char c) { return c >= '0' && c <= '9'; }

std::string small(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// RFC 1123 labels, at least two, the last of letters.
bool is_host(std::string_view host) {
  constexpr std::size_t host_bytes_max = 253;
  constexpr std::size_t label_bytes_max = 63;
  if (host.size() > host_bytes_max) return false;
  int labels = 0;
  for (;; ++labels) {
    const auto dot = host.find('.');
    const auto label = host.substr(0, dot);
    if (label.empty() || label.size() > label_bytes_max || label.front() == '-' || label.back() == '-') return false;
    if (!std::ranges::all_of(label, [](char c) { return is_letter(c) || is_host_digit(c) || c == '-'; })) return false;
    if (dot == std::string_view::npos) return labels >= 1 && label.size() >= 2 && std::ranges::all_of(label, is_letter);
    host.remove_prefix(dot + 1);
  }
}

bool is_rest(std::string_view rest) {
  return std::ranges::all_of(rest, [](char c) { return c > ' ' && c < 0x7F && "\"<>\\^`{|}"sv.find(c) == std::string_view::npos; });
}

struct Split {
  std::string scheme;  // as meant; empty: none given
  std::string_view rest;
  bool mistyped = false;
};

// "http://", and what people make of it: "htp//", "httsp://", "http:/", "https:///".
Split split_scheme(std::string_view text) {
  constexpr std::size_t letters_max = 6;
  std::size_t letters = 0;
  while (letters < text.size() && letters <= letters_max && is_letter(text[letters])) ++letters;
  std::size_t end = letters;
  while (end < text.size() && (text[end] == ':' || text[end] == ';')) ++end;
  std::size_t slashes = end;
  while (slashes < text.size() && text[slashes] == '/') ++slashes;
  const auto word = small(text.substr(0, letters));
  const bool is_scheme = letters >= 3 && letters <= letters_max && word.front() == 'h' && word.find('t') != std::string::npos &&
                         word.find_first_not_of("htps") == std::string::npos && slashes > end && (end > letters || slashes - end >= 2);
  if (!is_scheme) return {"", text, false};
  const std::string scheme = word.find('s') != std::string::npos ? "https" : "http";
  return {scheme, text.substr(slashes), text.substr(letters, slashes - letters) != "://" || word != scheme};
}

struct Parts {
  std::string host;
  std::string rest;  // from the first of / ? # :
};
Parts split_host(std::string_view text) {
  const auto at = std::min(text.find_first_of("/?#:"), text.size());
  return {small(text.substr(0, at)), std::string(text.substr(at))};
}

bool starts_word(std::string_view text, std::string_view word) {
  return text.starts_with(word) && (text.size() == word.size() || text[word.size()] == ' ');
}

// The address of a text with spaces: the first of two, or one that was torn apart. Nothing if neither is certain.
std::optional<std::pair<std::string, std::string_view>> without_spaces(std::string_view text) {
  const auto space = text.find(' ');
  auto first = text.substr(0, space);
  const auto behind = text.substr(space + 1);
  const bool two = first.ends_with(',') || first.ends_with(';') || starts_word(behind, "or") || starts_word(behind, "and") ||
                   behind.starts_with(',') || behind.starts_with(';');
  while (first.ends_with(',') || first.ends_with(';')) first.remove_suffix(1);
  if (two && is_host(split_host(split_scheme(first).rest).host)) return {{std::string(first), "first_of_two"}};
  std::string whole(text);
  if (small(whole).starts_with("www ")) whole[3] = '.';
  std::erase(whole, ' ');
  const auto host = split_host(split_scheme(whole).rest).host;
  if (is_host(host) && std::ranges::find(common_domains, host.substr(host.rfind('.') + 1)) != common_domains.end())
    return {{std::move(whole), "spaces_removed"}};
  return std::nullopt;
}

}  // namespace

ReadAddress read_website(std::string_view given) {
  std::string text = squeezed(given);
  if (text.empty()) return {};
  if (std::ranges::find(place_holders, small(text)) != place_holders.end()) return {"", "placeholder_dropped"};
  if (text.find('@') != std::string::npos) return {"", "email_dropped"};
  std::string_view finding;
  if (text.find(' ') != std::string::npos) {
    auto joined = without_spaces(text);
    if (!joined) return {"", "not_an_address_dropped"};
    std::tie(text, finding) = std::move(*joined);
  }
  if (text.find('.') == std::string::npos && std::ranges::count(text, ',') == 1) {
    std::ranges::replace(text, ',', '.');
    finding = "comma_replaced";
  }
  const auto split = split_scheme(text);
  auto parts = split_host(split.rest);
  if (parts.host.starts_with("wwww.")) {
    parts.host.erase(0, 1);
    finding = "www_repaired";
  }
  if (!is_host(parts.host) || !is_rest(parts.rest)) return {"", "not_an_address_dropped"};
  if (split.mistyped) finding = "scheme_repaired";
  if (split.scheme.empty() && finding.empty()) finding = "scheme_added";
  auto url = fmt::format("{}://{}{}", split.scheme.empty() ? "http" : split.scheme, parts.host, parts.rest);
  if (url.size() > web_address_bytes_max) return {"", "too_long_dropped"};
  return {std::move(url), finding};
}

ReadAddress read_social(std::string_view given, std::string_view domain) {
  constexpr std::size_t handle_bytes_max = 50;
  const std::string text = squeezed(given);
  if (text.empty()) return {};
  const std::string site(domain.substr(0, domain.find('.')));
  std::string page;
  std::string_view finding;
  if (text.starts_with('@')) {
    page = text.substr(1);
    finding = "handle_to_address";
    if (page.size() > handle_bytes_max) return {"", "not_an_address_dropped"};
  } else {
    const auto split = split_scheme(text);
    auto parts = split_host(split.rest);
    if (split.scheme.empty()) finding = "scheme_added";
    if (split.mistyped) finding = "scheme_repaired";
    if (parts.host == site || parts.host == "www." + site) {
      parts.host = domain;
      finding = "host_repaired";
    }
    if (parts.host != domain && !parts.host.ends_with("." + std::string(domain))) return {"", "not_an_address_dropped"};
    if (!parts.rest.starts_with('/')) return {"", "not_an_address_dropped"};
    page = parts.rest.substr(1);
  }
  if (page.empty() || page.find_first_not_of('/') == std::string::npos || !is_rest(page)) return {"", "not_an_address_dropped"};
  auto url = fmt::format("https://www.{}/{}", domain, page);
  if (url.size() > web_address_bytes_max) return {"", "too_long_dropped"};
  return {std::move(url), finding};
}

}  // namespace gh::farmers

#include "contexts/farmers/names.h"

#include <fmt/format.h>

namespace gh::farmers {

namespace {

struct Folding {
  std::string_view from;  // one UTF-8 character
  std::string_view to;
};
constexpr Folding foldings[] = {
    {"\u2019", "'"}, {"\u2018", "'"}, {"\u00B4", "'"}, {"\u2013", "-"}, {"\u2014", "-"}, {"\u00A0", " "}, {"à", "a"}, {"á", "a"},
    {"â", "a"},      {"ã", "a"},      {"ä", "a"},      {"å", "a"},      {"À", "a"},      {"Á", "a"},      {"Â", "a"}, {"Ã", "a"},
    {"Ä", "a"},      {"Å", "a"},      {"ç", "c"},      {"Ç", "c"},      {"è", "e"},      {"é", "e"},      {"ê", "e"}, {"ë", "e"},
    {"È", "e"},      {"É", "e"},      {"Ê", "e"},      {"Ë", "e"},      {"ì", "i"},      {"í", "i"},      {"î", "i"}, {"ï", "i"},
    {"Ì", "i"},      {"Í", "i"},      {"Î", "i"},      {"Ï", "i"},      {"ñ", "n"},      {"Ñ", "n"},      {"ò", "o"}, {"ó", "o"},
    {"ô", "o"},      {"õ", "o"},      {"ö", "o"},      {"ø", "o"},      {"Ò", "o"},      {"Ó", "o"},      {"Ô", "o"}, {"Õ", "o"},
    {"Ö", "o"},      {"Ø", "o"},      {"ù", "u"},      {"ú", "u"},      {"û", "u"},      {"ü", "u"},      {"Ù", "u"}, {"Ú", "u"},
    {"Û", "u"},      {"Ü", "u"},      {"ý", "y"},      {"ÿ", "y"},      {"Ý", "y"},      {"ß", "ss"},
};

constexpr std::string_view reserved_slug = "mine";  // /farms/mine is the caller's own

constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_slug_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// slug_of, cut to `bytes_max`, empty if nothing is left.
std::string hyphenated(std::string_view text, std::size_t bytes_max) {
  std::string slug;
  for (const char c : folded(text)) {
    if (c == '\'') continue;  // "gail's" is one word
    if (is_slug_byte(c))
      slug += c;
    else if (!slug.empty() && slug.back() != '-')
      slug += '-';
  }
  slug.resize(std::min(slug.size(), bytes_max));
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

}  // namespace

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string folded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      out += small(text[i++]);
      continue;
    }
    const auto rest = text.substr(i);
    const auto found = std::ranges::find_if(foldings, [&](const Folding& f) { return rest.starts_with(f.from); });
    out += found == std::end(foldings) ? rest.substr(0, 1) : found->to;
    i += found == std::end(foldings) ? 1 : found->from.size();
  }
  return squeezed(out);
}

std::string slug_of(std::string_view name) {
  auto slug = hyphenated(name, slug_bytes_max);
  if (slug == reserved_slug) return "farm-" + slug;
  return slug.empty() ? "farm" : slug;
}

std::string slug_candidate(std::string_view name, std::string_view city, int n) {
  constexpr std::size_t city_bytes_max = 30;
  constexpr std::size_t number_bytes_max = 7;  // "-999999"
  if (n == 0) return slug_of(name);
  const auto place = hyphenated(city, city_bytes_max);
  auto slug = hyphenated(name, slug_bytes_max - city_bytes_max - number_bytes_max - 1);
  if (slug.empty()) slug = "farm";
  if (!place.empty()) slug += "-" + place;
  if (n >= 2 || place.empty()) slug += fmt::format("-{}", std::max(n, 2));
  return slug;
}

}  // namespace gh::farmers

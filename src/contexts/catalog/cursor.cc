#include "contexts/catalog/cursor.h"

#include "base/errors.h"
#include "base/planted.h"

namespace gh::catalog {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t seal_characters = 8;

std::string seal_of(std::string_view list, std::string_view position) {
  std::uint32_t hash = 2166136261;  // FNV-1a: against mix-ups, not against forgers, who can only read what is public anyway
  for (const char c : list) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
  hash *= 16777619;
  for (const char c : position) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
  return fmt::format("{:08x}", hash);
}

}  // namespace

std::string seal_cursor(std::string_view list, std::string_view position) {
  if (position.empty()) return {};
  std::string text = seal_of(list, position);
  for (const char c : position) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

Result<std::string> open_cursor(std::string_view list, std::string_view text) {
  if (text.empty()) return std::string();
  const bool hex = text.find_first_not_of(digits) == std::string_view::npos;
  if (!hex || text.size() <= seal_characters || text.size() % 2 != 0 || text.size() > cursor_bytes_max) return fail(gh::errors::bad_cursor);
  std::string position;
  for (std::size_t i = seal_characters; i < text.size(); i += 2)
    position += static_cast<char>(digits.find(text[i]) * 16 + digits.find(text[i + 1]));
  if (!planted("cursor_seal") && seal_of(list, position) != text.substr(0, seal_characters)) return fail(gh::errors::bad_cursor);
  return position;
}

}  // namespace gh::catalog

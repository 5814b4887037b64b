#include "base/id.h"

namespace gh::detail {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford: no I, L, O, U
constexpr std::size_t characters = 26;                                      // 130 bits; the first character is 0 to 7

}  // namespace

std::string id_text(std::string_view prefix, std::uint64_t high, std::uint64_t low) {
  std::string text(prefix.size() + 1 + characters, '_');
  prefix.copy(text.data(), prefix.size());
  for (std::size_t i = text.size(); i-- > prefix.size() + 1;) {
    text[i] = alphabet[low & 31];
    low = (low >> 5) | (high << 59);
    high >>= 5;
  }
  return text;
}

bool is_id_text(std::string_view prefix, std::string_view text) {
  if (text.size() != prefix.size() + 1 + characters || !text.starts_with(prefix) || text[prefix.size()] != '_') return false;
  const auto tail = text.substr(prefix.size() + 1);
  return tail[0] <= '7' && tail.find_first_not_of(alphabet) == std::string_view::npos;
}

}  // namespace gh::detail

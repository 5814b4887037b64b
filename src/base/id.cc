#include "base/id.h"

namespace gh::detail {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford: no I, L, O, U
constexpr std::size_t characters = 26;                                     // 130 bits; the first character is 0 to 7

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

namespace gh {

Sku Sku::of(const ProductId& product, int number) {
  Sku sku;
  sku.text_ = "sku" + product.text().substr(ProductId::prefix.size()) + "_" + static_cast<char>('0' + number / 10) +
              static_cast<char>('0' + number % 10);
  return sku;
}

std::optional<Sku> Sku::parse(std::string_view text) {
  constexpr std::size_t number_at = 3 + 1 + 26;
  if (text.size() != number_at + 3 || !detail::is_id_text(prefix, text.substr(0, number_at)) || text[number_at] != '_') return std::nullopt;
  const char tens = text[number_at + 1], ones = text[number_at + 2];
  if (tens < '0' || tens > '9' || ones < '0' || ones > '9' || (tens == '0' && ones == '0')) return std::nullopt;
  Sku sku;
  sku.text_ = text;
  return sku;
}

ProductId Sku::product() const { return *ProductId::parse(std::string(ProductId::prefix) + text_.substr(prefix.size(), 1 + 26)); }

}  // namespace gh

#include "platform/crypto/encoding.h"

#include <array>
#include <cstdint>

namespace gh::crypto {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> values_of(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i) values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}
constexpr auto hex_values = values_of(hex_digits);
constexpr auto base64url_values = values_of(base64url_digits);

}  // namespace

std::string hex(std::span<const std::byte> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    text += hex_digits[std::to_integer<std::size_t>(byte >> 4)];
    text += hex_digits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = hex_values[static_cast<unsigned char>(text[i])];
    const auto low = hex_values[static_cast<unsigned char>(text[i + 1])];
    if (high == no_digit || low == no_digit) return std::nullopt;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

void append_base64url(std::string& out, std::span<const std::byte> bytes) {
  const auto start = out.size();
  out.resize(start + (bytes.size() * 4 + 2) / 3);
  auto* to = out.data() + start;
  std::uint32_t bits = 0;
  int held = 0;
  for (const auto byte : bytes) {
    bits = bits << 8 | std::to_integer<std::uint32_t>(byte);
    for (held += 8; held >= 6; held -= 6) *to++ = base64url_digits[bits >> (held - 6) & 63];
  }
  if (held > 0) *to = base64url_digits[bits << (6 - held) & 63];
}

std::string base64url(std::span<const std::byte> bytes) {
  std::string text;
  append_base64url(text, bytes);
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes(text.size() * 3 / 4, '\0');
  auto* to = bytes.data();
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const auto value = base64url_values[static_cast<unsigned char>(c)];
    if (value == no_digit) return std::nullopt;
    bits = bits << 6 | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    *to++ = static_cast<char>(bits >> held & 0xff);
  }
  if ((bits & ((1u << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  volatile unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = difference | static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace gh::crypto

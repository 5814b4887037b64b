#include "contexts/identity/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <exception>

#include <fmt/format.h>

#include "platform/crypto/encoding.h"

namespace gh::identity {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view issuer = "GreenHarvest";

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string base32(std::string_view bytes) {
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xfff;
    for (held += 8; held >= 5; held -= 5) out += alphabet[bits >> (held - 5) & 31];
  }
  if (held > 0) out += alphabet[bits << (5 - held) & 31];
  return out;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 5 | static_cast<unsigned>(value)) & 0xfff;
    held += 5;
    if (held >= 8) out += static_cast<char>(bits >> (held -= 8) & 255);
  }
  return out;
}

std::string hotp(std::string_view key, std::int64_t counter, int digits) {
  std::array<unsigned char, 8> message;
  for (std::size_t i = 0; i < message.size(); ++i)
    message[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(counter) >> (56 - 8 * i));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac;
  unsigned size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), mac.data(), &size) == nullptr)
    std::terminate();  // no memory, or an OpenSSL without HMAC
  const std::size_t at = mac[size - 1] & 15U;
  const std::uint32_t number =
      (mac[at] & 127U) << 24 | static_cast<std::uint32_t>(mac[at + 1]) << 16 | static_cast<std::uint32_t>(mac[at + 2]) << 8 | mac[at + 3];
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", number % modulus, digits);
}

std::int64_t totp_step(Timestamp now) { return now.ms / totp_step_ms.count(); }

std::optional<std::int64_t> match_totp(std::string_view key, std::string_view code, Timestamp now, std::int64_t last_step) {
  std::optional<std::int64_t> found;
  const auto middle = totp_step(now);
  for (auto step = middle - totp_steps_off; step <= middle + totp_steps_off; ++step) {
    if (crypto::equal_constant_time(hotp(key, step), code) && step > last_step) found = step;
  }
  return found;
}

std::string totp_uri(std::string_view secret_base32, std::string_view email) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits=6&period=30", issuer, percent_encoded(email),
                     secret_base32, issuer);
}

}  // namespace gh::identity

// Bytes as text and back, strictly: each byte string has exactly one text. Pure functions.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gh::crypto {

inline std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string hex(std::span<const std::byte> bytes);           // lower case
std::optional<std::string> from_hex(std::string_view text);  // lower case only

// RFC 4648 section 5 without padding.
std::string base64url(std::span<const std::byte> bytes);
void append_base64url(std::string& out, std::span<const std::byte> bytes);
// Nothing for padding, foreign characters, an impossible length, or unused bits that are not zero.
std::optional<std::string> from_base64url(std::string_view text);

// In a time that depends on the lengths only: for comparing secrets.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace gh::crypto

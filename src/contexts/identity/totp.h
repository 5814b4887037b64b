// TOTP (RFC 6238) as authenticators understand it: HMAC-SHA-1, 6 digits, 30 s. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace gh::identity {

inline constexpr Milliseconds totp_step_ms{30'000};
inline constexpr int totp_steps_off = 1;  // how far the clocks may be apart, to either side
inline constexpr std::size_t totp_secret_bytes = 20;

// RFC 4648 section 6 without padding.
std::string base32(std::string_view bytes);
std::optional<std::string> from_base32(std::string_view text);

// HOTP (RFC 4226) of this counter.
std::string hotp(std::string_view key, std::int64_t counter, int digits = 6);
std::int64_t totp_step(Timestamp now);

// The step whose code this is, of those that are near now and after last_step; nothing if the code is not right.
std::optional<std::int64_t> match_totp(std::string_view key, std::string_view code, Timestamp now, std::int64_t last_step);

// What an authenticator reads from a QR code (the "key URI format" of Google Authenticator).
std::string totp_uri(std::string_view secret_base32, std::string_view email);

}  // namespace gh::identity

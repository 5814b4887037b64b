// Keeps personal data and secrets out of the log where a caller has not thought of it. Pure functions, any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace gh::log {

inline constexpr std::string_view replacement = "[redacted]";

// Whether a field of this name holds what the log must not: one of its words ("access_token", "User-Email", "setCookie") is password,
// token, cookie, authorization, email, phone, secret, card and the like.
bool is_telling_name(std::string_view name);

// The text with e-mail addresses, card numbers (13 to 19 digits, also in groups, that pass Luhn's check; ISO/IEC 7812) and JWTs
// replaced; nothing if there are none. Prefers to take out too much.
std::optional<std::string> redacted(std::string_view text);

}  // namespace gh::log

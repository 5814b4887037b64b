// What differs between two stored forms of a document, fit to be shown. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace gh::audit {

inline constexpr std::size_t value_bytes_max = 16 * 1024;  // of one member; of a longer one only its length is kept
inline constexpr std::string_view hidden = "***";

// Whether a member of this name, at any depth, is shown as hidden: "password_hash", "refresh_hash", "second_factor", "secret", …
bool is_secret(std::string_view name);

struct Changes {
  std::string before;  // JSON objects with the members that differ
  std::string after;
};
// Each is a JSON object, or empty where there is none.
Changes changes_between(std::string_view before, std::string_view after);

// The text of a member ("farm", or "farm/id" of an inner one); empty if it is no text there.
std::string member_text(std::string_view document, std::string_view path);

}  // namespace gh::audit

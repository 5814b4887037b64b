// A text that a view leaves out when it is empty.
#pragma once
#include <optional>
#include <string>
#include <utility>

namespace gh::gateway {

inline std::optional<std::string> if_any(std::string text) { return text.empty() ? std::nullopt : std::optional(std::move(text)); }

}  // namespace gh::gateway

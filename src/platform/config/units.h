// Numbers with units, as people write them in a configuration. Pure functions.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace gh::config {

std::optional<std::int64_t> parse_number(std::string_view text);
std::optional<std::int64_t> parse_bytes(std::string_view text);
std::optional<Milliseconds> parse_duration(std::string_view text);
// In the largest unit that has no fraction.
std::string show_bytes(std::int64_t bytes);
std::string show_duration(Milliseconds duration);

}  // namespace gh::config

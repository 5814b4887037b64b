#include "platform/config/units.h"

#include <charconv>
#include <span>

namespace gh::config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};
// The first that fits is shown: largest first, the ones of thousands are only read.
constexpr Unit byte_units[] = {{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"", 1}};
constexpr Unit byte_units_read_only[] = {{"B", 1}, {"kB", 1'000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}};
constexpr Unit duration_units[] = {{"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"s", 1'000}, {"ms", 1}};

std::optional<std::int64_t> parse_with(std::span<const Unit> units, std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const auto& known : units) {
    std::int64_t value = 0;
    if (known.name == unit && !__builtin_mul_overflow(number, known.factor, &value)) return value;
  }
  return std::nullopt;
}

std::string show_with(std::span<const Unit> units, std::int64_t value) {
  for (const auto& unit : units) {
    if (value % unit.factor == 0 && (value != 0 || unit.factor == 1)) return std::to_string(value / unit.factor).append(unit.name);
  }
  return std::to_string(value);
}

}  // namespace

std::optional<std::int64_t> parse_number(std::string_view text) {
  constexpr Unit none[] = {{"", 1}};
  return parse_with(none, text);
}
std::optional<std::int64_t> parse_bytes(std::string_view text) {
  const auto value = parse_with(byte_units, text);
  return value ? value : parse_with(byte_units_read_only, text);
}
std::optional<Milliseconds> parse_duration(std::string_view text) {
  const auto value = parse_with(duration_units, text);
  return value ? std::optional(Milliseconds(*value)) : std::nullopt;
}
std::string show_bytes(std::int64_t bytes) { return show_with(byte_units, bytes); }
std::string show_duration(Milliseconds duration) { return show_with(duration_units, duration.count()); }

}  // namespace gh::config

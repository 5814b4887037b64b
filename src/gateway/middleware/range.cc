#include "gateway/middleware/range.h"

#include <algorithm>
#include <charconv>

namespace gh::gateway {
namespace {

constexpr std::string_view unit = "bytes=";

// Digits only; nothing for an empty text, a sign, or a number that does not fit.
std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

RangeAnswer read_range(std::optional<std::string_view> field, std::size_t size, ByteRange& range) {
  if (!field || !field->starts_with(unit)) return RangeAnswer::whole;
  const auto spec = field->substr(unit.size());
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos) return RangeAnswer::whole;
  const auto first = number(spec.substr(0, dash)), last = number(spec.substr(dash + 1));
  if (dash == 0) {  // the last n bytes
    if (!last) return RangeAnswer::whole;
    if (*last == 0 || size == 0) return RangeAnswer::unsatisfiable;
    range.count = std::min(*last, size);
    range.from = size - range.count;
    return RangeAnswer::part;
  }
  const bool open_ended = dash + 1 == spec.size();
  if (!first || (!open_ended && (!last || *last < *first))) return RangeAnswer::whole;
  if (*first >= size) return RangeAnswer::unsatisfiable;
  range.from = *first;
  range.count = (open_ended ? size : std::min(*last + 1, size)) - *first;
  return RangeAnswer::part;
}

}  // namespace gh::gateway

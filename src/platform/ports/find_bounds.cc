#include "platform/ports/find_bounds.h"

#include <algorithm>
#include <charconv>

#include "base/errors.h"

namespace gh::ports {

// The key's length, ':', the key, the id.
std::string position_text(const std::string& key, const std::string& id) { return std::to_string(key.size()) + ':' + key + id; }

namespace {

std::optional<FindBounds::Position> parse_position(const std::string& text) {
  std::size_t length = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, length);
  if (problem != std::errc() || stop == end || *stop != ':' || static_cast<std::size_t>(end - stop) - 1 < length) return std::nullopt;
  const std::string rest(stop + 1, end);
  return FindBounds::Position(rest.substr(0, length), rest.substr(length));
}

}  // namespace

Result<FindBounds> find_bounds(const Range& range, const std::string& after) {
  FindBounds bounds{{range.from, ""}, std::nullopt};
  if (!range.to.empty()) bounds.high.emplace(range.to, "");
  if (after.empty()) return bounds;
  auto last = parse_position(after);
  if (!last) return fail(gh::errors::bad_cursor);
  if (range.descending) {
    bounds.high = bounds.high ? std::min(*bounds.high, *last) : *last;
  } else {
    last->second.push_back('\0');  // the least id above
    bounds.low = std::max(bounds.low, *last);
  }
  return bounds;
}

}  // namespace gh::ports

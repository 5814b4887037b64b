#include "gateway/routes/search_query.h"

#include <charconv>
#include <cmath>

#include "base/errors.h"

namespace gh::gateway {
namespace {

constexpr std::size_t tags_at_once_max = 5;

Error bad(std::string_view key, std::string_view code, std::string_view detail) {
  return Error(gh::errors::invalid).field("?" + std::string(key), std::string(code), std::string(detail));
}

std::optional<std::int32_t> microdegrees(std::string_view text, double limit) {
  double degrees = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), degrees, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !(std::abs(degrees) <= limit)) return std::nullopt;
  return static_cast<std::int32_t>(std::llround(degrees * 1e6));
}

std::optional<ports::Place> place_of(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto latitude = microdegrees(text.substr(0, comma), 90), longitude = microdegrees(text.substr(comma + 1), 180);
  if (!latitude || !longitude) return std::nullopt;
  return ports::Place{*latitude, *longitude};
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find(',', from), text.size());
    if (end > from) parts.emplace_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

}  // namespace

Result<ports::SearchQuery> search_query(const SearchKeys& keys) {
  ports::SearchQuery query;
  if (keys.q) query.text = keys.q->value();
  if (keys.tag) query.tags = split(keys.tag->value());
  if (query.tags.size() > tags_at_once_max) return fail(bad("tag", "too_many", "At most 5 tags at once."));
  if (keys.near) query.near = place_of(keys.near->value());
  if (keys.near && !query.near) return fail(bad("near", "bad_place", "Two numbers of degrees: latitude,longitude."));
  if (keys.within_km && !keys.near) return fail(bad("within_km", "needs_near", "A distance needs near=latitude,longitude."));
  if (keys.within_km) query.within_m = std::int64_t{1000} * keys.within_km->value();
  return query;
}

}  // namespace gh::gateway

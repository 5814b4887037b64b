#include "contexts/farmers/directory_row.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "contexts/farmers/names.h"
#include "contexts/farmers/produce_tags.h"
#include "contexts/farmers/us_places.h"
#include "contexts/farmers/web_address.h"
#include "platform/crypto/sha256.h"

namespace gh::farmers {

namespace {

enum Column : std::size_t { city, facebook, name, state, street, tags, twitter, type, website, x, y, zip };

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t place_bytes_max = 200;
constexpr std::size_t shown_bytes_max = 60;  // of a value in a finding's detail

class Notes {
 public:
  Notes(std::int64_t line, std::vector<Finding>& findings) : line_(line), findings_(findings) {}
  void add(Outcome outcome, Column column, std::string_view code, std::string detail) {
    findings_.push_back({line_, outcome, std::string(directory_columns[column]), std::string(code), std::move(detail)});
  }

 private:
  std::int64_t line_;
  std::vector<Finding>& findings_;
};

// An e-mail address that somebody typed into another field is personal and must not reach a report.
std::string shown(std::string_view value) {
  if (value.find('@') != std::string_view::npos) return "an e-mail address or handle";
  std::string text(value.substr(0, shown_bytes_max));
  while (!text.empty() && text.size() == shown_bytes_max && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
  return fmt::format("\"{}\"", text);
}

std::string read_city(std::string_view given, Notes& notes) {
  auto text = squeezed(given);
  const auto end = text.find_last_not_of(" ,;");
  if (end != std::string::npos && end + 1 < text.size()) {
    text.resize(end + 1);
    notes.add(Outcome::repaired, city, "punctuation_removed", shown(given));
  }
  return text;
}

std::string read_address(Column column, std::string_view given, ReadAddress read, Notes& notes) {
  if (!read.finding.empty())
    notes.add(read.url.empty() ? Outcome::dropped : Outcome::repaired, column, read.finding,
              read.url.empty() ? shown(given) : fmt::format("{} -> {}", shown(given), read.url));
  return std::move(read.url);
}

std::optional<Point> read_location(std::string_view latitude, std::string_view longitude, std::string_view of_state, Notes& notes) {
  const auto read = read_point(latitude, longitude, of_state);
  if (!read.finding.empty()) {
    const auto outcome = read.point ? Outcome::repaired : read.finding == "missing" ? Outcome::missing : Outcome::dropped;
    notes.add(outcome, y, read.finding, fmt::format("y {}, x {} ({})", shown(latitude), shown(longitude), of_state));
  }
  return read.point;
}

std::string read_zip_code(std::string_view given, std::string_view of_state, Notes& notes) {
  auto read = read_zip(given, of_state);
  if (read.finding == "padded") notes.add(Outcome::repaired, zip, read.finding, fmt::format("{} -> {}", shown(given), read.zip));
  if (read.finding == "dropped") notes.add(Outcome::dropped, zip, "not_a_zip", shown(given));
  if (read.finding == "missing") notes.add(Outcome::missing, zip, "blank", "no zip code");
  return std::move(read.zip);
}

std::vector<std::string> read_tag_list(std::string_view given, Notes& notes) {
  auto read = read_tags(given);
  if (!read.joined.empty()) notes.add(Outcome::repaired, tags, "tags_joined", fmt::format("{}", fmt::join(read.joined, ", ")));
  if (!read.unknown.empty()) notes.add(Outcome::dropped, tags, "unknown_tag", shown(fmt::format("{}", fmt::join(read.unknown, ", "))));
  return std::move(read.tags);
}

}  // namespace

std::string_view type_of(std::span<const std::string> fields) { return fields[type]; }

std::optional<Listing> read_listing(std::int64_t line, std::span<const std::string> fields, std::vector<Finding>& findings) {
  Notes notes(line, findings);
  Listing listing;
  listing.name = squeezed(fields[name]);
  listing.street = squeezed(fields[street]);
  const auto known_state = read_state(fields[state]);
  if (listing.name.empty()) return notes.add(Outcome::refused, name, "blank", "a farm needs a name"), std::nullopt;
  if (listing.name.size() > name_bytes_max)
    return notes.add(Outcome::refused, name, "too_long", fmt::format("more than {} bytes", name_bytes_max)), std::nullopt;
  if (!known_state)
    return notes.add(Outcome::refused, state, fields[state].empty() ? "blank" : "unknown_state", shown(fields[state])), std::nullopt;
  if (listing.street.size() > place_bytes_max || fields[city].size() > place_bytes_max)
    return notes.add(Outcome::refused, street, "too_long", fmt::format("more than {} bytes", place_bytes_max)), std::nullopt;
  listing.state = *known_state;
  listing.city = read_city(fields[city], notes);
  if (listing.city.empty()) notes.add(Outcome::missing, city, "blank", "no city");
  listing.zip = read_zip_code(fields[zip], listing.state, notes);
  listing.location = read_location(fields[y], fields[x], listing.state, notes);
  listing.website = read_address(website, fields[website], read_website(fields[website]), notes);
  listing.facebook = read_address(facebook, fields[facebook], read_social(fields[facebook], "facebook.com"), notes);
  listing.twitter = read_address(twitter, fields[twitter], read_social(fields[twitter], "twitter.com"), notes);
  listing.tags = read_tag_list(fields[tags], notes);
  listing.id = crypto::derive_id<FarmId>("farm", directory_source, folded(listing.name), folded(listing.city), listing.state,
                                         folded(listing.street));
  return listing;
}

}  // namespace gh::farmers

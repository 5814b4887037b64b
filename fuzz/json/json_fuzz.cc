// Fuzzes json: the first byte chooses what the rest is read as. Properties:
// - the parser takes exactly the texts that Boost.JSON, which shares no code with it, takes;
// - what a strict parse takes, written and parsed again, is the same text again (a fixed point), and a stored parse takes it too;
// - a refusal has an allowed kind and at least one field, at most problems_max, all of it UTF-8.
// -DGREENHARVEST_PLANT=json_parser must be found.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <boost/json/src.hpp>  // a header-only build: nothing else links it

#include "platform/json/fields.h"
#include "platform/json/json.h"
#include "platform/json/unicode.h"

namespace gh {
namespace {

enum class Season { spring, summer, off_ };
BOOST_DESCRIBE_ENUM(Season, spring, summer, off_)

struct Spot {
  json::Latitude latitude;
  json::Longitude longitude;
};
BOOST_DESCRIBE_STRUCT(Spot, (), (latitude, longitude))

struct Everything {
  std::optional<json::Text<0, 20>> text;
  std::optional<json::LongText<1, 40>> story;
  std::optional<json::Email> email;
  std::optional<json::Slug> slug;
  std::optional<json::Url> url;
  std::optional<Season> season;
  std::optional<bool> flag;
  std::optional<std::int32_t> small;
  std::optional<std::int64_t> large;
  std::optional<std::uint8_t> byte;
  std::optional<double> real;
  std::optional<std::string> any;
  std::optional<OrderId> id;
  std::optional<Sku> sku;
  std::optional<Timestamp> time;
  std::optional<Date> day;
  std::optional<Money> money;
  std::optional<Quantity> quantity;
  std::optional<Spot> spot;
  std::optional<json::List<Spot, 0, 3>> spots;
  std::optional<std::vector<json::Text<0, 5>>> texts;
  std::optional<std::map<std::string, json::Raw>> raws;
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (text, story, email, slug, url, season, flag, small, large, byte, real, any, id, sku, time, day, money, quantity,
                       spot, spots, texts, raws, limit, cursor))

struct Search {
  std::optional<json::Text<1, 10>> q;
  std::vector<Season> season;
  json::PageLimit limit;
  json::Cursor cursor;
  std::optional<Quantity> within;
  std::optional<bool> open;
};
BOOST_DESCRIBE_STRUCT(Search, (), (q, season, limit, cursor, within, open))

void must(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

void check_refusal(const Error& error) {
  const int status = error.kind().http_status();
  must(status == 400 || status == 422, "an input is refused with 400 or 422");
  must(!error.fields().empty() && error.fields().size() <= json::problems_max, "a refusal names its fields");
  for (const auto& field : error.fields()) {
    must(!field.code.empty() && json::is_utf8(field.pointer) && json::is_utf8(field.detail), "a refusal is text");
    must(field.pointer.empty() || field.pointer[0] == '/' || field.pointer[0] == '?', "a pointer is a pointer");
  }
}

template <class T>
void check_fixed_point(std::string_view text) {
  const auto once = json::parse<T>(text);
  if (!once) return check_refusal(once.error());
  const auto written = json::to_string(*once);
  const auto twice = json::parse<T>(written);
  must(twice.has_value(), "what was written is taken again");
  must(json::to_string(*twice) == written, "parse, write, parse is a fixed point");
  must(json::parse_stored<T>(written).has_value(), "what was written can be stored");
  must(json::parse_stored<T>(text).has_value(), "a strict parse takes no more than a stored one");
}

void check_against_boost(std::string_view text) {
  boost::json::error_code error;
  boost::json::parse_options options;
  options.max_depth = json::depth_max;
  boost::json::stream_parser parser({}, options);
  parser.write(text.data(), text.size(), error);
  if (!error) parser.finish(error);
  const auto ours = json::parse_stored<json::Raw>(text);
  if (error == boost::json::error::exponent_overflow) return;  // a limit of theirs
  must(ours.has_value() == !error, "Boost.JSON says the same");
  if (!ours) return check_refusal(ours.error());
  must(json::parse_stored<json::Raw>(ours->text)->text == ours->text, "a raw value is a fixed point");
  must(json::parse_stored<json::Raw>(json::pretty(text))->text == ours->text, "pretty changes white space only");
}

void check_query(std::string_view text) {
  const auto search = json::from_query<Search>(text);
  if (!search) check_refusal(search.error());
  if (const auto slug = json::from_text<json::Slug>(text); !slug) check_refusal(slug.error());
}

}  // namespace
}  // namespace gh

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 4) {
    case 0:
      gh::check_against_boost(text);
      break;
    case 1:
      gh::check_query(text);
      break;
    default:
      gh::check_fixed_point<gh::Everything>(text);
  }
  return 0;
}

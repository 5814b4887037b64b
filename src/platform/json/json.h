// JSON of described structs: written directly, read strictly, nothing in between.
//
//   struct Order { OrderId id; std::int64_t version = 0; };
//   BOOST_DESCRIBE_STRUCT(Order, (), (id, version))
//   json::to_string(order);  json::parse<Order>(body);  json::parse_stored<Order>(document);
//
// The names of described members are the names in JSON. Members: bool, integers, double, std::string, Id, Sku, Timestamp, Date, Money,
// Currency, Quantity, std::optional (absent or null = none; none is not written), std::vector, std::map<std::string, T>, described
// structs with their bases, described enums, json::Raw, and whatever has a Codec of its own (fields.h: the field types of inputs).
// Any thread may call everything here.
#pragma once
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/error.h"
#include "platform/json/codec.h"

namespace gh::json {

// A finished JSON value that is embedded as it is. Empty counts as null. Reading checks that the value is JSON and keeps its text.
struct Raw {
  std::string text;
  bool operator==(const Raw&) const = default;
};

// No body, no query.
struct None {
  bool operator==(const None&) const = default;
};
BOOST_DESCRIBE_STRUCT(None, (), ())

// Appends the JSON of the value.
template <class T>
void write(std::string& out, const T& value) {
  Out text;
  Codec<T>::write(text, value);
  out += text.text();
}

template <class T>
std::string to_string(const T& value) {
  Out text;
  Codec<T>::write(text, value);
  return std::string(text.text());
}

namespace detail {
template <class T>
Result<T> read(Reader&& reader) {
  T value{};
  if (!reader.malformed()) Codec<T>::read(reader.root(), value);
  if (reader.failed()) return fail(reader.error());
  return value;
}
}  // namespace detail

// For input from outside. Every problem is found (up to problems_max): malformed_json (400; also a member twice), unknown_field (400),
// else invalid (422), with a JSON pointer for each.
template <class T>
Result<T> parse(std::string_view text) {
  return detail::read<T>(Reader(text, Mode::strict));
}

// For what this program wrote: unknown members are passed over, missing ones keep their default, limits are not checked.
template <class T>
Result<T> parse_stored(std::string_view text) {
  return detail::read<T>(Reader(text, Mode::stored));
}

// A query string without '?', not decoded. Errors: unknown_query_key, bad_request (a key twice, bad encoding), invalid; pointers "?name".
template <class T>
Result<T> from_query(std::string_view raw_query) {
  return detail::read<T>(Reader::query(raw_query));
}

// One path parameter, not decoded.
template <class T>
Result<T> from_text(std::string_view raw_text) {
  return detail::read<T>(Reader::parameter(raw_text));
}

// The path parameters of a T in the order of its members, not decoded. False: one is not what its member takes.
template <Described T>
bool from_parameters(std::span<const std::string> raw_texts, T& value) {
  return detail::read_parameters(raw_texts, detail::members_of<T>(), &value);
}

// The text as a JSON string, with its quotes.
std::string escape(std::string_view text);

// The same JSON with two spaces of indentation and a line per member; members keep their order. text must be JSON.
std::string pretty(std::string_view text);

template <class E>
  requires std::is_enum_v<E>
constexpr std::string_view enum_name(E value) {
  return detail::enum_name(detail::enumerators<E>, static_cast<std::int64_t>(value));
}

template <class E>
  requires std::is_enum_v<E>
std::optional<E> enum_from_name(std::string_view name) {
  const auto value = detail::enum_value(detail::enumerators<E>, name);
  if (!value) return std::nullopt;
  return static_cast<E>(*value);
}

template <>
struct Codec<Raw> {
  static void write(Out& out, const Raw& value);
  static void read(const Input& in, Raw& value);
  static void schema(Schema& schema);
};

}  // namespace gh::json

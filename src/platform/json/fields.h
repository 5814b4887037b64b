// Field types of input structs: parsing is validating, and the schema comes from the same limits.
//
//   struct Register { json::Email email; json::Password<10, 200> password; json::Text<1, 80> name; };
//
// A field is made by reading it (checked), or from a value that is trusted, which is not checked again: Email("a@b.example").
// It converts to its value; value() names that. parse_stored() does not check limits: stored structs use plain strings and integers.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/codec.h"

namespace gh::json {

// Why a value is not allowed; empty code: it is.
struct Violation {
  std::string_view code;
  std::string detail;
};

namespace detail {

struct TextRule {
  std::size_t min;
  std::size_t max;  // characters
  bool lines;       // newlines and tabs are allowed; CR LF becomes LF
};
// These bring `text` into its normal form (trimmed, ...) and say what is wrong with it.
Violation check_text(std::string& text, const TextRule& rule);
Violation check_email(std::string& text);
Violation check_slug(std::string& text);
Violation check_country(std::string& text);
Violation check_url(std::string& text);
Violation check_picture_address(std::string& text);
Violation check_password(std::string& text, std::size_t min, std::size_t max);
Violation check_cursor(std::string& text);

void text_schema(Schema& schema, const TextRule& rule);
void email_schema(Schema& schema);
void slug_schema(Schema& schema);
void country_schema(Schema& schema);
void url_schema(Schema& schema);
void picture_address_schema(Schema& schema);
void password_schema(Schema& schema, std::size_t min, std::size_t max);
void cursor_schema(Schema& schema);

void bounded_schema(Schema& schema, std::int64_t min, std::int64_t max, const std::int64_t* absent_value);
void degrees_schema(Schema& schema, int degrees_max);
std::optional<std::int32_t> read_degrees(const Input& in, int degrees_max);
bool check_item_count(const Input& in, std::size_t min, std::size_t max);
void open_list_schema(Schema& schema, std::size_t min, std::size_t max);
void close_list_schema(Schema& schema);

// Reads a string field: check(text) is run on what came, unless it was stored by this program.
void read_text(const Input& in, std::string& value, Violation (*check)(std::string&));

}  // namespace detail

// What all fields with a text have.
class TextField {
 public:
  TextField() = default;
  explicit TextField(std::string trusted) : value_(std::move(trusted)) {}

  const std::string& value() const { return value_; }
  operator const std::string&() const { return value_; }  // NOLINT: a field is used as its value
  bool empty() const { return value_.empty(); }
  auto operator<=>(const TextField&) const = default;

 protected:
  std::string value_;
};

// One line, Min to Max characters (Unicode, not bytes) after trimming; no control characters, no line or paragraph separators,
// nothing that changes the direction of writing (CVE-2021-42574).
template <std::size_t Min, std::size_t Max>
struct Text : TextField {
  using TextField::TextField;
  static constexpr detail::TextRule rule{Min, Max, false};
  static Violation check(std::string& text) { return detail::check_text(text, rule); }
  static void schema(Schema& schema) { detail::text_schema(schema, rule); }
};

// As Text, with newlines and tabs.
template <std::size_t Min, std::size_t Max>
struct LongText : TextField {
  using TextField::TextField;
  static constexpr detail::TextRule rule{Min, Max, true};
  static Violation check(std::string& text) { return detail::check_text(text, rule); }
  static void schema(Schema& schema) { detail::text_schema(schema, rule); }
};

// RFC 5321: local part up to 64, all up to 254 characters; ASCII, no quoted local parts, a domain of at least two labels. The domain
// is lower-cased.
struct Email : TextField {
  using TextField::TextField;
  static constexpr std::size_t bytes_max = 254, local_bytes_max = 64;
  static Violation check(std::string& text) { return detail::check_email(text); }
  static void schema(Schema& schema) { detail::email_schema(schema); }
};

// [a-z0-9]+(-[a-z0-9]+)*
struct Slug : TextField {
  using TextField::TextField;
  static constexpr std::size_t bytes_max = 80;
  static Violation check(std::string& text) { return detail::check_slug(text); }
  static void schema(Schema& schema) { detail::slug_schema(schema); }
};

// Two letters, as ISO 3166-1 alpha-2 has them; capitals.
struct CountryCode : TextField {
  using TextField::TextField;
  static Violation check(std::string& text) { return detail::check_country(text); }
  static void schema(Schema& schema) { detail::country_schema(schema); }
};

// http or https, with a host, without user and password; ASCII.
struct Url : TextField {
  using TextField::TextField;
  static constexpr std::size_t bytes_max = 2048;
  static Violation check(std::string& text) { return detail::check_url(text); }
  static void schema(Schema& schema) { detail::url_schema(schema); }
};

// Where a picture is: a Url, or the address of an uploaded one ("/media/pic_…", in its large form).
struct PictureAddress : TextField {
  using TextField::TextField;
  static Violation check(std::string& text) { return detail::check_picture_address(text); }
  static void schema(Schema& schema) { detail::picture_address_schema(schema); }
};

// Min to Max characters, as they are. Never written: to_string gives "***".
template <std::size_t Min, std::size_t Max>
struct Password : TextField {
  using TextField::TextField;
  static constexpr bool secret = true;
  static Violation check(std::string& text) { return detail::check_password(text, Min, Max); }
  static void schema(Schema& schema) { detail::password_schema(schema, Min, Max); }
};

// Where a list goes on: a next_cursor that was given out before; absent or "" is the start. Opaque here; its list checks it.
struct Cursor : TextField {
  using TextField::TextField;
  static constexpr bool absent_is_default = true;
  static constexpr std::size_t bytes_max = 512;
  static Violation check(std::string& text) { return detail::check_cursor(text); }
  static void schema(Schema& schema) { detail::cursor_schema(schema); }
};

template <class T>
concept TextFieldType = std::derived_from<T, TextField>;

template <TextFieldType T>
struct Codec<T> {
  static constexpr bool absent_is_default = requires { requires T::absent_is_default; };
  static void write(Out& out, const T& value) {
    if constexpr (requires { requires T::secret; })
      out.plain_string("***");
    else
      out.string(value.value());
  }
  static void read(const Input& in, T& value) {
    std::string text;
    detail::read_text(in, text, &T::check);
    value = T(std::move(text));
  }
  static void schema(Schema& schema) { T::schema(schema); }
};

// An integer from Min to Max.
template <std::integral Int, Int Min, Int Max>
class Bounded {
 public:
  static_assert(Min <= Max && Max <= detail::exact_integer_max);
  static constexpr Int min = Min, max = Max;

  Bounded() = default;
  explicit Bounded(Int trusted) : value_(trusted) {}

  Int value() const { return value_; }
  operator Int() const { return value_; }  // NOLINT: a field is used as its value

 protected:
  Int value_ = Min;
};

// As Bounded; absent is Default.
template <std::integral Int, Int Min, Int Max, Int Default>
class BoundedOr : public Bounded<Int, Min, Max> {
 public:
  static_assert(Min <= Default && Default <= Max);
  static constexpr Int absent_value = Default;
  BoundedOr() : Bounded<Int, Min, Max>(Default) {}
  explicit BoundedOr(Int trusted) : Bounded<Int, Min, Max>(trusted) {}
};

// How many items a list may give at once.
using PageLimit = BoundedOr<int, 1, 100, 20>;

template <class T>
concept BoundedType = requires(const T& field) {
  T::min;
  T::max;
  { field.value() } -> std::integral;
};

template <BoundedType T>
struct Codec<T> {
  using Int = decltype(std::declval<const T&>().value());
  static constexpr bool absent_is_default = requires { T::absent_value; };
  static void write(Out& out, const T& value) { Codec<Int>::write(out, value.value()); }
  static void read(const Input& in, T& value) {
    if (const auto read = detail::read_integer(in, {T::min, T::max}, detail::range_of_type<Int>)) value = T(static_cast<Int>(*read));
  }
  static void schema(Schema& schema) {
    if constexpr (absent_is_default) {
      const std::int64_t absent = T::absent_value;
      detail::bounded_schema(schema, T::min, T::max, &absent);
    } else {
      detail::bounded_schema(schema, T::min, T::max, nullptr);
    }
  }
};

// MinItems to MaxItems of T.
template <class T, std::size_t MinItems, std::size_t MaxItems>
class List {
 public:
  static_assert(MinItems <= MaxItems && MaxItems <= json::items_max);
  static constexpr std::size_t items_min = MinItems, items_max = MaxItems;
  using Item = T;

  List() = default;
  explicit List(std::vector<T> trusted) : value_(std::move(trusted)) {}

  const std::vector<T>& value() const { return value_; }
  operator const std::vector<T>&() const { return value_; }  // NOLINT: a field is used as its value
  auto begin() const { return value_.begin(); }
  auto end() const { return value_.end(); }
  std::size_t size() const { return value_.size(); }
  bool empty() const { return value_.empty(); }
  const T& operator[](std::size_t i) const { return value_[i]; }

 private:
  std::vector<T> value_;
};

template <class T, std::size_t MinItems, std::size_t MaxItems>
struct Codec<List<T, MinItems, MaxItems>> {
  static constexpr bool absent_in_query_is_default = MinItems == 0;
  static void write(Out& out, const List<T, MinItems, MaxItems>& value) { Codec<std::vector<T>>::write(out, value.value()); }
  static void read(const Input& in, List<T, MinItems, MaxItems>& value) {
    if (!detail::check_item_count(in, MinItems, MaxItems)) return;
    std::vector<T> items;
    Codec<std::vector<T>>::read(in, items);
    value = List<T, MinItems, MaxItems>(std::move(items));
  }
  static void schema(Schema& schema) {
    detail::open_list_schema(schema, MinItems, MaxItems);
    Codec<T>::schema(schema);
    detail::close_list_schema(schema);
  }
};

// A JSON number of degrees from -Max to Max, kept in microdegrees (0.11 m); digits beyond are rounded half-even.
template <int Max>
class Degrees {
 public:
  static constexpr int degrees_max = Max;

  Degrees() = default;
  explicit Degrees(std::int32_t trusted_microdegrees) : microdegrees_(trusted_microdegrees) {}

  std::int32_t value() const { return microdegrees_; }
  operator std::int32_t() const { return microdegrees_; }  // NOLINT: a field is used as its value
  auto operator<=>(const Degrees&) const = default;

 private:
  std::int32_t microdegrees_ = 0;
};
using Latitude = Degrees<90>;
using Longitude = Degrees<180>;

template <int Max>
struct Codec<Degrees<Max>> {
  static void write(Out& out, const Degrees<Max>& value) { out.decimal(value.value(), 6); }
  static void read(const Input& in, Degrees<Max>& value) {
    if (const auto read = detail::read_degrees(in, Max)) value = Degrees<Max>(*read);
  }
  static void schema(Schema& schema) { detail::degrees_schema(schema, Max); }
};

}  // namespace gh::json

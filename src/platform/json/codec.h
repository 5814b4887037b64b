// Codec<T>: how a T becomes JSON, is read from it, and what its schema says. One place for the three, so that they cannot differ.
//
//   static void write(Out&, const T&);
//   static void read(const Input&, T&);   // notes problems at the input; the value then does not matter
//   static void schema(Schema&);          // schema.h; only instantiated by programs that print schemas
//
// Another type joins by a specialisation. Templates here are thin: loops over members and names are in codec.cc, once for all types.
#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"
#include "platform/json/input.h"
#include "platform/json/output.h"

namespace gh::json {

class Schema;  // schema.h

template <class T>
struct Codec;

template <class T>
concept Described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

// A type says by `static constexpr bool absent_is_default = true` in its Codec that a member of it may be missing in an input.
template <class T>
concept MayBeAbsent = requires { requires Codec<T>::absent_is_default; };

// As absent_is_default, in a query string only: no key is how it says "no items".
template <class T>
concept MayBeAbsentInQuery = MayBeAbsent<T> || requires { requires Codec<T>::absent_in_query_is_default; };

inline constexpr std::size_t members_max = 64;  // of one described struct, bases included

namespace detail {

struct Enumerator {
  std::int64_t value;
  std::string_view name;
};

constexpr std::string_view without_underscore(std::string_view name) {
  return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}

template <class E>
constexpr auto make_enumerators() {
  return []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<Enumerator, sizeof...(D)>{Enumerator{static_cast<std::int64_t>(D::value), without_underscore(D::name)}...};
  }(boost::mp11::mp_rename<boost::describe::describe_enumerators<E>, boost::mp11::mp_list>{});
}
template <class E>
inline constexpr auto enumerators_of = make_enumerators<E>();
template <class E>
inline constexpr std::span<const Enumerator> enumerators = enumerators_of<E>;

// "" for a value without a name.
constexpr std::string_view enum_name(std::span<const Enumerator> all, std::int64_t value) {
  if (value >= 0 && static_cast<std::uint64_t>(value) < all.size() && all[static_cast<std::size_t>(value)].value == value) {
    return all[static_cast<std::size_t>(value)].name;
  }
  for (const auto& one : all) {
    if (one.value == value) return one.name;
  }
  return {};
}
std::optional<std::int64_t> enum_value(std::span<const Enumerator> all, std::string_view name);
std::optional<std::int64_t> read_enum(const Input& in, std::span<const Enumerator> all);
void write_enum(Out& out, std::span<const Enumerator> all, std::int64_t value);
void enum_schema(Schema& schema, std::span<const Enumerator> all);

// What a type can do, without the type: one of these per type, however many members have it.
struct TypeOps {
  void (*write)(Out&, const void* value);
  void (*read)(const Input&, void* value);
  bool (*absent)(const void* value);  // null: never; else true if it is not to be written
  bool required;                      // in a body
  bool required_in_query;
};

template <class T>
struct Erased {
  static void write(Out& out, const void* value) { Codec<T>::write(out, *static_cast<const T*>(value)); }
  static void read(const Input& in, void* value) { Codec<T>::read(in, *static_cast<T*>(value)); }
  static bool absent(const void* value) { return Codec<T>::absent(*static_cast<const T*>(value)); }

  static constexpr TypeOps make() {
    TypeOps ops{&write, &read, nullptr, !MayBeAbsent<T>, !MayBeAbsentInQuery<T>};
    if constexpr (requires(const T& value) { Codec<T>::absent(value); }) ops.absent = &absent;
    return ops;
  }
};
template <class T>
inline constexpr TypeOps ops_of = Erased<T>::make();

// One member of a described struct.
struct Member {
  std::string_view name;
  std::size_t offset;  // in the struct, bytes
  const TypeOps* type;
};

void write_object(Out& out, std::span<const Member> members, const void* object);
void read_object(const Input& in, std::span<const Member> members, void* object);
void write_items(Out& out, const void* first, std::size_t count, std::size_t stride, const TypeOps& type);
// Whether the value is to become a list; count then is the number of its items.
bool begins_list(const Input& in, std::size_t& count);
void read_items(const Input& in, void* first, std::size_t stride, const TypeOps& type);
// The values of path parameters, in the order of the members. False: one of them is not what its member takes.
bool read_parameters(std::span<const std::string> values, std::span<const Member> members, void* object);

template <class T, class D>
using TypeOfMember = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;

template <class T>
using described_members =
    boost::mp11::mp_rename<boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>,
                           boost::mp11::mp_list>;

// A pointer to a data member is its offset in the Itanium C++ ABI (section 2.3), which every compiler here follows; offsetof would say the
// same but wants the member's name. The conversion to T adds the place of a base.
template <class T>
std::span<const Member> members_of() {
  return []<class... D>(boost::mp11::mp_list<D...>) -> std::span<const Member> {
    static_assert(sizeof...(D) <= members_max);
    if constexpr (sizeof...(D) == 0) {
      return {};
    } else {
      static const Member members[] = {
          {D::name, __builtin_bit_cast(std::size_t, static_cast<TypeOfMember<T, D> T::*>(D::pointer)), &ops_of<TypeOfMember<T, D>>}...};
      return members;
    }
  }(described_members<T>{});
}

struct IntegerRange {
  std::int64_t min;
  std::int64_t max;
};
template <class Int>
inline constexpr IntegerRange range_of_type{std::numeric_limits<Int>::min(), std::numeric_limits<Int>::max()};

// allowed: what an input may be; of_type: what also a stored value must be.
std::optional<std::int64_t> read_integer(const Input& in, IntegerRange allowed, IntegerRange of_type);
std::optional<std::uint64_t> read_unsigned(const Input& in);  // 64 bits; an input only up to exact_integer_max
void integer_schema(Schema& schema, IntegerRange allowed, std::string_view format);

// RFC 7493 section 2.2: what every JSON implementation keeps exactly.
inline constexpr std::int64_t exact_integer_max = 9'007'199'254'740'991;

template <class Int>
constexpr IntegerRange make_allowed() {
  if constexpr (sizeof(Int) < 8)
    return range_of_type<Int>;
  else
    return {std::unsigned_integral<Int> ? 0 : -exact_integer_max, exact_integer_max};
}
template <class Int>
inline constexpr IntegerRange allowed_range = make_allowed<Int>();

}  // namespace detail

template <Described T>
struct Codec<T> {
  static void write(Out& out, const T& value) { detail::write_object(out, detail::members_of<T>(), &value); }
  static void read(const Input& in, T& value) { detail::read_object(in, detail::members_of<T>(), &value); }
  static void schema(Schema& schema);
};

template <DescribedEnum T>
struct Codec<T> {
  static void write(Out& out, T value) { detail::write_enum(out, detail::enumerators<T>, static_cast<std::int64_t>(value)); }
  static void read(const Input& in, T& value) {
    if (const auto read = detail::read_enum(in, detail::enumerators<T>)) value = static_cast<T>(*read);
  }
  static void schema(Schema& schema) { detail::enum_schema(schema, detail::enumerators<T>); }
};

template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>)
struct Codec<T> {
  static void write(Out& out, T value) {
    if constexpr (std::unsigned_integral<T>)
      out.unsigned_integer(value);
    else
      out.integer(value);
  }
  static void read(const Input& in, T& value) {
    if constexpr (std::unsigned_integral<T> && sizeof(T) == 8) {
      if (const auto read = detail::read_unsigned(in)) value = *read;
    } else {
      if (const auto read = detail::read_integer(in, detail::allowed_range<T>, detail::range_of_type<T>)) value = static_cast<T>(*read);
    }
  }
  static void schema(Schema& schema) {
    detail::integer_schema(schema, detail::allowed_range<T>, sizeof(T) == 8 ? "int64" : std::same_as<T, std::int32_t> ? "int32" : "");
  }
};

// A type whose three functions are in codec.cc.
#define GH_JSON_CODEC(Type)                         \
  template <>                                       \
  struct Codec<Type> {                              \
    static void write(Out& out, const Type& value); \
    static void read(const Input& in, Type& value); \
    static void schema(Schema& schema);             \
  }
GH_JSON_CODEC(bool);
GH_JSON_CODEC(double);
GH_JSON_CODEC(std::string);
GH_JSON_CODEC(Sku);
GH_JSON_CODEC(Timestamp);
GH_JSON_CODEC(Date);
GH_JSON_CODEC(Currency);
GH_JSON_CODEC(Money);
GH_JSON_CODEC(Quantity);
#undef GH_JSON_CODEC

namespace detail {
void id_problem(const Input& in, std::string_view prefix);
void id_schema(Schema& schema, std::string_view prefix);
}  // namespace detail

template <class Tag>
struct Codec<Id<Tag>> {
  static void write(Out& out, const Id<Tag>& value) { out.plain_string(value.text()); }
  static void read(const Input& in, Id<Tag>& value) {
    const auto text = in.scalar(Kind::string, "a string");
    if (!text) return;
    if (auto id = Id<Tag>::parse(*text)) {
      value = *std::move(id);
    } else if (!text->empty() || in.strict()) {  // a stored object may name nothing
      detail::id_problem(in, Tag::prefix);
    }
  }
  static void schema(Schema& schema) { detail::id_schema(schema, Tag::prefix); }
};

template <class T>
struct Codec<std::optional<T>> {
  static constexpr bool absent_is_default = true;
  static bool absent(const std::optional<T>& value) { return !value; }
  static void write(Out& out, const std::optional<T>& value) {
    if (value)
      Codec<T>::write(out, *value);
    else
      out.raw("null");
  }
  static void read(const Input& in, std::optional<T>& value) {
    if (in.kind() == Kind::null)
      value.reset();
    else
      Codec<T>::read(in, value.emplace());
  }
  static void schema(Schema& schema);
};

template <class T>
struct Codec<std::vector<T>> {
  static_assert(!std::same_as<T, bool>, "the items of std::vector<bool> have no addresses");
  static constexpr bool absent_in_query_is_default = true;
  static void write(Out& out, const std::vector<T>& value) {
    detail::write_items(out, value.data(), value.size(), sizeof(T), detail::ops_of<T>);
  }
  static void read(const Input& in, std::vector<T>& value) {
    std::size_t count = 0;
    value.clear();
    if (!detail::begins_list(in, count)) return;
    value.resize(count);
    detail::read_items(in, value.data(), sizeof(T), detail::ops_of<T>);
  }
  static void schema(Schema& schema);
};

template <class T>
struct Codec<std::map<std::string, T>> {
  static void write(Out& out, const std::map<std::string, T>& value) {
    out.byte('{');
    bool first = true;
    for (const auto& [name, item] : value) {
      if (!first) out.byte(',');
      first = false;
      out.string(name);
      out.byte(':');
      Codec<T>::write(out, item);
    }
    out.byte('}');
  }
  static void read(const Input& in, std::map<std::string, T>& value) {
    value.clear();
    if (in.kind() != Kind::object) return in.wrong_type("an object");
    if (!in.may_hold(in.size())) return;
    for (Items items(in); items; items.next()) {
      const auto [at, fresh] = value.try_emplace(std::string(items.name()));
      const auto item = items.value();
      if (fresh)
        Codec<T>::read(item, at->second);
      else
        item.reader().note(errors::malformed_json, item.pointer(), "duplicate_field", "A name may stand in an object once.");
    }
  }
  static void schema(Schema& schema);
};

}  // namespace gh::json

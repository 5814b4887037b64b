#include "platform/json/codec.h"

#include <charconv>
#include <cmath>

#include "platform/json/json.h"
#include "platform/json/schema.h"

namespace gh::json {
namespace detail {

std::optional<std::int64_t> enum_value(std::span<const Enumerator> all, std::string_view name) {
  for (const auto& one : all) {
    if (one.name == name) return one.value;
  }
  return std::nullopt;
}

std::optional<std::int64_t> read_enum(const Input& in, std::span<const Enumerator> all) {
  const auto name = in.scalar(Kind::string, "a string");
  if (!name) return std::nullopt;
  const auto value = enum_value(all, *name);
  if (!value) {
    std::string names;
    for (const auto& one : all) names.append(names.empty() ? "" : ", ").append(one.name);
    in.problem("not_allowed", "Must be one of: " + names + ".");
  }
  return value;
}

void write_enum(Out& out, std::span<const Enumerator> all, std::int64_t value) {
  const auto name = enum_name(all, value);
  if (name.empty())
    out.integer(value);
  else
    out.plain_string(name);
}

void write_object(Out& out, std::span<const Member> members, const void* object) {
  const auto start = out.size();
  for (const auto& member : members) {
    const void* value = static_cast<const std::byte*>(object) + member.offset;
    if (member.type->absent != nullptr && member.type->absent(value)) continue;
    char* to = out.room(member.name.size() + 4);
    *to++ = ',';
    *to++ = '"';
    to += member.name.copy(to, member.name.size());
    *to++ = '"';
    *to = ':';
    out.advance(member.name.size() + 4);
    member.type->write(out, value);
  }
  if (out.size() == start)
    out.byte('{');
  else
    out.set(start, '{');  // instead of the first member's comma
  out.byte('}');
}

namespace {

// The position of the member with this name, looked for from `hint` on: our own writer and most clients keep the declared order.
std::size_t find_member(std::span<const Member> members, std::string_view name, std::size_t hint) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto at = hint + i < members.size() ? hint + i : hint + i - members.size();
    if (members[at].name == name) return at;
  }
  return members.size();
}

void note_unknown(const Input& in) {
  if (in.reader().mode() == Mode::query) {
    in.reader().note(errors::unknown_query_key, in.pointer(), "unknown_query_key", "This operation does not know the key.");
  } else {
    in.reader().note(errors::unknown_field, in.pointer(), "unknown_field", "This operation does not know the field.");
  }
}

}  // namespace

void read_object(const Input& in, std::span<const Member> members, void* object) {
  if (in.kind() != Kind::object) return in.wrong_type("an object");
  std::uint64_t seen = 0;
  std::size_t hint = 0;
  for (Items items(in); items; items.next()) {
    const auto value = items.value();
    const auto at = find_member(members, items.name(), hint);
    if (at == members.size()) {
      if (in.strict()) note_unknown(value);
      continue;
    }
    if ((seen >> at & 1) != 0) {
      in.reader().note(errors::malformed_json, value.pointer(), "duplicate_field", "A name may stand in an object once.");
      continue;
    }
    seen |= std::uint64_t{1} << at;
    hint = at + 1;
    members[at].type->read(value, static_cast<std::byte*>(object) + members[at].offset);
  }
  if (!in.strict()) return;
  const auto required = in.reader().mode() == Mode::query ? &TypeOps::required_in_query : &TypeOps::required;
  for (std::size_t at = 0; at < members.size(); ++at) {
    if (members[at].type->*required && (seen >> at & 1) == 0) {
      Input(in.reader(), in.node(), &in, members[at].name).problem("required", "This field is required.");
    }
  }
}

void write_items(Out& out, const void* first, std::size_t count, std::size_t stride, const TypeOps& type) {
  out.byte('[');
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) out.byte(',');
    type.write(out, static_cast<const std::byte*>(first) + i * stride);
  }
  out.byte(']');
}

bool begins_list(const Input& in, std::size_t& count) {
  count = 1;
  if (in.kind() == Kind::text) return true;  // the one value of a key
  count = in.size();
  if (in.kind() == Kind::array) return in.may_hold(count);
  in.wrong_type("an array");
  return false;
}

void read_items(const Input& in, void* first, std::size_t stride, const TypeOps& type) {
  if (in.kind() == Kind::text) return type.read(in, first);
  auto* item = static_cast<std::byte*>(first);
  for (Items items(in); items; items.next(), item += stride) type.read(items.value(), item);
}

bool read_parameters(std::span<const std::string> values, std::span<const Member> members, void* object) {
  for (std::size_t at = 0; at < members.size(); ++at) {
    auto reader = Reader::parameter(values[at]);
    if (!reader.malformed()) members[at].type->read(reader.root(), static_cast<std::byte*>(object) + members[at].offset);
    if (reader.failed()) return false;
  }
  return true;
}

namespace {

// The token as a whole number; strict_min and strict_max hold for inputs, min and max for everything.
template <class Int>
std::optional<Int> read_whole(const Input& in, Int strict_min, Int strict_max, Int min, Int max) {
  const auto token = in.scalar(Kind::number, "an integer");
  if (!token) return std::nullopt;
  if (token->find_first_of(".eE") != std::string_view::npos) {
    in.wrong_type("an integer");
    return std::nullopt;
  }
  if (in.strict()) {
    min = strict_min;
    max = strict_max;
  }
  Int value = 0;
  const bool fits = std::from_chars(token->data(), token->data() + token->size(), value).ec == std::errc();
  if (fits && value >= min && value <= max) return value;
  in.problem("out_of_range", "Must be from " + std::to_string(min) + " to " + std::to_string(max) + ".");
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> read_integer(const Input& in, IntegerRange allowed, IntegerRange of_type) {
  return read_whole<std::int64_t>(in, allowed.min, allowed.max, of_type.min, of_type.max);
}
std::optional<std::uint64_t> read_unsigned(const Input& in) {
  return read_whole<std::uint64_t>(in, 0, static_cast<std::uint64_t>(exact_integer_max), 0, UINT64_MAX);
}

void id_problem(const Input& in, std::string_view prefix) {
  in.problem("bad_format", "Must be an id that starts with " + std::string(prefix) + "_.");
}

}  // namespace detail

void Codec<bool>::write(Out& out, const bool& value) { out.boolean(value); }
void Codec<bool>::read(const Input& in, bool& value) {
  const auto token = in.scalar(Kind::boolean, "true or false");
  if (!token) return;
  if (*token != "true" && *token != "false") return in.wrong_type("true or false");
  value = *token == "true";
}

void Codec<double>::write(Out& out, const double& value) { out.number(value); }
void Codec<double>::read(const Input& in, double& value) {
  const auto token = in.scalar(Kind::number, "a number");
  if (!token) return;
  const auto [end, error] = std::from_chars(token->data(), token->data() + token->size(), value);
  if (error != std::errc() || !std::isfinite(value)) in.problem("out_of_range", "The number is too large or too small.");
}

void Codec<std::string>::write(Out& out, const std::string& value) { out.string(value); }
void Codec<std::string>::read(const Input& in, std::string& value) {
  if (const auto text = in.scalar(Kind::string, "a string")) value = *text;
}

void Codec<Sku>::write(Out& out, const Sku& value) { out.plain_string(value.text()); }
void Codec<Sku>::read(const Input& in, Sku& value) {
  const auto text = in.scalar(Kind::string, "a string");
  if (!text) return;
  if (auto sku = Sku::parse(*text))
    value = *std::move(sku);
  else if (!text->empty() || in.strict())
    detail::id_problem(in, Sku::prefix);
}

void Codec<Timestamp>::write(Out& out, const Timestamp& value) {
  constexpr std::int64_t ms_per_day = 86'400'000;
  constexpr Timestamp year_10000{253'402'300'800'000};
  if (value < Timestamp{} || value >= year_10000) return out.plain_string(gh::to_string(value));
  // The same text as to_string, without its allocations: an order has dozens.
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{value.ms / ms_per_day}}};
  const auto in_day = static_cast<unsigned>(value.ms % ms_per_day);
  char text[] = "0000-00-00T00:00:00.000Z";
  const auto put = [&](std::size_t last, unsigned number) {
    for (; number != 0; number /= 10) text[last--] = static_cast<char>('0' + number % 10);
  };
  put(3, static_cast<unsigned>(static_cast<int>(day.year())));
  put(6, static_cast<unsigned>(day.month()));
  put(9, static_cast<unsigned>(day.day()));
  put(12, in_day / 3'600'000);
  put(15, in_day / 60'000 % 60);
  put(18, in_day / 1000 % 60);
  put(22, in_day % 1000);
  out.plain_string({text, sizeof text - 1});
}
void Codec<Timestamp>::read(const Input& in, Timestamp& value) {
  const auto text = in.scalar(Kind::string, "a string");
  if (!text) return;
  if (const auto parsed = parse_timestamp(*text))
    value = *parsed;
  else
    in.problem("bad_format", "Must be a time as in 2026-05-04T07:12:09.250Z (RFC 3339).");
}

void Codec<Date>::write(Out& out, const Date& value) { out.plain_string(gh::to_string(value)); }
void Codec<Date>::read(const Input& in, Date& value) {
  const auto text = in.scalar(Kind::string, "a string");
  if (!text) return;
  if (const auto parsed = parse_date(*text))
    value = *parsed;
  else
    in.problem("bad_format", "Must be an existing day as in 2026-05-04.");
}

void Codec<Currency>::write(Out& out, const Currency& value) { out.plain_string(value.text()); }
void Codec<Currency>::read(const Input& in, Currency& value) {
  const auto text = in.scalar(Kind::string, "a string");
  if (!text) return;
  if (const auto parsed = parse_currency(*text))
    value = *parsed;
  else
    in.problem("bad_format", "Must be a currency of three capital letters (ISO 4217).");
}

namespace {
struct MoneyMembers {
  std::int64_t amount = 0;
  Currency currency;
};
BOOST_DESCRIBE_STRUCT(MoneyMembers, (), (amount, currency))
}  // namespace

void Codec<Money>::write(Out& out, const Money& value) {
  out.raw(R"({"amount":)");
  out.integer(value.minor);
  out.raw(R"(,"currency":)");
  out.plain_string(value.currency.text());
  out.byte('}');
}
void Codec<Money>::read(const Input& in, Money& value) {
  MoneyMembers members;
  Codec<MoneyMembers>::read(in, members);
  value = {members.amount, members.currency};
  if (in.strict() && (value.minor > Money::max_minor || value.minor < -Money::max_minor)) {
    in.problem("out_of_range",
               "The amount must be from -" + std::to_string(Money::max_minor) + " to " + std::to_string(Money::max_minor) + ".");
  }
}

void Codec<Quantity>::write(Out& out, const Quantity& value) { out.decimal(value.milli, 3); }
void Codec<Quantity>::read(const Input& in, Quantity& value) {
  const auto token = in.scalar(Kind::number, "a number");
  if (!token) return;
  const auto milli = decimal_from(*token, 3);
  if (!milli) {
    const bool too_exact = decimal_from(*token, 3, true).has_value();
    in.problem(too_exact ? "bad_format" : "out_of_range", too_exact ? "Must have at most three decimals." : "The quantity is too large.");
  } else if (in.strict() && (*milli > Quantity::max_milli || *milli < -Quantity::max_milli)) {
    in.problem("out_of_range", "Must be at most " + std::to_string(Quantity::max_milli / 1000) + ".");
  } else {
    value = {*milli};
  }
}

void Codec<Raw>::write(Out& out, const Raw& value) {
  out.raw(value.text.empty() ? std::string_view("null") : std::string_view(value.text));
}

}  // namespace gh::json

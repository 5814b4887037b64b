// The log: one event a line, as JSON or, on a terminal, readable.
//
//   log::info("order placed", {{"request_id", request}, {"order_id", order.id}, {"lines", order.lines.size()}});
//   {"ts":"2026-05-04T07:12:09.250Z","level":"info","msg":"order placed","request_id":"…","order_id":"ord_…","lines":3}
//
// Callable from any thread; without a Logger (logger.h) nothing happens. No personal data: values of Personal, of fields with a
// telling name (redact.h), and e-mail addresses, card numbers and access tokens inside any text are replaced. Nothing in a text can
// start a new line, end a string or drive a terminal.
#pragma once
#include <atomic>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

#include "base/time.h"

namespace gh::log {

enum class Level : int { debug, info, warn, error, off };

// Names a value for the reader of the code; the log shows only that there was one.
struct Personal {
  std::string_view value;
};

// The text of a typed id, which has no room for personal data: not searched for it.
struct IdText {
  std::string_view value;
};

// A view: lives for the call only.
class Field {
 public:
  using Value = std::variant<bool, std::int64_t, std::uint64_t, double, std::string_view, IdText, Timestamp, Personal>;

  Field(std::string_view name, bool v) : name_(name), value_(v) {}
  Field(std::string_view name, std::signed_integral auto v) : name_(name), value_(static_cast<std::int64_t>(v)) {}
  Field(std::string_view name, std::unsigned_integral auto v) : name_(name), value_(static_cast<std::uint64_t>(v)) {}
  Field(std::string_view name, double v) : name_(name), value_(v) {}
  Field(std::string_view name, const std::convertible_to<std::string_view> auto& v) : name_(name), value_(std::string_view(v)) {}
  // Ids, skus.
  template <class T>
    requires requires(const T& v) {
      { v.text() } -> std::convertible_to<std::string_view>;
    }
  Field(std::string_view name, const T& v) : name_(name), value_(IdText{v.text()}) {}
  Field(std::string_view name, Milliseconds v) : name_(name), value_(v.count()) {}  // give it a name that ends in _ms
  Field(std::string_view name, Timestamp v) : name_(name), value_(v) {}
  Field(std::string_view name, Personal v) : name_(name), value_(v) {}

  std::string_view name() const { return name_; }
  const Value& value() const { return value_; }

 private:
  std::string_view name_;
  Value value_;
};

using Fields = std::initializer_list<Field>;

namespace detail {
inline std::atomic<Level> least{Level::off};
void write(Level level, std::string_view message, Fields fields);
}  // namespace detail

// Whether a line of this level is written at all: ask before a costly field.
inline bool wants(Level level) { return level >= detail::least.load(std::memory_order_relaxed); }

// message: a constant text; what varies belongs into the fields.
inline void debug(std::string_view message, Fields fields = {}) {
  if (wants(Level::debug)) detail::write(Level::debug, message, fields);
}
inline void info(std::string_view message, Fields fields = {}) {
  if (wants(Level::info)) detail::write(Level::info, message, fields);
}
inline void warn(std::string_view message, Fields fields = {}) {
  if (wants(Level::warn)) detail::write(Level::warn, message, fields);
}
inline void error(std::string_view message, Fields fields = {}) {
  if (wants(Level::error)) detail::write(Level::error, message, fields);
}

}  // namespace gh::log

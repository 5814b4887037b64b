// Error: what a failed operation says. ErrorKind: one row of the one list of error codes.
//
// Each folder that can fail declares its rows in its errors.h as constexpr ErrorKind objects; the gateway collects them
// (one table, checked for doubles by a test). number / 100 is the HTTP status (40401 -> 404).
#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gh {

struct ErrorKind {
  int number;              // 40001 .. 59999, unique in the program, never reused
  std::string_view code;   // snake_case, stable, part of the API
  std::string_view title;  // one sentence for people, the same for every occurrence

  constexpr int http_status() const { return number / 100; }
};

// One offending field of an input.
struct FieldError {
  std::string pointer;  // JSON pointer (RFC 6901) into the body, or "?name" for a query key
  std::string code;     // "too_long", "required", "unknown_field", ...
  std::string detail;   // a sentence with the limit that was broken
};

// A member that the problem document gets besides the standard ones (RFC 9457, section 3.2).
struct ErrorExtension {
  std::string name;
  std::string json;  // a finished JSON value
};

class Error {
 public:
  Error(const ErrorKind& kind, std::string detail = {}) : kind_(&kind), detail_(std::move(detail)) {}

  const ErrorKind& kind() const { return *kind_; }
  bool is(const ErrorKind& kind) const { return kind_->number == kind.number; }
  // For people, about this occurrence; no personal data, it may be logged.
  const std::string& detail() const { return detail_; }
  const std::vector<FieldError>& fields() const { return fields_; }
  const std::vector<ErrorExtension>& extensions() const { return extensions_; }

  Error& field(std::string pointer, std::string code, std::string detail) {
    fields_.push_back({std::move(pointer), std::move(code), std::move(detail)});
    return *this;
  }
  Error& extend(std::string name, std::string json) {
    extensions_.push_back({std::move(name), std::move(json)});
    return *this;
  }

 private:
  const ErrorKind* kind_;
  std::string detail_;
  std::vector<FieldError> fields_;
  std::vector<ErrorExtension> extensions_;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(const ErrorKind& kind, std::string detail = {}) {
  return std::unexpected<Error>(Error(kind, std::move(detail)));
}
inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }

}  // namespace gh

// GH_TRY(auto x, expression): x gets the value; on error the enclosing function returns it. GH_CO_TRY the same in a coroutine.
// GH_CHECK / GH_CO_CHECK: for Result<void>, or where the value is not wanted.
#define GH_CONCAT_(a, b) a##b
#define GH_CONCAT(a, b) GH_CONCAT_(a, b)
#define GH_TRY_AS_(declaration, expression, name, leave)                  \
  auto name = (expression);                                               \
  if (!name) leave std::unexpected<::gh::Error>(std::move(name).error()); \
  declaration = *std::move(name)
#define GH_CHECK_AS_(expression, name, leave) \
  if (auto name = (expression); !name) leave std::unexpected<::gh::Error>(std::move(name).error())
#define GH_TRY(declaration, expression) GH_TRY_AS_(declaration, expression, GH_CONCAT(gh_try_, __COUNTER__), return)
#define GH_CO_TRY(declaration, expression) GH_TRY_AS_(declaration, expression, GH_CONCAT(gh_try_, __COUNTER__), co_return)
#define GH_CHECK(expression) GH_CHECK_AS_(expression, GH_CONCAT(gh_check_, __COUNTER__), return)
#define GH_CO_CHECK(expression) GH_CHECK_AS_(expression, GH_CONCAT(gh_check_, __COUNTER__), co_return)

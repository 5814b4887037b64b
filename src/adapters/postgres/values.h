// Parameters and Rows: what goes to PostgreSQL with a statement and what comes back, both in the server's binary form, so that nothing is
// escaped, quoted or cut at a NUL (PostgreSQL 15, 55.2.2 "Extended Query"; the forms are those of the types' send functions).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct pg_result;

namespace gh::postgres {

// The values of $1, $2, ... The statement names each type ($1::bigint): the server does not convert.
class Parameters {
 public:
  Parameters& text(std::string value);  // text, json, bytea: the bytes as they are
  Parameters& integer(std::int64_t value);
  Parameters& null();
  // bytea; an empty one is NULL, as the keys of an index are.
  Parameters& key(std::string value) { return value.empty() ? null() : text(std::move(value)); }
  Parameters& texts(const std::vector<std::string>& values);      // text[]
  Parameters& integers(const std::vector<std::int64_t>& values);  // bigint[]

  const std::vector<std::optional<std::string>>& values() const { return values_; }

 private:
  std::vector<std::optional<std::string>> values_;
};

class Rows {
 public:
  explicit Rows(pg_result* result) : result_(result, &clear) {}

  int size() const;
  std::string_view text(int row, int column) const;
  std::int64_t integer(int row, int column) const;  // of a bigint
  bool null(int row, int column) const;
  std::int64_t affected() const;  // by INSERT, UPDATE, DELETE
  std::string_view tag() const;   // "COMMIT", "UPDATE 1"

 private:
  static void clear(pg_result*);
  std::unique_ptr<pg_result, void (*)(pg_result*)> result_;
};

}  // namespace gh::postgres

#include "adapters/postgres/values.h"

#include <bit>
#include <charconv>
#include <cstring>

#include "adapters/postgres/driver.h"

namespace gh::postgres {

namespace {

template <class Integer>
std::string big_endian(Integer value) {
  if constexpr (std::endian::native == std::endian::little) value = std::byteswap(value);
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

constexpr std::int32_t text_type = 25, bigint_type = 20;  // pg_type.dat

// One dimension without NULLs: dimensions, flags, type, length, lower bound, then each element behind its length.
template <class Value, class Form>
std::string array(std::int32_t type, const std::vector<Value>& values, Form form) {
  if (values.empty()) return big_endian<std::int32_t>(0) + big_endian<std::int32_t>(0) + big_endian(type);
  std::string bytes = big_endian<std::int32_t>(1) + big_endian<std::int32_t>(0) + big_endian(type) +
                      big_endian(static_cast<std::int32_t>(values.size())) + big_endian<std::int32_t>(1);
  for (const auto& value : values) {
    const auto& element = form(value);
    bytes += big_endian(static_cast<std::int32_t>(element.size()));
    bytes += element;
  }
  return bytes;
}

}  // namespace

Parameters& Parameters::text(std::string value) {
  values_.emplace_back(std::move(value));
  return *this;
}

Parameters& Parameters::integer(std::int64_t value) {
  values_.emplace_back(big_endian(value));
  return *this;
}

Parameters& Parameters::null() {
  values_.emplace_back(std::nullopt);
  return *this;
}

Parameters& Parameters::texts(const std::vector<std::string>& values) {
  values_.emplace_back(array(text_type, values, [](const std::string& value) { return std::string_view(value); }));
  return *this;
}

Parameters& Parameters::integers(const std::vector<std::int64_t>& values) {
  values_.emplace_back(array(bigint_type, values, [](std::int64_t value) { return big_endian(value); }));
  return *this;
}

void Rows::clear(pg_result* result) { PQclear(result); }

int Rows::size() const { return PQntuples(result_.get()); }

std::string_view Rows::text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t Rows::integer(int row, int column) const {
  std::int64_t value = 0;
  const auto bytes = text(row, column);
  if (bytes.size() == sizeof value) std::memcpy(&value, bytes.data(), sizeof value);
  if constexpr (std::endian::native == std::endian::little) value = std::byteswap(value);
  return value;
}

bool Rows::null(int row, int column) const { return PQgetisnull(result_.get(), row, column) == 1; }

std::int64_t Rows::affected() const {
  const std::string_view digits = PQcmdTuples(result_.get());
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string_view Rows::tag() const { return PQcmdStatus(result_.get()); }

}  // namespace gh::postgres

// Fuzzes csv::Parser. The first byte says how the rest is cut into chunks. Three properties: the cut makes no difference; rows are
// within the limits; what was read is read again from what to_row() makes of it. -DGREENHARVEST_PLANT=csv_parser must be found.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "platform/csv/parser.h"

namespace {

using gh::csv::Parser;
using gh::csv::Row;

constexpr gh::csv::Limits limits{.field_bytes_max = 64, .row_bytes_max = 256, .fields_max = 8};  // small, so that they are reached

std::vector<Row> read(std::string_view text, std::size_t chunk_bytes) {
  Parser parser(limits);
  std::vector<Row> rows;
  const auto drain = [&] {
    while (auto row = parser.next()) rows.push_back(*std::move(row));
  };
  for (std::size_t at = 0; at < text.size(); at += chunk_bytes) {
    parser.feed(text.substr(at, chunk_bytes));
    drain();
  }
  parser.end();
  drain();
  return rows;
}

void must(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

bool same(const Row& a, const Row& b) {
  return a.line == b.line && a.fields == b.fields && a.problem.has_value() == b.problem.has_value() &&
         (!a.problem || a.problem->code == b.problem->code);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t chunk = 1 + data[0] % 16;
  std::string text(size - 1, '\0');
  std::memcpy(text.data(), data + 1, size - 1);
  const auto whole = read(text, text.size() + 1);
  must(std::ranges::equal(whole, read(text, chunk), same), "chunks make no difference");
  for (const auto& row : whole) {
    must(row.fields.size() <= limits.fields_max, "fields_max");
    for (const auto& field : row.fields) must(field.size() <= limits.field_bytes_max, "field_bytes_max");
    if (row.problem) continue;
    const auto again = read(gh::csv::to_row(row.fields), 4096);
    // Quoting can push a row over the limit; then it is refused as a whole.
    must(again.size() == 1 && (again[0].problem ? again[0].problem->code == "too_long" : again[0].fields == row.fields), "round trip");
  }
  return 0;
}

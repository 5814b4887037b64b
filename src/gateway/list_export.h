// Lists as CSV: what every route that answers {"items": [...]} also gives with ?format=csv. The whole list, whose cursor is followed
// here; the columns are the members of an item (platform/json/flat.h). Used by RouteTable::add only.
#pragma once
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "gateway/route.h"
#include "platform/csv/writer.h"
#include "platform/json/flat.h"

namespace gh::gateway {

inline constexpr std::size_t csv_rows_max = 100'000;              // of one answer; beyond: cut, and the header says so
inline constexpr std::size_t csv_bytes_max = 64UL * 1024 * 1024;  // likewise
inline constexpr std::string_view csv_type = "text/csv; charset=utf-8; header=present";
inline constexpr std::string_view csv_cut_header = "X-Csv-Truncated";

enum class ListFormat { json, csv };
BOOST_DESCRIBE_ENUM(ListFormat, json, csv)

// The query of a list route, with the format.
template <class Query>
struct ListQueryOf : Query {
  std::optional<ListFormat> format;
  BOOST_DESCRIBE_CLASS(ListQueryOf, (Query), (format), (), ())
};
template <>
struct ListQueryOf<json::None> {
  std::optional<ListFormat> format;
  BOOST_DESCRIBE_CLASS(ListQueryOf, (), (format), (), ())
};

template <class Out>
concept ListAnswer = requires(const Out& out) {
  typename std::remove_cvref_t<decltype(out.items)>::value_type;
  requires json::Described<typename std::remove_cvref_t<decltype(out.items)>::value_type>;
};

namespace detail {

inline std::string next_of(const std::string& cursor) { return cursor; }
inline std::string next_of(const std::optional<std::string>& cursor) { return cursor.value_or(""); }

template <class In, class Out, class Handle>
Task<Result<Rendered>> run_as_csv(const Handle& handle, const RouteSpec& spec, const Call& call, In input) {
  using Item = typename std::remove_cvref_t<decltype(std::declval<Out&>().items)>::value_type;
  csv::Writer csv;
  for (const auto& column : json::columns<Item>()) csv.field(column);
  csv.end_record();
  Rendered rendered{.status = spec.success_status, .body = {}, .head = {}, .tags = {}, .cacheable = false, .valid_until = {}};
  std::size_t rows = 0;
  bool cut = false;
  if constexpr (requires { input.query.limit.max; }) input.query.limit = decltype(input.query.limit)(input.query.limit.max);
  while (!cut) {
    Result<Reply<Out>> page = co_await handle(call, input);
    if (!page) co_return fail(std::move(page).error());
    for (const auto& item : page->value.items) {
      if (rows == csv_rows_max || csv.text().size() > csv_bytes_max) {
        cut = true;
        break;
      }
      for (const auto& cell : json::cells(item)) csv.field(cell.text, cell.words);
      csv.end_record();
      ++rows;
    }
    std::string next;
    if constexpr (requires { page->value.next_cursor; }) next = next_of(page->value.next_cursor);
    if (next.empty()) break;
    if constexpr (requires { input.query.cursor = json::Cursor(next); }) {
      input.query.cursor = json::Cursor(std::move(next));
    } else {
      break;
    }
  }
  if (cut) rendered.head.add(csv_cut_header, "true");
  rendered.head.add("Content-Disposition", "attachment; filename=\"" + spec.operation_id + ".csv\"");
  rendered.content_type = csv_type;
  rendered.body = csv.take();
  co_return rendered;
}

}  // namespace detail

}  // namespace gh::gateway

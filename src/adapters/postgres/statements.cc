#include "adapters/postgres/statements.h"

#include <fmt/format.h>

namespace gh::postgres {

namespace {

// The values, in this order: the low key, its id (where the key is not the whole position), the same of the high end, the limit.
std::string find_sql(const Table& table, std::size_t index, bool descending, bool has_high, bool low_left_out) {
  const bool one_column = is_one_column(table, index);
  const std::string key = index == 0 ? "id" : "k" + std::to_string(index);
  const std::string_view type = index == 0 ? "text" : "bytea", direction = descending ? " DESC" : "";
  int used = 0;
  const auto compare = [&](std::string_view how) {
    used += one_column ? 1 : 2;
    return one_column ? fmt::format("{}{}${}::{}", key, how, used, type)
                      : fmt::format("({},id){}(${}::bytea,${}::text)", key, how, used - 1, used);
  };
  std::string where = compare(low_left_out ? ">" : ">=");
  if (has_high) where += " AND " + compare("<");
  if (index != 0) where += fmt::format(" AND {} IS NOT NULL", key);  // the index is partial
  const auto order = one_column ? fmt::format("{}{}", key, direction) : fmt::format("{0}{1}, id{1}", key, direction);
  return fmt::format("SELECT id, version, body, {} FROM {} WHERE {} ORDER BY {} LIMIT ${}::bigint", key, table.name, where, order,
                     used + 1);
}

}  // namespace

TableStatements::TableStatements(const Table& table) {
  const auto indexes = table.spec.indexes.size();
  std::string columns, places, sets;
  for (std::size_t i = 0; i < indexes; ++i) {
    columns += fmt::format(", k{}", i + 1);
    places += fmt::format(", ${}::bytea", i + 4);
    sets += fmt::format(", k{}=${}::bytea", i + 1, i + 4);
  }
  const auto name = [&](std::string_view what) { return fmt::format("{}_{}", table.name, what); };
  const auto& t = table.name;
  get = {name("get"), fmt::format("SELECT version, body FROM {} WHERE id=$1::text", t)};
  has_id = {name("has_id"), fmt::format("SELECT 1 FROM {} WHERE id=$1::text", t)};
  // $3 is the version that there was; an insert has none.
  insert = {name("insert"),
            fmt::format("INSERT INTO {}(id, version, body{}) SELECT $1::text, $3::bigint + 1, $2::json{} ON CONFLICT DO NOTHING", t,
                        columns, places)};
  replace = {name("replace"), fmt::format("UPDATE {} SET version=version+1, body=$2::json WHERE id=$1::text AND version=$3::bigint", t)};
  replace_with_keys = {name("replace_with_keys"),
                       fmt::format("UPDATE {} SET version=version+1, body=$2::json{} WHERE id=$1::text AND version=$3::bigint", t, sets)};
  erase = {name("erase"), fmt::format("DELETE FROM {} WHERE id=$1::text AND version=$2::bigint", t)};
  for (std::size_t i = 0; i < indexes; ++i)
    has_key.push_back(
        {name(fmt::format("has_k{}", i + 1)), fmt::format("SELECT 1 FROM {0} WHERE k{1}=$1::bytea AND k{1} IS NOT NULL", t, i + 1)});
  for (std::size_t index = 0; index <= indexes; ++index) {
    for (const bool descending : {false, true}) {
      for (const bool has_high : {false, true}) {
        for (const bool left_out : {false, true}) {
          find[index][descending][has_high][left_out] = {
              name(fmt::format("find{}{}{}{}", index, descending ? "d" : "", has_high ? "h" : "", left_out ? "l" : "")),
              find_sql(table, index, descending, has_high, left_out)};
        }
      }
    }
  }
}

}  // namespace gh::postgres

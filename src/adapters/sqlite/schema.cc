#include "adapters/sqlite/schema.h"

#include <algorithm>
#include <charconv>

#include "base/errors.h"

namespace gh::sqlite {

namespace {

// migrations[n] leads from version n to n + 1.
constexpr const char* migrations[] = {
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE collections(name TEXT PRIMARY KEY, indexes TEXT NOT NULL);"
    "CREATE TABLE changes(last INTEGER PRIMARY KEY, list BLOB NOT NULL);"
    "CREATE TABLE tasks(row INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, payload TEXT NOT NULL,"
    " not_before INTEGER NOT NULL, attempt INTEGER NOT NULL);"
    "CREATE TABLE dead(id TEXT PRIMARY KEY, name TEXT NOT NULL, payload TEXT NOT NULL, attempts INTEGER NOT NULL,"
    " error TEXT NOT NULL, died INTEGER NOT NULL);"
    "INSERT INTO meta VALUES('schema', '0'), ('epoch', lower(hex(randomblob(8))));",
};
static_assert(std::size(migrations) == schema_version);

Result<int> read_version(Connection& connection) {
  GH_TRY(const auto tables, connection.read_text("SELECT count(*) FROM sqlite_master"));
  if (tables == "0") return 0;
  GH_TRY(const auto application, connection.read_text("PRAGMA application_id"));
  if (application != std::to_string(application_id)) {
    return fail(ports::errors::store_unavailable, "the file is not a database of this program");
  }
  GH_TRY(const auto text, connection.read_text("SELECT value FROM meta WHERE name='schema'"));
  int version = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (problem != std::errc() || version < 1) return fail(ports::errors::store_unavailable, "the database has no schema version");
  if (version > schema_version) {
    return fail(ports::errors::store_unavailable, "the database has schema version " + text + ", this program knows up to " +
                                                      std::to_string(schema_version) + ": use the newer program");
  }
  return version;
}

bool is_snake_case(const std::string& name) {
  return !name.empty() && name.size() <= 60 &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string declared_indexes(const ports::CollectionSpec& spec) {
  std::string text;
  for (const auto& index : spec.indexes) text += (text.empty() ? "" : ",") + index.name + (index.unique ? "!" : "");
  return text;
}

std::string create_index(const ports::CollectionSpec& spec, std::size_t i) {
  const auto key = "k" + std::to_string(i + 1);
  const bool unique = spec.indexes[i].unique;
  // An index that is not unique carries the id, so that pages can go on within one key.
  return std::string(unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX") + " i_" + spec.name + "_" + key + " ON d_" + spec.name + "(" + key +
         (unique ? "" : ", id") + ") WHERE " + key + " IS NOT NULL;";
}

std::string create_table(const ports::CollectionSpec& spec) {
  std::string columns;
  std::string indexes;
  for (std::size_t i = 0; i < spec.indexes.size(); ++i) {
    columns += ", k" + std::to_string(i + 1) + " BLOB";
    indexes += create_index(spec, i);
  }
  return "CREATE TABLE d_" + spec.name + "(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL" + columns +
         ", body TEXT NOT NULL);" + indexes + "INSERT INTO collections VALUES('" + spec.name + "', '" + declared_indexes(spec) + "');";
}

// Indexes that a newer program has added behind those that there were. Documents from before get their keys when their keys next change.
std::string add_indexes(const ports::CollectionSpec& spec, std::size_t from) {
  std::string sql;
  for (std::size_t i = from; i < spec.indexes.size(); ++i) {
    sql += "ALTER TABLE d_" + spec.name + " ADD COLUMN k" + std::to_string(i + 1) + " BLOB;" + create_index(spec, i);
  }
  return sql + "UPDATE collections SET indexes='" + declared_indexes(spec) + "' WHERE name='" + spec.name + "';";
}

// As one step: all of it or nothing.
Result<void> execute_together(Connection& connection, const std::string& sql) {
  auto done = connection.execute("BEGIN IMMEDIATE;" + sql + "COMMIT;");
  if (!done && connection.in_transaction()) (void)connection.execute("ROLLBACK");
  return done;
}

}  // namespace

Result<void> check_schema(Connection& connection) {
  GH_TRY(const auto version, read_version(connection));
  if (version == 0) return fail(ports::errors::store_unavailable, "the database is empty");
  return {};
}

Result<void> prepare_schema(Connection& connection) {
  GH_TRY(auto version, read_version(connection));
  if (version == 0) GH_CHECK(connection.execute("PRAGMA application_id=" + std::to_string(application_id)));
  for (; version < schema_version; ++version) {
    GH_CHECK(execute_together(
        connection, std::string(migrations[version]) + "UPDATE meta SET value='" + std::to_string(version + 1) + "' WHERE name='schema';"));
  }
  return {};
}

Result<void> prepare_collection(Connection& connection, const ports::CollectionSpec& spec) {
  if (!is_snake_case(spec.name) || spec.indexes.size() > ports::indexes_max ||
      !std::ranges::all_of(spec.indexes, [](const auto& index) { return is_snake_case(index.name); })) {
    return fail(errors::internal, "collection " + spec.name + " is declared wrongly");
  }
  GH_TRY(const auto known, connection.read_text("SELECT '=' || indexes FROM collections WHERE name='" + spec.name + "'"));
  if (known.empty()) return execute_together(connection, create_table(spec));
  const auto declared = declared_indexes(spec);
  const auto before = known.substr(1);
  if (declared.size() > before.size() && declared.starts_with(before) && (before.empty() || declared[before.size()] == ',')) {
    return execute_together(connection,
                            add_indexes(spec, before.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(before, ',')) + 1));
  }
  if (before != declared) {
    return fail(ports::errors::store_unavailable, "collection " + spec.name + " was made with the indexes (" + before +
                                                      "), this program declares (" + declared_indexes(spec) + ")");
  }
  return {};
}

}  // namespace gh::sqlite

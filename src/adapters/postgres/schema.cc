#include "adapters/postgres/schema.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::postgres {

namespace {

constexpr std::size_t name_bytes_max = 48;  // PostgreSQL cuts names at 63, and ours get a prefix and an ending

// migrations[n] leads from version n to n + 1. What is changed all the time leaves room on its pages (fillfactor), so that new versions of
// a row stay beside the old ones and no index is touched (heap-only tuples), and is cleaned by count, not by share of the table.
constexpr const char* migrations[] = {
    "CREATE TABLE collections(name text COLLATE \"C\" PRIMARY KEY, indexes text NOT NULL);"
    // Numbers are given under a lock that is held to the end of the commit: whoever sees one sees all before it.
    "CREATE SEQUENCE change_numbers;"
    "CREATE TABLE changes(n bigint PRIMARY KEY, collection text COLLATE \"C\" NOT NULL, id text COLLATE \"C\" NOT NULL,"
    " version bigint NOT NULL, erased bigint NOT NULL) WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=50000);"
    // due: waiting, when it may be handed out; leased, when the lease ends. node: who has it. died: a dead letter.
    "CREATE TABLE tasks(row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text COLLATE \"C\" NOT NULL UNIQUE,"
    " name text COLLATE \"C\" NOT NULL, payload text NOT NULL, due bigint NOT NULL, leased bigint NOT NULL DEFAULT 0,"
    " attempt bigint NOT NULL DEFAULT 1, node text COLLATE \"C\", died bigint, error text)"
    " WITH (fillfactor=70, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000);"
    "CREATE INDEX tasks_due ON tasks(name, due, row) WHERE died IS NULL;"
    "CREATE INDEX tasks_leased ON tasks(node) WHERE leased = 1 AND died IS NULL;"
    "CREATE INDEX tasks_dead ON tasks(id) WHERE died IS NOT NULL;"
    "INSERT INTO meta VALUES('epoch', replace(gen_random_uuid()::text, '-', ''));",
};
static_assert(std::size(migrations) == schema_version);

bool is_snake_case(const std::string& name) {
  return !name.empty() && name.size() <= name_bytes_max &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string declared_indexes(const ports::CollectionSpec& spec) {
  std::string text;
  for (const auto& index : spec.indexes) text += (text.empty() ? "" : ",") + index.name + (index.unique ? "!" : "");
  return text;
}

std::string create_index(const ports::CollectionSpec& spec, std::size_t i, bool beside_writers) {
  const auto key = "k" + std::to_string(i + 1);
  // An index that is not unique carries the id, so that pages can go on within one key.
  return fmt::format("CREATE {}INDEX {}IF NOT EXISTS {} ON d_{}({}{}) WHERE {} IS NOT NULL", spec.indexes[i].unique ? "UNIQUE " : "",
                     beside_writers ? "CONCURRENTLY " : "", index_name(spec, i), spec.name, key, spec.indexes[i].unique ? "" : ", id", key);
}

// Bodies are `json`, not `jsonb`: what comes back is what was written, to the byte (docs/adr/0007).
std::string create_table(const ports::CollectionSpec& spec) {
  std::string columns, indexes;
  for (std::size_t i = 0; i < spec.indexes.size(); ++i) {
    columns += ", k" + std::to_string(i + 1) + " bytea";
    indexes += create_index(spec, i, false) + ";";
  }
  return fmt::format(
      "CREATE TABLE d_{0}(id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL{1}, body json COMPRESSION lz4 NOT NULL)"
      " WITH (fillfactor=75, toast_tuple_target=4080);{2}INSERT INTO collections VALUES('{0}', '{3}');",
      spec.name, columns, indexes, declared_indexes(spec));
}

// Documents from before get their keys when their keys next change. Each index is made beside the writers, outside of a transaction; one
// that was broken off is made anew.
Result<void> add_indexes(Connection& connection, const ports::CollectionSpec& spec, std::size_t from) {
  for (std::size_t i = from; i < spec.indexes.size(); ++i) {
    GH_CHECK(connection.execute(fmt::format("ALTER TABLE d_{} ADD COLUMN IF NOT EXISTS k{} bytea", spec.name, i + 1)));
    GH_TRY(const auto broken,
           connection.read_text(
               fmt::format("SELECT 'yes' FROM pg_index WHERE indexrelid=to_regclass('{}') AND NOT indisvalid", index_name(spec, i))));
    if (!broken.empty()) GH_CHECK(connection.execute("DROP INDEX " + index_name(spec, i)));
    GH_CHECK(connection.execute(create_index(spec, i, true)));
  }
  return connection.execute(fmt::format("UPDATE collections SET indexes='{}' WHERE name='{}'", declared_indexes(spec), spec.name));
}

Result<int> read_version(Connection& connection) {
  GH_TRY(const auto text, connection.read_text("SELECT value FROM meta WHERE name='schema'"));
  if (text.empty()) return 0;
  int version = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (problem != std::errc() || version < 1) return fail(ports::errors::store_unavailable, "the database has no schema version");
  if (version > schema_version) {
    return fail(
        ports::errors::store_unavailable,
        fmt::format("the database has schema version {}, this program knows up to {}: use the newer program", version, schema_version));
  }
  return version;
}

Result<void> bring_forward(Connection& connection) {
  GH_CHECK(connection.execute("CREATE TABLE IF NOT EXISTS meta(name text PRIMARY KEY, value text NOT NULL)"));
  GH_TRY(auto version, read_version(connection));
  for (; version < schema_version; ++version) {
    // As one step: all of it or nothing.
    GH_CHECK(connection.execute(
        fmt::format("BEGIN;{}INSERT INTO meta VALUES('schema', '{}') ON CONFLICT (name) DO UPDATE SET value=excluded.value;COMMIT",
                    migrations[version], version + 1)));
  }
  return {};
}

Result<void> bring_collection(Connection& connection, const ports::CollectionSpec& spec) {
  GH_TRY(const auto known, connection.read_text(fmt::format("SELECT '=' || indexes FROM collections WHERE name='{}'", spec.name)));
  if (known.empty()) return connection.execute(fmt::format("BEGIN;{}COMMIT", create_table(spec)));
  const auto declared = declared_indexes(spec);
  const auto before = known.substr(1);
  if (declared.size() > before.size() && declared.starts_with(before) && (before.empty() || declared[before.size()] == ','))
    return add_indexes(connection, spec, before.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(before, ',')) + 1);
  if (before != declared) {
    return fail(ports::errors::store_unavailable,
                fmt::format("collection {} was made with the indexes ({}), this program declares ({})", spec.name, before, declared));
  }
  return {};
}

// One node at a time; ends with the session, however that ends.
template <class Work>
Result<void> alone(Connection& connection, std::int64_t key, Work work) {
  GH_CHECK(connection.execute(fmt::format("SELECT pg_advisory_lock({})", key)));
  auto done = work();
  if (!done) (void)connection.execute("ROLLBACK");
  GH_CHECK(connection.execute(fmt::format("SELECT pg_advisory_unlock({})", key)));
  return done;
}

}  // namespace

std::string index_name(const ports::CollectionSpec& spec, std::size_t i) { return fmt::format("i_{}_k{}", spec.name, i + 1); }

// FNV-1a, 64 bits: spread is all that is asked of it.
std::int64_t lock_key(const std::string& schema, std::string_view what) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : fmt::format("greenharvest/{}/{}", schema, what)) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return static_cast<std::int64_t>(hash);
}

Result<void> prepare_schema(Connection& connection, const std::string& schema) {
  if (!is_snake_case(schema)) return fail(errors::invalid, fmt::format("store.schema: \"{}\" is not a name of a-z, 0-9 and _", schema));
  return alone(connection, lock_key(schema, "migration"), [&]() -> Result<void> {
    GH_CHECK(connection.execute("CREATE SCHEMA IF NOT EXISTS " + schema));
    return bring_forward(connection);
  });
}

Result<void> prepare_collection(Connection& connection, const ports::CollectionSpec& spec) {
  if (!is_snake_case(spec.name) || spec.indexes.size() > ports::indexes_max ||
      !std::ranges::all_of(spec.indexes, [](const auto& index) { return is_snake_case(index.name); })) {
    return fail(errors::internal, "collection " + spec.name + " is declared wrongly");
  }
  GH_TRY(const auto schema, connection.read_text("SELECT current_schema()"));
  return alone(connection, lock_key(schema, "migration"), [&] { return bring_collection(connection, spec); });
}

}  // namespace gh::postgres

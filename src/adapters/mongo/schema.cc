#include "adapters/mongo/schema.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "adapters/mongo/meta.h"
#include "adapters/mongo/stored.h"
#include "base/errors.h"

namespace gh::mongo {

namespace {

constexpr std::size_t name_bytes_max = 48;  // names of databases end at 63

bool is_snake_case(const std::string& name) {
  return !name.empty() && name.size() <= name_bytes_max &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string declared_indexes(const ports::CollectionSpec& spec) {
  std::string text;
  for (const auto& index : spec.indexes) text += (text.empty() ? "" : ",") + index.name + (index.unique ? "!" : "");
  return text;
}

// Of the documents that have the first field.
Bson index_of(const std::string& name, const std::vector<std::string>& fields) {
  Bson keys, index;
  for (const auto& field : fields) keys.integer(field, 1);
  index.document("key", keys).text("name", name).document("partialFilterExpression", exists(fields.front(), true));
  return index;
}
// Of one field a sparse index is the same as a partial one, and more servers know it.
Bson unique_index_of(const std::string& field) {
  Bson keys, index;
  keys.integer(field, 1);
  index.document("key", keys).text("name", field).flag("unique", true).flag("sparse", true);
  return index;
}

Result<void> create_indexes(Session& session, const std::string& collection, const std::vector<Bson>& indexes) {
  Bson command;
  command.text("createIndexes", collection).documents("indexes", indexes);
  auto done = session.command(command);
  if (!done) return fail(ports::errors::store_unavailable, fmt::format("indexes of {}: {}", collection, done.error().detail()));
  return {};
}

}  // namespace

Result<std::string> read_epoch(Session& session) {
  GH_TRY(const auto found, read_meta(session, "epoch"));
  if (!found) return fail(ports::errors::store_unavailable, "the database has no epoch");
  return std::string(found->fields().text("value"));
}

Result<void> prepare_database(Session& session, const std::string& database) {
  if (!is_snake_case(database)) return fail(errors::invalid, fmt::format("store.schema: \"{}\" is not a name of a-z, 0-9 and _", database));
  std::random_device device;
  Bson epoch, version;
  epoch.text("value", fmt::format("{:08x}{:08x}", device(), device()));
  version.integer("value", schema_version);
  GH_CHECK(set_once(session, "epoch", epoch));
  GH_CHECK(set_once(session, "schema", version));
  GH_TRY(const auto found, read_number(session, "schema"));
  if (found > schema_version) {
    return fail(ports::errors::store_unavailable,
                fmt::format("the database has schema version {}, this program knows up to {}: use the newer "
                            "program",
                            found, schema_version));
  }
  if (found < schema_version) GH_CHECK(raise_number(session, "schema", schema_version));  // both forms are read, so nothing else is to do
  std::vector<Bson> indexes;
  indexes.push_back(index_of("due", {"name", "due", "added"}));
  indexes.push_back(index_of("node", {"node"}));
  indexes.push_back(index_of("died", {"died"}));
  return create_indexes(session, "tasks", indexes);
}

Result<void> prepare_collection(Session& session, const ports::CollectionSpec& spec) {
  if (!is_snake_case(spec.name) || spec.indexes.size() > ports::indexes_max ||
      !std::ranges::all_of(spec.indexes, [](const auto& index) { return is_snake_case(index.name); })) {
    return fail(errors::internal, "collection " + spec.name + " is declared wrongly");
  }
  const auto name = "indexes_of_" + spec.name, declared = declared_indexes(spec);
  Bson first;
  first.text("value", declared);
  GH_CHECK(set_once(session, name, first));
  GH_TRY(const auto found, read_meta(session, name));
  const std::string before(found ? found->fields().text("value") : "");
  const bool longer =
      declared.starts_with(before) && (before.empty() || declared.size() == before.size() || declared[before.size()] == ',');
  if (!longer) {
    return fail(ports::errors::store_unavailable,
                fmt::format("collection {} was made with the indexes ({}), this program declares ({})", spec.name, before, declared));
  }
  std::vector<Bson> indexes;
  indexes.push_back(index_of("pending_write", {"pending.write"}));
  for (const auto& index : spec.indexes) {
    const auto field = key_field(index);
    // One that is not unique carries the id, so that pages can go on within one key.
    indexes.push_back(index.unique ? unique_index_of(field) : index_of(field, {field, "_id"}));
  }
  GH_CHECK(create_indexes(session, "d_" + spec.name, indexes));
  if (declared.size() == before.size()) return {};
  return put_meta(session, name, first);
}

}  // namespace gh::mongo

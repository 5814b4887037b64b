#include "adapters/mongo/connection.h"

#include <fmt/format.h>

#include "adapters/mongo/driver.h"
#include "base/errors.h"
#include "platform/ports/documents.h"

namespace gh::mongo {

namespace {

const bson_t* raw(const Bson& bson) { return static_cast<const bson_t*>(bson.get()); }

constexpr int wrong_credentials = 18;

// changes: what failed was a write, which may have reached the server.
Error error_of(const bson_error_t& error, bool changes) {
  if (error.domain == MONGOC_ERROR_SERVER_SELECTION || error.domain == MONGOC_ERROR_CLIENT || error.code == wrong_credentials)
    return {ports::errors::store_unavailable, fmt::format("MongoDB cannot be reached: {}", error.message)};
  return {changes ? ports::errors::outcome_unknown : ports::errors::store_unavailable, fmt::format("MongoDB: {}", error.message)};
}

using Collection = std::unique_ptr<mongoc_collection_t, void (*)(mongoc_collection_t*)>;

Collection collection_of(mongoc_client_t* client, const std::string& database, const std::string& name) {
  return {mongoc_client_get_collection(client, database.c_str(), name.c_str()), mongoc_collection_destroy};
}

Result<std::vector<Bson>> all_of(mongoc_cursor_t* raw) {
  const std::unique_ptr<mongoc_cursor_t, void (*)(mongoc_cursor_t*)> cursor(raw, mongoc_cursor_destroy);
  std::vector<Bson> found;
  const bson_t* document = nullptr;
  while (mongoc_cursor_next(cursor.get(), &document)) found.emplace_back(document);
  bson_error_t error;
  if (mongoc_cursor_error(cursor.get(), &error)) return fail(error_of(error, false));
  return found;
}

bool add(mongoc_bulk_operation_t* bulk, const WriteOperation& operation, bson_error_t& error) {
  using Kind = WriteOperation::Kind;
  const auto *filter = raw(operation.filter), *change = raw(operation.change);
  switch (operation.kind) {
    case Kind::insert:
      return mongoc_bulk_operation_insert_with_opts(bulk, filter, nullptr, &error);
    case Kind::update:
      return mongoc_bulk_operation_update_one_with_opts(bulk, filter, change, nullptr, &error);
    case Kind::upsert: {
      Bson options;
      options.flag("upsert", true);
      return mongoc_bulk_operation_update_one_with_opts(bulk, filter, change, raw(options), &error);
    }
    case Kind::update_all:
      return mongoc_bulk_operation_update_many_with_opts(bulk, filter, change, nullptr, &error);
    case Kind::erase:
      return mongoc_bulk_operation_remove_one_with_opts(bulk, filter, nullptr, &error);
    case Kind::erase_all:
      return mongoc_bulk_operation_remove_many_with_opts(bulk, filter, nullptr, &error);
  }
  return false;
}

}  // namespace

Error Refusal::error() const { return {errors::internal, fmt::format("MongoDB: {} ({})", message, code)}; }

void Session::Return::operator()(_mongoc_client_t* client) const { mongoc_client_pool_push(pool, client); }

Session::Session(std::shared_ptr<_mongoc_client_pool_t> pool, _mongoc_client_t* client, const Address& address)
    : pool_(std::move(pool)), client_(client, Return{pool_.get()}), address_(&address) {}

Result<std::vector<Bson>> Session::find(const std::string& collection, const Question& question) {
  Bson options;
  options.integer("maxTimeMS", address_->deadline.count());
  if (!question.sort.empty()) options.document("sort", question.sort);
  if (!question.members.empty()) options.document("projection", question.members);
  if (question.limit > 0) options.integer("limit", question.limit);
  const auto from = collection_of(client_.get(), address_->database, collection);
  return all_of(mongoc_collection_find_with_opts(from.get(), raw(question.filter), raw(options), nullptr));
}

Result<std::vector<Bson>> Session::aggregate(const std::string& collection, const std::vector<Bson>& stages) {
  Bson pipeline, options;
  pipeline.documents("pipeline", stages);
  options.integer("maxTimeMS", address_->deadline.count());
  const auto from = collection_of(client_.get(), address_->database, collection);
  return all_of(mongoc_collection_aggregate(from.get(), MONGOC_QUERY_NONE, raw(pipeline), raw(options), nullptr));
}

Result<Bson> Session::command(const Bson& command) {
  bson_t reply;
  bson_error_t error;
  const bool done = mongoc_client_command_simple(client_.get(), address_->database.c_str(), raw(command), nullptr, &reply, &error);
  Bson answer(&reply);
  bson_destroy(&reply);
  if (!done) return fail(error_of(error, false));
  return answer;
}

Result<std::optional<Refusal>> Session::attempt(const Bson& command) {
  bson_error_t error;
  if (mongoc_client_command_simple(client_.get(), address_->database.c_str(), raw(command), nullptr, nullptr, &error)) return std::nullopt;
  if (error.domain != MONGOC_ERROR_SERVER) return fail(error_of(error, false));
  return Refusal{.operation = 0, .code = static_cast<int>(error.code), .message = error.message};
}

Result<WriteReply> Session::write(const std::string& collection, std::span<const WriteOperation> operations, Safety safety) {
  if (operations.empty()) return WriteReply{};
  Bson options;
  options.flag("ordered", false);
  if (safety == Safety::primary) {
    Bson concern;
    concern.small("w", 1);
    options.document("writeConcern", concern);
  }
  const auto to = collection_of(client_.get(), address_->database, collection);
  const std::unique_ptr<mongoc_bulk_operation_t, void (*)(mongoc_bulk_operation_t*)> bulk(
      mongoc_collection_create_bulk_operation_with_opts(to.get(), raw(options)), mongoc_bulk_operation_destroy);
  bson_error_t error{};
  for (const auto& operation : operations)
    if (!add(bulk.get(), operation, error)) return fail(errors::internal, fmt::format("MongoDB: {}", error.message));
  bson_t raw;
  const bool done = mongoc_bulk_operation_execute(bulk.get(), &raw, &error) != 0;
  const Bson answer(&raw);
  bson_destroy(&raw);
  WriteReply reply{.matched = answer.fields().integer("nMatched"), .refusals = {}};
  for (const auto& one : answer.fields().documents("writeErrors")) {
    reply.refusals.push_back(
        {static_cast<std::size_t>(one.integer("index")), static_cast<int>(one.integer("code")), std::string(one.text("errmsg"))});
  }
  // Only refusals of single writes are a whole answer: without the word of the majority, or of the server at all, nobody knows.
  const bool whole =
      done || (error.domain != MONGOC_ERROR_STREAM && error.domain != MONGOC_ERROR_SERVER_SELECTION && !reply.refusals.empty());
  if (!whole || !answer.fields().documents("writeConcernErrors").empty()) return fail(error_of(error, true));
  return reply;
}

Connections::Connections(Address address, _mongoc_client_pool_t* pool)
    : address_(std::move(address)), pool_(pool, mongoc_client_pool_destroy) {}

Result<std::unique_ptr<Connections>> Connections::open(Address address, int sessions) {
  GH_CHECK(load_driver());
  bson_error_t error;
  const std::unique_ptr<mongoc_uri_t, void (*)(mongoc_uri_t*)> uri(mongoc_uri_new_with_error(address.url.c_str(), &error),
                                                                   mongoc_uri_destroy);
  // The library's message repeats the address, and with it the password.
  if (!uri) return fail(errors::invalid, "store.url is not an address of MongoDB");
  const auto milliseconds = [&](const char* option, Milliseconds span) {
    mongoc_uri_set_option_as_int32(uri.get(), option, static_cast<std::int32_t>(span.count()));
  };
  milliseconds(MONGOC_URI_SERVERSELECTIONTIMEOUTMS, address.select_deadline);
  milliseconds(MONGOC_URI_CONNECTTIMEOUTMS, address.select_deadline);
  milliseconds(MONGOC_URI_SOCKETTIMEOUTMS, address.deadline + address.select_deadline);  // behind the server's own
  milliseconds(MONGOC_URI_WAITQUEUETIMEOUTMS, address.deadline);
  mongoc_uri_set_option_as_int32(uri.get(), MONGOC_URI_MAXPOOLSIZE, sessions);
  mongoc_uri_set_appname(uri.get(), "greenharvest");
  mongoc_write_concern_t* const concern = mongoc_write_concern_new();
  mongoc_write_concern_set_wmajority(concern, static_cast<std::int32_t>(address.deadline.count()));
  mongoc_write_concern_set_journal(concern, true);
  mongoc_uri_set_write_concern(uri.get(), concern);
  mongoc_write_concern_destroy(concern);
  mongoc_read_concern_t* const reads = mongoc_read_concern_new();
  mongoc_read_concern_set_level(reads, MONGOC_READ_CONCERN_LEVEL_MAJORITY);
  mongoc_uri_set_read_concern(uri.get(), reads);
  mongoc_read_concern_destroy(reads);
  mongoc_read_prefs_t* const primary = mongoc_read_prefs_new(MONGOC_READ_PRIMARY);
  mongoc_uri_set_read_prefs_t(uri.get(), primary);
  mongoc_read_prefs_destroy(primary);
  auto* pool = mongoc_client_pool_new_with_error(uri.get(), &error);
  if (pool == nullptr) return fail(errors::invalid, "store.url: an option of it is not known to libmongoc");
  mongoc_client_pool_set_error_api(pool, MONGOC_ERROR_API_VERSION_2);
  return std::unique_ptr<Connections>(new Connections(std::move(address), pool));
}

Session Connections::session() const { return {pool_, mongoc_client_pool_pop(pool_.get()), address_}; }

}  // namespace gh::mongo

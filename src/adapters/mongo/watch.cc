#include "adapters/mongo/watch.h"

#include <fmt/format.h>

#include "adapters/mongo/change_log.h"
#include "adapters/mongo/driver.h"

namespace gh::mongo {

namespace {

// New entries, and of them the number only.
Bson entries() {
  Bson match, project, one, other, pipeline;
  match.text("operationType", "insert");
  project.integer("documentKey", 1);
  one.document("$match", match);
  other.document("$project", project);
  std::vector<Bson> stages;
  stages.push_back(std::move(one));
  stages.push_back(std::move(other));
  pipeline.documents("pipeline", stages);
  return pipeline;
}

}  // namespace

void Watch::Destroy::operator()(_mongoc_change_stream_t* stream) const { mongoc_change_stream_destroy(stream); }

Result<Watch> Watch::open(Session& session) {
  Bson options;
  options.integer("maxAwaitTimeMS", wait_max.count());
  const std::unique_ptr<mongoc_collection_t, void (*)(mongoc_collection_t*)> log(
      mongoc_client_get_collection(session.client_.get(), session.address_->database.c_str(), ChangeLog::collection),
      mongoc_collection_destroy);
  const auto pipeline = entries();
  Watch watch(mongoc_collection_watch(log.get(), static_cast<const bson_t*>(pipeline.get()), static_cast<const bson_t*>(options.get())));
  GH_CHECK(watch.check());
  return watch;
}

Result<void> Watch::check() const {
  bson_error_t error;
  const bson_t* reply = nullptr;
  if (!mongoc_change_stream_error_document(stream_.get(), &error, &reply)) return {};
  return fail(ports::errors::store_unavailable, fmt::format("change stream: {}", error.message));
}

Result<bool> Watch::wait(std::int64_t head) {
  const bson_t* event = nullptr;
  while (mongoc_change_stream_next(stream_.get(), &event)) {
    const Fields fields(bson_get_data(event), event->len);
    if (fields.document("documentKey").integer("_id") > head) return true;  // what was seen already is passed over
  }
  GH_CHECK(check());
  return false;
}

}  // namespace gh::mongo

#include "adapters/mongo/meta.h"

namespace gh::mongo {

namespace {

constexpr const char* meta = "meta";

Result<void> upsert(Session& session, const std::string& name, const char* how, const Bson& members) {
  WriteOperation write{.kind = WriteOperation::Kind::upsert, .filter = is("_id", name), .change = {}};
  write.change.document(how, members);
  GH_TRY(const auto reply, session.write(meta, {&write, 1}));
  // Of two who put the same name for the first time one may be refused; the other has written it.
  if (!reply.refusals.empty() && !reply.refusals.front().is_duplicate()) return fail(reply.refusals.front().error());
  return {};
}

}  // namespace

Result<std::optional<Bson>> read_meta(Session& session, const std::string& name) {
  Question question;
  question.filter = is("_id", name);
  question.limit = 1;
  GH_TRY(auto found, session.find(meta, question));
  if (found.empty()) return std::nullopt;
  return std::optional<Bson>(std::move(found.front()));
}

Result<void> set_once(Session& session, const std::string& name, const Bson& members) {
  return upsert(session, name, "$setOnInsert", members);
}

Result<void> put_meta(Session& session, const std::string& name, const Bson& members) { return upsert(session, name, "$set", members); }

Result<std::int64_t> read_number(Session& session, const char* name) {
  GH_TRY(const auto found, read_meta(session, name));
  return found ? found->fields().integer("value") : 0;
}

Result<void> raise_number(Session& session, const char* name, std::int64_t at_least) {
  WriteOperation write{.kind = WriteOperation::Kind::upsert, .filter = is("_id", name), .change = {}};
  Bson value;
  value.integer("value", at_least);
  write.change.document("$max", value);
  GH_TRY(const auto reply, session.write(meta, {&write, 1}));
  if (!reply.refusals.empty()) return fail(reply.refusals.front().error());
  return {};
}

}  // namespace gh::mongo

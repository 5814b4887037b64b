#include "platform/audit/audited_documents.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "platform/audit/changes.h"
#include "platform/crypto/sha256.h"

namespace gh::audit {
namespace {

bool leaves_entry(const CallContext* call, const ports::AuditSpec& spec) {
  if (call == nullptr) return false;
  return call->role == "farmer" || call->role == "admin" || call->role == shop_role || (spec.customers && call->role == "customer");
}

// The same for the same version, whoever tells it how often; the moment comes first, so that ids sort by it, and keeps apart two lives
// of one document id.
EntryId entry_id(std::string_view collection, const std::string& id, std::int64_t version, Action action, Timestamp at) {
  const auto hash =
      crypto::sha256_of_parts({"audit", collection, id, std::to_string(version), json::enum_name(action), std::to_string(at.ms)});
  const auto byte = [&hash](std::size_t i) { return std::to_integer<std::uint64_t>(hash[i]); };
  std::uint64_t low = 0;
  for (std::size_t i = 0; i < 8; ++i) low = low << 8 | byte(i);
  return EntryId::derive(static_cast<std::uint64_t>(at.ms) << 16 | byte(8) << 8 | byte(9), low);
}

Error append_only() { return Error(errors::internal, "the audit trail only grows"); }

template <class T>
Task<Result<T>> refused() {
  co_return fail(append_only());
}

}  // namespace

Result<void> AuditedDocuments::open(const ports::CollectionSpec& spec) {
  if (spec.audit) audited_.insert_or_assign(spec.name, *spec.audit);
  return store_.open(spec);
}

const AuditedDocuments::Audited::value_type* AuditedDocuments::audited(std::string_view collection) const {
  const auto found = audited_.find(collection);
  return found == audited_.end() ? nullptr : &*found;
}

Task<Result<std::optional<ports::Document>>> AuditedDocuments::get(std::string_view collection, std::string id) {
  return store_.get(collection, std::move(id));
}

Task<Result<ports::Page>> AuditedDocuments::find(std::string_view collection, std::string_view index, ports::Range range, int limit,
                                                 std::string after) {
  return store_.find(collection, index, std::move(range), limit, std::move(after));
}

Task<Result<ports::Changes>> AuditedDocuments::changes(std::string token, int limit, Milliseconds wait) {
  return store_.changes(std::move(token), limit, wait);
}

Task<Result<std::int64_t>> AuditedDocuments::insert(std::string_view collection, ports::Write write) {
  if (const auto* in = audited(collection)) return insert_audited(*in, std::move(write));
  return store_.insert(collection, std::move(write));
}

Task<Result<std::int64_t>> AuditedDocuments::replace(std::string_view collection, std::int64_t expected_version, ports::Write write) {
  if (collection == entries_collection) return refused<std::int64_t>();
  if (const auto* in = audited(collection)) return replace_audited(*in, expected_version, std::move(write));
  return store_.replace(collection, expected_version, std::move(write));
}

Task<Result<void>> AuditedDocuments::erase(std::string_view collection, std::string id, std::int64_t expected_version,
                                           std::vector<ports::OutboxEntry> outbox) {
  if (collection == entries_collection) return refused<void>();
  if (const auto* in = audited(collection)) return erase_audited(*in, std::move(id), expected_version, std::move(outbox));
  return store_.erase(collection, std::move(id), expected_version, std::move(outbox));
}

Task<Result<std::int64_t>> AuditedDocuments::insert_audited(const Audited::value_type& in, ports::Write write) {
  const CallContext* call = co_await current_call();
  if (leaves_entry(call, in.second)) write.outbox.push_back(entry(*call, in, write.id, 1, {}, write.body));
  co_return co_await store_.insert(in.first, std::move(write));
}

Task<Result<std::int64_t>> AuditedDocuments::replace_audited(const Audited::value_type& in, std::int64_t expected_version,
                                                             ports::Write write) {
  const CallContext* call = co_await current_call();
  if (leaves_entry(call, in.second)) {
    GH_CO_TRY(const auto before, co_await store_.get(in.first, write.id));
    // At another version the write will be refused.
    if (before && before->version == expected_version)
      write.outbox.push_back(entry(*call, in, write.id, expected_version + 1, before->body, write.body));
  }
  co_return co_await store_.replace(in.first, expected_version, std::move(write));
}

Task<Result<void>> AuditedDocuments::erase_audited(const Audited::value_type& in, std::string id, std::int64_t expected_version,
                                                   std::vector<ports::OutboxEntry> outbox) {
  const CallContext* call = co_await current_call();
  if (leaves_entry(call, in.second)) {
    GH_CO_TRY(const auto before, co_await store_.get(in.first, id));
    if (before && before->version == expected_version) outbox.push_back(entry(*call, in, id, expected_version, before->body, {}));
  }
  co_return co_await store_.erase(in.first, std::move(id), expected_version, std::move(outbox));
}

ports::OutboxEntry AuditedDocuments::entry(const CallContext& call, const Audited::value_type& in, const std::string& id,
                                           std::int64_t version, std::string_view before, std::string_view after) const {
  const auto& [collection, spec] = in;
  auto changes = changes_between(before, after);
  AuditEntry made{.at = clock_.now(),
                  .user = call.user,
                  .api_key = call.api_key,
                  .role = call.role,
                  .farm = FarmId::parse(member_text(after.empty() ? before : after, spec.farm_member)),
                  .collection = collection,
                  .subject = id,
                  .version = version,
                  .action = before.empty()  ? Action::created
                            : after.empty() ? Action::removed
                                            : Action::changed,
                  .operation = call.operation,
                  .request_id = call.request_id,
                  .address = call.address,
                  .before = {std::move(changes.before)},
                  .after = {std::move(changes.after)}};
  made.id = entry_id(collection, id, version, made.action, made.at);
  return {std::string(append_task), made.id.text(), json::to_string(made), {}};
}

}  // namespace gh::audit

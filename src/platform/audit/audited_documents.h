// AuditedDocuments: the document port with the audit trail in front of a store. One per process, made by the composition root, which
// gives it to the contexts instead of the store. Any thread, after the collections were opened.
//
// Reads and writes that leave no entry go straight to the store. A write that leaves one costs a read of the document before it.
#pragma once
#include <functional>
#include <map>
#include <string>

#include "base/call.h"
#include "platform/audit/entry.h"
#include "platform/ports/documents.h"

namespace gh::audit {

class AuditedDocuments final : public ports::Documents {
 public:
  // The store outlives it.
  AuditedDocuments(ports::Documents& store, const Clock& clock) : store_(store), clock_(clock) {}

  Result<void> open(const ports::CollectionSpec&) override;
  Task<Result<std::optional<ports::Document>>> get(std::string_view collection, std::string id) override;
  Task<Result<std::int64_t>> insert(std::string_view collection, ports::Write) override;
  Task<Result<std::int64_t>> replace(std::string_view collection, std::int64_t expected_version, ports::Write) override;
  Task<Result<void>> erase(std::string_view collection, std::string id, std::int64_t expected_version,
                           std::vector<ports::OutboxEntry>) override;
  Task<Result<ports::Page>> find(std::string_view collection, std::string_view index, ports::Range, int limit, std::string after) override;
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override;

 private:
  using Audited = std::map<std::string, ports::AuditSpec, std::less<>>;

  const Audited::value_type* audited(std::string_view collection) const;
  Task<Result<std::int64_t>> insert_audited(const Audited::value_type&, ports::Write);
  Task<Result<std::int64_t>> replace_audited(const Audited::value_type&, std::int64_t expected_version, ports::Write);
  Task<Result<void>> erase_audited(const Audited::value_type&, std::string id, std::int64_t expected_version,
                                   std::vector<ports::OutboxEntry>);
  // body: before and after; an empty one is not there.
  ports::OutboxEntry entry(const CallContext& call, const Audited::value_type& in, const std::string& id, std::int64_t version,
                           std::string_view before, std::string_view after) const;

  ports::Documents& store_;
  const Clock& clock_;
  Audited audited_;
};

}  // namespace gh::audit

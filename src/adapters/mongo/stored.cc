#include "adapters/mongo/stored.h"

#include "adapters/mongo/json_bson.h"
#include "base/planted.h"

namespace gh::mongo {

namespace {

Bson pending(const Command& command, const std::string& write) {
  std::vector<Bson> tasks;
  for (const auto& entry : command.write.outbox) {
    tasks.emplace_back()
        .text("id", to_text(entry.id))
        .text("name", entry.task)
        .text("payload", entry.payload)
        .integer("due", entry.not_before.ms);
  }
  Bson pending;
  pending.text("write", write);
  if (!tasks.empty()) pending.documents("tasks", tasks);
  return pending;
}

void add_body(const Command& command, Bson& set) {
  if (const auto document = to_document(command.write.body))
    set.document("body", *document);
  else
    set.text("body", command.write.body);
}

// A planted writer remembers what is to be told beside the document, and forgets it with its death.
constexpr bool tells_beside = planted("outbox_beside_document");

// Empty keys are not indexed, so they are not there.
void add_keys(const Command& command, Bson& set, Bson* unset) {
  const auto& keys = command.write.keys;
  if (!keys) return;
  for (std::size_t i = 0; i < keys->size(); ++i) {
    const auto field = key_field(command.table->spec.indexes[i]);
    if (!(*keys)[i].empty())
      set.text(field, to_text((*keys)[i]));
    else if (unset != nullptr)
      unset->flag(field, true);
  }
}

Bson as_it_was(const Command& command) {
  Bson filter = is("_id", to_text(command.write.id)), nothing;
  nothing.flag("$exists", false);
  filter.integer("version", command.expected_version).document("pending", nothing);
  return filter;
}

WriteOperation insert(const Command& command, const std::string& write) {
  WriteOperation operation{.kind = WriteOperation::Kind::insert, .filter = is("_id", to_text(command.write.id)), .change = {}};
  operation.filter.integer("version", 1);
  add_body(command, operation.filter);
  add_keys(command, operation.filter, nullptr);
  if (!tells_beside) operation.filter.document("pending", pending(command, write));
  return operation;
}

WriteOperation change(const Command& command, const Bson& set, const Bson& unset) {
  WriteOperation operation{.kind = WriteOperation::Kind::update, .filter = as_it_was(command), .change = {}};
  operation.change.document("$set", set);
  if (!unset.empty()) operation.change.document("$unset", unset);
  return operation;
}

}  // namespace

Result<std::string> body_of(const Fields& stored) {
  if (const auto document = stored.document("body"); document.data() != nullptr) return to_json(document);
  return std::string(stored.text("body"));
}

std::string key_field(const ports::IndexSpec& index) { return "key_" + index.name; }

Pending pending_of(const Fields& stored) {
  const auto pending = stored.document("pending");
  Pending found{
      .write = std::string(pending.text("write")), .version = stored.integer("version"), .erased = stored.flag("gone"), .tasks = {}};
  for (const auto& task : pending.documents("tasks")) {
    found.tasks.push_back({.task = std::string(task.text("name")),
                           .id = from_text(task.text("id")),
                           .payload = std::string(task.text("payload")),
                           .not_before = {task.integer("due")}});
  }
  return found;
}

Bson pending_members() {
  Bson members;
  members.integer("version", 1).integer("gone", 1).integer("pending", 1);
  return members;
}

Bson has_pending() { return exists("pending.write", true); }

WriteOperation operation_of(const Command& command, const std::string& write) {
  if (command.kind == Command::Kind::insert) return insert(command, write);
  Bson set, unset;
  if (!tells_beside) set.document("pending", pending(command, write));
  if (command.kind == Command::Kind::erase) {
    set.flag("gone", true);
    unset.flag("body", true);
    for (const auto& index : command.table->spec.indexes) unset.flag(key_field(index), true);
  } else {
    set.integer("version", command.expected_version + 1);
    add_body(command, set);
    add_keys(command, set, &unset);
  }
  return change(command, set, unset);
}

void Clearing::add(std::string_view id, const std::string& write, bool erased) {
  auto& some = erased ? erased_ : kept_;
  some.ids.emplace_back(id);
  some.writes.push_back(write);
}

// Not for the majority: what comes back is told once more.
Result<void> Clearing::carry_out(Session& session, const Table& table) const {
  using Kind = WriteOperation::Kind;
  for (const auto* some : {&kept_, &erased_}) {
    if (some->ids.empty()) continue;
    WriteOperation operation{
        .kind = some == &erased_ ? Kind::erase_all : Kind::update_all, .filter = one_of("_id", some->ids), .change = {}};
    Bson writes, told;
    writes.texts("$in", some->writes);
    operation.filter.document("pending.write", writes);
    told.flag("pending", true);
    operation.change.document("$unset", told);
    GH_CHECK(session.write(table.name, {&operation, 1}, Session::Safety::primary));
  }
  return {};
}

}  // namespace gh::mongo

#include "adapters/mongo/batch.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/errors.h"

namespace gh::mongo {

namespace {

using Kind = Command::Kind;

constexpr std::size_t error_bytes_max = 1'000;  // of the reason kept with a dead task

std::optional<Error> check_keys(const Command& command) {
  const auto& keys = command.write.keys;
  if (command.kind == Kind::erase) return std::nullopt;
  if (keys ? keys->size() == command.table->spec.indexes.size() : command.kind == Kind::replace) return std::nullopt;
  return Error(errors::internal, "keys do not match the indexes of " + command.table->spec.name);
}

// "E11000 duplicate key error collection: shop.d_farms index: key_slug dup key: { key_slug: "oak" }"
std::string_view index_in(std::string_view message) {
  constexpr std::string_view before = " index: ";
  const auto at = message.find(before);
  if (at == std::string_view::npos) return {};
  message.remove_prefix(at + before.size());
  return message.substr(0, message.find(' '));
}

// Not in the middle of a character.
std::string_view cut(std::string_view text) {
  if (text.size() <= error_bytes_max) return text;
  auto size = error_bytes_max;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

}  // namespace

Batch::Batch(Means means, const std::vector<Command>& commands, std::vector<std::string> writes)
    : means_(means), commands_(commands), writes_(std::move(writes)), answers_(commands.size()) {}

void Batch::run() {
  write_documents();
  const auto start = std::chrono::steady_clock::now();
  tell();
  follow_up();
  tell_took_ = std::chrono::steady_clock::now() - start;
}

std::vector<Answer> Batch::take_answers() {
  std::vector<Answer> answers;
  answers.reserve(answers_.size());
  for (auto& answer : answers_) answers.push_back(*answer);  // clear() looks at them again
  return answers;
}

std::int64_t Batch::new_version(const Command& command) const {
  return command.kind == Kind::insert ? 1 : command.expected_version + (command.kind == Kind::replace ? 1 : 0);
}

void Batch::write_documents() {
  Numbers open;
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    if (commands_[i].table == nullptr) continue;
    if (auto wrong = check_keys(commands_[i]))
      answers_[i] = fail(*std::move(wrong));
    else
      open.push_back(i);
  }
  for (int round = 0; !open.empty() && round < rounds_max; ++round) {
    if (round > rounds_alone) unblock(open);
    std::map<std::pair<int, bool>, Numbers> groups;  // of one table, inserts and the others: one command each
    for (const auto i : open) groups[{commands_[i].table->number, commands_[i].kind == Kind::insert}].push_back(i);
    Numbers blocked;
    for (const auto& [key, numbers] : groups) write_some(*commands_[numbers.front()].table, numbers, blocked);
    open = std::move(blocked);
  }
  // No trace of them, so the one who asks may read and try again.
  for (const auto i : open) answers_[i] = fail(ports::errors::version_conflict);
}

void Batch::write_some(const Table& table, const Numbers& numbers, Numbers& blocked) {
  std::vector<WriteOperation> operations;
  operations.reserve(numbers.size());
  for (const auto i : numbers) operations.push_back(operation_of(commands_[i], writes_[i]));
  const auto reply = means_.session.write(table.name, operations);
  if (!reply) {
    for (const auto i : numbers) answers_[i] = fail(reply.error());
    return;
  }
  Numbers taken_ids, rest;  // the ids are taken by a document, or by one that is erased and not told yet
  for (const auto& refusal : reply->refusals) {
    const auto i = numbers[refusal.operation];
    if (commands_[i].kind == Kind::insert && refusal.is_duplicate() && !index_in(refusal.message).starts_with("key_"))
      taken_ids.push_back(i);
    else
      answers_[i] = refused(commands_[i], refusal);
  }
  for (const auto i : numbers)
    if (!answers_[i] && std::ranges::find(taken_ids, i) == taken_ids.end()) rest.push_back(i);
  const bool inserts = commands_[numbers.front()].kind == Kind::insert;
  if (inserts || reply->matched == static_cast<std::int64_t>(rest.size()))
    for (const auto i : rest) answers_[i] = new_version(commands_[i]);
  else
    settle(table, rest, blocked);
  if (!taken_ids.empty()) settle(table, taken_ids, blocked);
}

// The server says how many it changed, not which. A document that carries the name of the write was changed by it, and so was one of whose
// write the log tells (then somebody has told it for us, and taken the name away).
void Batch::settle(const Table& table, const Numbers& numbers, Numbers& blocked) {
  std::vector<std::string> ids;
  for (const auto i : numbers) ids.push_back(to_text(commands_[i].write.id));
  Question question{.filter = one_of("_id", ids), .sort = {}, .members = pending_members(), .limit = 0};
  const auto found = means_.session.find(table.name, question);
  const auto entries = found ? means_.log.catch_up(means_.session) : Result<std::vector<LogEntry>>();
  if (!found || !entries) {
    for (const auto i : numbers) answers_[i] = fail(ports::errors::outcome_unknown, (found ? entries.error() : found.error()).detail());
    return;
  }
  absorb(*entries);
  std::unordered_map<std::string, Pending> documents;
  for (const auto& one : *found) documents.emplace(from_text(one.fields().text("_id")), pending_of(one.fields()));
  for (const auto i : numbers) {
    const auto& command = commands_[i];
    const auto at = documents.find(command.write.id);
    const bool exists = at != documents.end();
    if ((exists && at->second.write == writes_[i]) || told_by_others_.contains(writes_[i]))
      answers_[i] = new_version(command);
    else if (command.kind == Kind::insert && exists && !at->second.erased)
      answers_[i] = fail(ports::errors::duplicate_key, "id");
    else if (command.kind != Kind::insert && (!exists || at->second.erased || at->second.version != command.expected_version))
      answers_[i] = fail(ports::errors::version_conflict);
    else
      blocked.push_back(i);
  }
}

void Batch::unblock(const Numbers& blocked) {
  std::map<const Table*, std::vector<std::string>> ids;
  for (const auto i : blocked) ids[commands_[i].table].push_back(to_text(commands_[i].write.id));
  for (const auto& [table, some] : ids) (void)means_.relay.finish(means_.session, *table, some);  // else they stay blocked
}

Answer Batch::refused(const Command& command, const Refusal& refusal) const {
  if (!refusal.is_duplicate()) return fail(refusal.error());
  const auto name = index_in(refusal.message);
  for (const auto& index : command.table->spec.indexes)
    if (name == key_field(index)) return fail(ports::errors::duplicate_key, index.name);
  return fail(ports::errors::duplicate_key, "id");
}

void Batch::absorb(const std::vector<LogEntry>& entries) {
  for (const auto& entry : entries)
    for (const auto& change : entry.changes) told_by_others_.insert(change.write);
}

void Batch::tell() {
  std::vector<LoggedChange> changes;
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    if (!took(i)) continue;
    ++changes_;
    if (told_by_others_.contains(writes_[i])) continue;
    const auto& command = commands_[i];
    changes.push_back({.change = {.collection = command.table->spec.name,
                                  .id = command.write.id,
                                  .version = **answers_[i],
                                  .kind = command.kind == Kind::erase ? ports::Change::Kind::erased : ports::Change::Kind::put},
                       .write = writes_[i]});
  }
  // What others have put into the log since before our writes, and of ours is not in it, nobody has told: there is no later change of it.
  const auto outcome = means_.log.append(means_.session, changes, [&](const auto& entries, auto& left) -> Result<void> {
    absorb(entries);
    std::erase_if(left, [&](const LoggedChange& change) { return told_by_others_.contains(change.write); });
    return {};
  });
  const bool told = outcome && *outcome == ChangeLog::Outcome::told;
  for (std::size_t i = 0; i < commands_.size(); ++i)
    if (took(i) && (!told || told_by_others_.contains(writes_[i]))) untold_.insert(i);
  if (outcome && !told) (void)means_.log.begin(means_.session);
}

void Batch::put(std::vector<const ports::OutboxEntry*>& entries, Numbers& owners) {
  if (entries.empty()) return;
  has_tasks_ = true;
  if (const auto added = add_tasks(means_.session, entries, means_.stamps); !added) {
    for (const auto i : owners) {
      if (commands_[i].table == nullptr)
        answers_[i] = fail(added.error());
      else
        untold_.insert(i);
    }
  }
  entries.clear();
  owners.clear();
}

void Batch::complete(std::vector<std::string>& ids, Numbers& owners) {
  if (ids.empty()) return;
  const WriteOperation erase{.kind = WriteOperation::Kind::erase_all, .filter = one_of("_id", ids), .change = {}};
  if (const auto done = means_.session.write(tasks_collection, {&erase, 1}); !done)
    for (const auto i : owners) answers_[i] = fail(done.error());
  ids.clear();
  owners.clear();
}

// The tasks' side of everything that took effect, in the order in which it was asked for.
void Batch::follow_up() {
  std::vector<const ports::OutboxEntry*> entries;
  std::vector<std::string> done;
  Numbers putting, completing;
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    const auto& command = commands_[i];
    if (command.table != nullptr && (!took(i) || untold_.contains(i))) continue;
    const bool adds = command.table != nullptr || command.kind == Kind::enqueue;
    if (adds && command.write.outbox.empty()) continue;
    if (adds) complete(done, completing);
    if (!adds) put(entries, putting);
    if (!answers_[i]) answers_[i] = 0;
    if (adds) {
      for (const auto& entry : command.write.outbox) entries.push_back(&entry);
      putting.push_back(i);
    } else if (command.kind == Kind::complete) {
      for (const auto& id : command.tasks) done.push_back(to_text(id));
      completing.push_back(i);
    } else {
      complete(done, completing);
      answers_[i] = change_task(command);
    }
  }
  put(entries, putting);
  complete(done, completing);
  for (auto& answer : answers_)
    if (!answer) answer = 0;  // it had nothing to do
}

Answer Batch::change_task(const Command& command) {
  const bool dead = command.kind == Kind::revive;
  Bson death, set, unset;
  death.flag("$exists", dead);
  WriteOperation write{.kind = WriteOperation::Kind::update, .filter = is("_id", to_text(command.tasks.front())), .change = {}};
  write.filter.document("died", death);
  unset.flag("lease", true).flag("node", true);
  if (command.kind == Kind::bury) {
    set.integer("died", command.at.ms).text("error", cut(command.error));
    unset.flag("due", true);
  } else {
    set.integer("due", command.at.ms);
    has_tasks_ = true;
  }
  if (dead) {
    set.integer("tries", 0);
    unset.flag("died", true).flag("error", true);
  }
  write.change.document("$set", set).document("$unset", unset);
  GH_TRY(const auto reply, means_.session.write(tasks_collection, {&write, 1}));
  if (!reply.refusals.empty()) return fail(reply.refusals.front().error());
  if (reply.matched != 1) return fail(errors::not_found, "no such task");
  return 0;
}

void Batch::clear() {
  std::map<const Table*, Clearing> clearings;
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    if (!took(i) || untold_.contains(i)) continue;
    clearings[commands_[i].table].add(to_text(commands_[i].write.id), writes_[i], commands_[i].kind == Kind::erase);
  }
  // Where that fails they stay pending, and the relay tells them once more.
  for (const auto& [table, clearing] : clearings) (void)clearing.carry_out(means_.session, *table);
}

}  // namespace gh::mongo

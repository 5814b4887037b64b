#include "adapters/sqlite/batch.h"

#include "base/errors.h"

namespace gh::sqlite {

Result<void> Batch::prepare() {
  const std::pair<Statement*, const char*> all[] = {
      {&add_task_, "INSERT INTO tasks(id, name, payload, not_before, attempt) VALUES(?,?,?,?,1)"},
      {&remove_task_, "DELETE FROM tasks WHERE row=?"},
      {&delay_task_, "UPDATE tasks SET not_before=?, attempt=? WHERE row=?"},
      {&add_dead_, "INSERT INTO dead(id, name, payload, attempts, error, died) VALUES(?,?,?,?,?,?)"},
      {&remove_dead_, "DELETE FROM dead WHERE id=?"},
      {&add_changes_, "INSERT INTO changes(last, list) VALUES(?,?)"},
      {&trim_changes_, "DELETE FROM changes WHERE last<=?"},
  };
  for (const auto& [statement, sql] : all) {
    GH_TRY(*statement, connection_.prepare(sql));
  }
  return {};
}

namespace {

// SQLite takes an entry out of an index and puts it in again for every column that is set, whether it changes or not.
std::string replace_sql(const Table& table, std::uint32_t same_keys) {
  std::string sets = "version=version+1, body=?2";
  for (std::size_t i = 0; i < table.spec.indexes.size(); ++i) {
    if ((same_keys >> i & 1) == 0) sets += ", k" + std::to_string(i + 1) + "=?" + std::to_string(i + 4);
  }
  return "UPDATE " + table.name + " SET " + sets + " WHERE id=?1 AND version=?3";
}

}  // namespace

Batch::TableStatements* Batch::statements_of(const Table& table) {
  const auto number = static_cast<std::size_t>(table.number);
  if (tables_.size() <= number) tables_.resize(number + 1);
  auto& statements = tables_[number];
  if (statements.insert) return &statements;
  std::string columns = "id, version, body";
  std::string places = "?,1,?";
  for (std::size_t i = 0; i < table.spec.indexes.size(); ++i) {
    columns += ", k" + std::to_string(i + 1);
    places += ",?";
  }
  const auto keep = [&](Statement& statement, const std::string& sql) {
    auto prepared = connection_.prepare(sql);
    if (!prepared) return false;
    statement = *std::move(prepared);
    return true;
  };
  const bool prepared = keep(statements.replace, replace_sql(table, ~std::uint32_t{0})) &&
                        keep(statements.erase, "DELETE FROM " + table.name + " WHERE id=? AND version=?") &&
                        keep(statements.insert, "INSERT INTO " + table.name + "(" + columns + ") VALUES(" + places + ")");
  return prepared ? &statements : nullptr;
}

// nullptr: the database failed. What stays in `write` of the keys is what the statement sets.
Statement* Batch::replace_statement(const Table& table, TableStatements& statements, ports::Write& write) {
  if (!write.keys) return &statements.replace;
  auto& by_mask = statements.replace_with_keys;
  if (!by_mask.contains(write.same_keys) && by_mask.size() >= key_statements_max) write.same_keys = 0;
  auto& statement = by_mask[write.same_keys];
  if (statement) return &statement;
  auto prepared = connection_.prepare(replace_sql(table, write.same_keys));
  if (!prepared) return nullptr;
  statement = *std::move(prepared);
  return &statement;
}

// false: the database failed. With `constraint` a broken constraint is an outcome and not a failure.
bool Batch::run(Statement& statement, bool* constraint) {
  const auto step = statement.step();
  if (constraint != nullptr) *constraint = step == Step::constraint;
  statement.reset();  // keeps the connection's error
  return step == Step::done || (constraint != nullptr && step == Step::constraint);
}

// "UNIQUE constraint failed: d_farms.k1" or "... d_farms.id".
Answer Batch::taken_key(const Table& table) const {
  const auto message = connection_.message();
  for (std::size_t i = 0; i < table.spec.indexes.size(); ++i) {
    const auto key = "k" + std::to_string(i + 1);
    if (message.ends_with(table.name + "." + key) || message.ends_with("_" + key + "'")) {
      return fail(ports::errors::duplicate_key, table.spec.indexes[i].name);
    }
  }
  return fail(ports::errors::duplicate_key, "id");
}

namespace {

void bind_keys(Statement& statement, int from, const std::vector<std::string>& keys, std::uint32_t left_out = 0) {
  for (std::size_t i = 0; i < keys.size(); ++i, ++from) {
    if ((left_out >> i & 1) != 0) continue;
    if (keys[i].empty())
      statement.bind_null(from);
    else
      statement.bind_bytes(from, keys[i]);
  }
}

// A document that outgrows its page takes others with it to new ones: what it will need is kept free behind it. Blanks are none of JSON.
void keep_room(const Table& table, std::string& body) {
  if (body.size() < table.spec.grows_to_bytes) body.resize(table.spec.grows_to_bytes, ' ');
}

std::optional<Error> check_keys(const Command& command) {
  const auto& keys = command.write.keys;
  if (keys ? keys->size() == command.table->spec.indexes.size() : command.kind == Command::Kind::replace) return std::nullopt;
  return Error(errors::internal, "keys do not match the indexes of " + command.table->spec.name);
}

}  // namespace

Batch::Applied Batch::apply(Command& command) {
  if (touches_own_tasks(command)) return Applied::later;
  static constexpr std::array<Outcome (Batch::*)(Command&), 8> by_kind = {&Batch::insert,   &Batch::replace, &Batch::erase, &Batch::enqueue,
                                                                          &Batch::complete, &Batch::retry,   &Batch::bury,  &Batch::revive};
  auto outcome = (this->*by_kind[static_cast<std::size_t>(command.kind)])(command);
  if (!outcome) return Applied::failed;
  answers_.push_back(*std::move(outcome));
  return Applied::yes;
}

Batch::Outcome Batch::insert(Command& command) {
  if (auto wrong = check_keys(command)) return fail(*std::move(wrong));
  if (!has_room(command.write.outbox.size())) return fail(ports::errors::store_full, "too many tasks wait");
  auto* statements = statements_of(*command.table);
  if (statements == nullptr) return std::nullopt;
  auto& statement = statements->insert;
  keep_room(*command.table, command.write.body);
  statement.bind_text(1, command.write.id);
  statement.bind_text(2, command.write.body);
  bind_keys(statement, 3, *command.write.keys);
  bool taken = false;
  if (!run(statement, &taken)) return std::nullopt;
  if (taken) return taken_key(*command.table);
  return settle(*command.table, command.write.id, 1, ports::Change::Kind::put, command.write.outbox);
}

Batch::Outcome Batch::replace(Command& command) {
  if (auto wrong = check_keys(command)) return fail(*std::move(wrong));
  if (!has_room(command.write.outbox.size())) return fail(ports::errors::store_full, "too many tasks wait");
  auto* statements = statements_of(*command.table);
  if (statements == nullptr) return std::nullopt;
  auto* prepared = replace_statement(*command.table, *statements, command.write);
  if (prepared == nullptr) return std::nullopt;
  auto& statement = *prepared;
  keep_room(*command.table, command.write.body);
  statement.bind_text(1, command.write.id);
  statement.bind_text(2, command.write.body);
  statement.bind(3, command.expected_version);
  if (command.write.keys) bind_keys(statement, 4, *command.write.keys, command.write.same_keys);
  bool taken = false;
  if (!run(statement, &taken)) return std::nullopt;
  if (taken) return taken_key(*command.table);
  if (connection_.rows_changed() == 0) return fail(ports::errors::version_conflict);
  return settle(*command.table, command.write.id, command.expected_version + 1, ports::Change::Kind::put, command.write.outbox);
}

Batch::Outcome Batch::erase(Command& command) {
  if (!has_room(command.write.outbox.size())) return fail(ports::errors::store_full, "too many tasks wait");
  auto* statements = statements_of(*command.table);
  if (statements == nullptr) return std::nullopt;
  statements->erase.bind_text(1, command.write.id);
  statements->erase.bind(2, command.expected_version);
  if (!run(statements->erase)) return std::nullopt;
  if (connection_.rows_changed() == 0) return fail(ports::errors::version_conflict);
  return settle(*command.table, command.write.id, command.expected_version, ports::Change::Kind::erased, command.write.outbox);
}

Batch::Outcome Batch::settle(const Table& table, const std::string& id, std::int64_t version, ports::Change::Kind kind,
                             std::vector<ports::OutboxEntry>& outbox) {
  changes_.push_back({table.spec.name, id, version, kind});
  for (auto& entry : outbox) {
    if (!add_task(entry)) return std::nullopt;
  }
  return Answer(version);
}

bool Batch::has_room(std::size_t tasks) {
  if (tasks == 0) return true;
  const std::lock_guard guard(tasks_.mutex);
  return tasks_.queue.size() + added_ + tasks <= TaskQueue::tasks_max;
}

bool Batch::add_task(ports::OutboxEntry& entry) {
  {
    const std::lock_guard guard(tasks_.mutex);
    if (tasks_.queue.knows(entry.id)) return true;
  }
  if (!touched_.emplace(entry.id, false).second) return true;  // twice in this batch
  add_task_.bind_text(1, entry.id);
  add_task_.bind_text(2, entry.task);
  add_task_.bind_text(3, entry.payload);
  add_task_.bind(4, entry.not_before.ms);
  if (!run(add_task_)) return false;
  ++added_;
  effects_.push_back({TaskEffect::Kind::add, std::move(entry), connection_.last_row(), {}, {}});
  return true;
}

// The task queue in memory knows nothing of this batch yet: what changes a task that the batch touched, or adds one again that it
// ended, waits for the commit.
bool Batch::touches_own_tasks(const Command& command) const {
  if (touched_.empty()) return false;
  return std::ranges::any_of(command.tasks, [&](const auto& id) { return touched_.contains(id); }) ||
         std::ranges::any_of(command.write.outbox, [&](const auto& entry) {
           const auto found = touched_.find(entry.id);
           return found != touched_.end() && found->second;
         });
}

Batch::Outcome Batch::enqueue(Command& command) {
  if (!has_room(1)) return fail(ports::errors::store_full, "too many tasks wait");
  if (!add_task(command.write.outbox.front())) return std::nullopt;
  return Answer(0);
}

Batch::Outcome Batch::complete(Command& command) {
  for (auto& id : command.tasks) {
    std::int64_t row = 0;
    bool dead = false;
    {
      const std::lock_guard guard(tasks_.mutex);
      const auto found = tasks_.queue.find(id);
      dead = !found && tasks_.queue.find_dead(id) != nullptr;
      if (!found && !dead) continue;
      if (found) row = found->handle;
    }
    if (!touched_.emplace(id, true).second) continue;  // named twice
    auto& remove = dead ? remove_dead_ : remove_task_;
    if (dead)
      remove.bind_text(1, id);
    else
      remove.bind(1, row);
    if (!run(remove)) return std::nullopt;
    effects_.push_back({TaskEffect::Kind::complete, {{}, std::move(id), {}, {}}, row, {}, {}});
  }
  return Answer(0);
}

Batch::Outcome Batch::retry(Command& command) {
  auto& id = command.tasks.front();
  std::int64_t row = 0;
  int attempt = 0;
  {
    const std::lock_guard guard(tasks_.mutex);
    const auto found = tasks_.queue.find(id);
    if (!found) return fail(errors::not_found, "no such task");
    row = found->handle;
    attempt = found->attempt + 1;
  }
  delay_task_.bind(1, command.at.ms);
  delay_task_.bind(2, attempt);
  delay_task_.bind(3, row);
  if (!run(delay_task_)) return std::nullopt;
  touched_.emplace(id, false);
  effects_.push_back({TaskEffect::Kind::retry, {{}, std::move(id), {}, {}}, row, command.at, {}});
  return Answer(0);
}

Batch::Outcome Batch::bury(Command& command) {
  auto& id = command.tasks.front();
  if (command.error.size() > TaskQueue::error_bytes_max) command.error.resize(TaskQueue::error_bytes_max);
  std::string name, payload;
  TaskQueue::Attempted found{};
  {
    const std::lock_guard guard(tasks_.mutex);
    const auto known = tasks_.queue.find(id);
    if (!known) return fail(errors::not_found, "no such task");
    found = *known;
    name = *found.task;
    payload = *found.payload;
  }
  add_dead_.bind_text(1, id);
  add_dead_.bind_text(2, name);
  add_dead_.bind_text(3, payload);
  add_dead_.bind(4, found.attempt);
  add_dead_.bind_text(5, command.error);
  add_dead_.bind(6, command.at.ms);
  remove_task_.bind(1, found.handle);
  if (!run(add_dead_) || !run(remove_task_)) return std::nullopt;
  touched_.emplace(id, false);
  effects_.push_back({TaskEffect::Kind::bury, {{}, std::move(id), {}, {}}, found.handle, command.at, std::move(command.error)});
  return Answer(0);
}

Batch::Outcome Batch::revive(Command& command) {
  auto& id = command.tasks.front();
  ports::DeadTask dead;
  {
    const std::lock_guard guard(tasks_.mutex);
    const auto* found = tasks_.queue.find_dead(id);
    if (found == nullptr) return fail(errors::not_found, "no such dead task");
    dead = *found;
  }
  remove_dead_.bind_text(1, id);
  add_task_.bind_text(1, id);
  add_task_.bind_text(2, dead.task);
  add_task_.bind_text(3, dead.payload);
  add_task_.bind(4, command.at.ms);
  if (!run(remove_dead_) || !run(add_task_)) return std::nullopt;
  touched_.emplace(id, false);
  effects_.push_back({TaskEffect::Kind::revive, {{}, std::move(id), {}, {}}, connection_.last_row(), command.at, {}});
  return Answer(0);
}

bool Batch::seal() {
  if (changes_.empty()) return true;
  const auto list = ChangeFeed::encode(changes_);
  add_changes_.bind(1, static_cast<std::int64_t>(feed_.last() + changes_.size()));
  add_changes_.bind_bytes(2, list);
  if (!run(add_changes_)) return false;
  trimmed_to_ = feed_.trim_to();
  if (trimmed_to_ == 0) return true;
  trim_changes_.bind(1, static_cast<std::int64_t>(trimmed_to_));
  return run(trim_changes_);
}

std::vector<Answer> Batch::publish() {
  feed_.append(std::move(changes_), trimmed_to_);
  if (!effects_.empty()) {
    {
      const std::lock_guard guard(tasks_.mutex);
      for (auto& effect : effects_) {
        auto& id = effect.entry.id;
        switch (effect.kind) {
          case TaskEffect::Kind::add:
            tasks_.queue.add(std::move(effect.entry), 1, effect.row);
            break;
          case TaskEffect::Kind::complete:
            tasks_.queue.complete(id);
            break;
          case TaskEffect::Kind::retry:
            tasks_.queue.retry(id, effect.at);
            break;
          case TaskEffect::Kind::bury:
            tasks_.queue.bury(id, std::move(effect.error), effect.at);
            break;
          case TaskEffect::Kind::revive:
            tasks_.queue.revive(id, effect.at, effect.row);
            break;
        }
      }
    }
    tasks_.waiters.wake_all();
  }
  auto answers = std::move(answers_);
  forget();
  return answers;
}

void Batch::forget() {
  answers_.clear();
  changes_.clear();
  effects_.clear();
  touched_.clear();
  added_ = 0;
  trimmed_to_ = 0;
}

}  // namespace gh::sqlite

#include "adapters/postgres/batch.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "adapters/postgres/schema.h"
#include "base/errors.h"

namespace gh::postgres {

namespace {

constexpr int passing_refusals_max = 5;              // of one batch: another transaction was in the way
constexpr std::size_t error_characters_max = 1'000;  // of the reason kept with a dead task

bool writes_document(const Command& command) { return command.table != nullptr; }

std::optional<Error> check_keys(const Command& command) {
  const auto& keys = command.write.keys;
  if (command.kind == Command::Kind::erase) return std::nullopt;
  if (keys ? keys->size() == command.table->spec.indexes.size() : command.kind == Command::Kind::replace) return std::nullopt;
  return Error(errors::internal, "keys do not match the indexes of " + command.table->spec.name);
}

}  // namespace

BatchStatements::BatchStatements(const BatchOptions& options)
    : begin{"begin", "BEGIN"},
      rollback{"rollback", "ROLLBACK"},
      commit{"commit", "COMMIT"},
      lock_feed{"lock_feed", fmt::format("SELECT pg_advisory_xact_lock({})", options.feed_lock)},
      add_tasks{"add_tasks",
                "INSERT INTO tasks(id, name, payload, due) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])"
                " ON CONFLICT (id) DO NOTHING"},
      complete{"complete", "DELETE FROM tasks WHERE id = ANY($1::text[])"},
      retry{"retry", "UPDATE tasks SET leased=0, due=$2::bigint, attempt=attempt+1 WHERE id=$1::text AND died IS NULL"},
      bury{"bury", fmt::format("UPDATE tasks SET leased=0, died=$2::bigint, error=left($3::text, {}) WHERE id=$1::text AND died IS NULL",
                               error_characters_max)},
      revive{"revive",
             "UPDATE tasks SET died=NULL, error=NULL, leased=0, attempt=1, due=$2::bigint WHERE id=$1::text AND died IS NOT NULL"},
      add_changes{"add_changes",
                  "INSERT INTO changes SELECT nextval('change_numbers'), c.* FROM"
                  " unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) AS c"},
      trim_changes{"trim_changes", fmt::format("DELETE FROM changes WHERE n <= (SELECT max(n) FROM changes) - {}", options.changes_kept)},
      notify{"notify", fmt::format("SELECT pg_notify('{}', $1::text)", options.channel)} {}

void Batch::run(bool trim) {
  answers_.assign(commands_.size(), std::nullopt);
  if (write_documents()) commit(trim);
}

std::vector<Answer> Batch::take_answers() {
  std::vector<Answer> answers;
  answers.reserve(answers_.size());
  for (auto& answer : answers_) answers.push_back(*std::move(answer));
  return answers;
}

void Batch::refuse_open(const Error& error) {
  for (auto& answer : answers_)
    if (!answer) answer = fail(error);
}

// Also those who were told something that is not so without a commit.
void Batch::refuse_all(const Error& error) {
  for (auto& answer : answers_)
    if (!answer || *answer) answer = fail(error);
}

void Batch::roll_back() {
  if (!in_transaction_ || connection_.broken()) return;
  const Request requests[] = {{&statements_.rollback, {}}};
  (void)connection_.run(requests, Connection::Mode::together, after(options_.deadline));
  in_transaction_ = false;
}

Request Batch::request_of(const Command& command) const {
  const auto& statements = tables_.of(*command.table);
  const auto& write = command.write;
  Request request{nullptr, {}};
  request.parameters.text(write.id);
  if (command.kind == Command::Kind::erase) {
    request.statement = &statements.erase;
    request.parameters.integer(command.expected_version);
    return request;
  }
  request.parameters.text(write.body).integer(command.expected_version);
  if (write.keys)
    for (const auto& key : *write.keys) request.parameters.key(key);
  request.statement = command.kind == Command::Kind::insert ? &statements.insert
                      : write.keys                          ? &statements.replace_with_keys
                                                            : &statements.replace;
  return request;
}

// The write broke no version: somebody has its id, or one of its keys.
Answer Batch::taken_key(const Command& command) {
  const auto& statements = tables_.of(*command.table);
  const auto& spec = command.table->spec;
  std::vector<Request> requests{{&statements.has_id, Parameters().text(command.write.id)}};
  std::vector<std::string> names{"id"};
  for (std::size_t i = 0; i < spec.indexes.size(); ++i) {
    if (!spec.indexes[i].unique || (*command.write.keys)[i].empty()) continue;
    requests.push_back({&statements.has_key[i], Parameters().text((*command.write.keys)[i])});
    names.push_back(spec.indexes[i].name);
  }
  const auto found = connection_.run(requests, Connection::Mode::together, after(options_.deadline));
  if (!found) return fail(found.error());
  for (std::size_t i = 0; i < names.size(); ++i)
    if ((*found)[i] && (*found)[i]->size() > 0) return fail(ports::errors::duplicate_key, names[i]);
  return fail(ports::errors::duplicate_key, names.back());  // freed again in the meantime
}

Answer Batch::refused(const Command& command, const Refusal& refusal) const {
  if (!refusal.is_duplicate()) return fail(refusal.error());
  const auto& spec = command.table->spec;
  for (std::size_t i = 0; i < spec.indexes.size(); ++i)
    if (refusal.constraint == index_name(spec, i)) return fail(ports::errors::duplicate_key, spec.indexes[i].name);
  return fail(ports::errors::duplicate_key, "id");
}

// One try of the first turn. Nothing: everybody has been answered.
std::optional<std::vector<Reply>> Batch::try_documents(const std::vector<std::size_t>& order) {
  std::vector<Request> requests{{&statements_.begin, {}}};
  for (const auto at : order) requests.push_back(request_of(commands_[at]));
  in_transaction_ = true;
  auto replies = connection_.run(requests, Connection::Mode::together, after(options_.deadline));
  if (!replies) {
    refuse_open(replies.error());  // before the commit: nothing of it is left
    return std::nullopt;
  }
  if (!replies->front()) {
    refuse_open(replies->front().error().error());
    return std::nullopt;
  }
  replies->erase(replies->begin());
  return *std::move(replies);
}

// false: nothing is to be committed.
bool Batch::write_documents() {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    if (!writes_document(commands_[i])) continue;
    if (auto wrong = check_keys(commands_[i]))
      answers_[i] = fail(*std::move(wrong));
    else
      order.push_back(i);
  }
  std::ranges::sort(order, {}, [&](const std::size_t& i) { return std::tie(commands_[i].table->number, commands_[i].write.id, i); });
  for (int passing = 0; !order.empty();) {
    auto replies = try_documents(order);
    if (!replies) return false;
    const auto refusal = std::ranges::find_if(*replies, [](const Reply& reply) { return !reply && !Connection::unseen(reply); });
    if (refusal == replies->end()) {
      settle_documents(order, *replies);
      break;
    }
    // One that the server refuses takes the transaction with it: again without it.
    roll_back();
    if (refusal->error().is_passing() && ++passing <= passing_refusals_max) continue;
    const auto at = refusal - replies->begin();
    const auto number = order[static_cast<std::size_t>(at)];
    answers_[number] = refused(commands_[number], refusal->error());
    order.erase(order.begin() + at);
  }
  return std::ranges::any_of(answers_, [](const auto& answer) { return !answer || *answer; }) || (roll_back(), false);
}

void Batch::settle_documents(const std::vector<std::size_t>& order, std::vector<Reply>& replies) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& command = commands_[order[i]];
    if (replies[i]->affected() == 1)
      answers_[order[i]] = command.kind == Command::Kind::insert ? 1 : command.expected_version + (command.kind == Command::Kind::replace);
    else
      answers_[order[i]] = command.kind == Command::Kind::insert ? taken_key(command) : fail(ports::errors::version_conflict);
  }
}

// What the outboxes of writes and the enqueued tasks have collected, as one statement.
void Batch::add_outbox(std::vector<Request>& requests, std::vector<std::optional<std::size_t>>& owners,
                       std::vector<const ports::OutboxEntry*>& entries) {
  if (entries.empty()) return;
  std::vector<std::string> ids, names, payloads;
  std::vector<std::int64_t> due;
  for (const auto* entry : entries) {
    ids.push_back(entry->id);
    names.push_back(entry->task);
    payloads.push_back(entry->payload);
    due.push_back(entry->not_before.ms);
  }
  requests.push_back({&statements_.add_tasks, Parameters().texts(ids).texts(names).texts(payloads).integers(due)});
  owners.emplace_back(std::nullopt);
  entries.clear();
  has_tasks_ = true;
}

// The tasks' side of everything that took effect, in the order in which it was asked for.
void Batch::add_effects(std::vector<Request>& requests, std::vector<std::optional<std::size_t>>& owners) {
  std::vector<const ports::OutboxEntry*> entries;
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    const auto& command = commands_[i];
    if (writes_document(command) || command.kind == Command::Kind::enqueue) {
      if (!answers_[i]) answers_[i] = 0;
      if (!answers_[i]->has_value()) continue;
      for (const auto& entry : command.write.outbox) entries.push_back(&entry);
      continue;
    }
    add_outbox(requests, owners, entries);
    owners.emplace_back(i);
    switch (command.kind) {
      case Command::Kind::complete:
        requests.push_back({&statements_.complete, Parameters().texts(command.tasks)});
        break;
      case Command::Kind::retry:
        requests.push_back({&statements_.retry, Parameters().text(command.tasks.front()).integer(command.at.ms)});
        has_tasks_ = true;
        break;
      case Command::Kind::bury:
        requests.push_back({&statements_.bury, Parameters().text(command.tasks.front()).integer(command.at.ms).text(command.error)});
        break;
      default:
        requests.push_back({&statements_.revive, Parameters().text(command.tasks.front()).integer(command.at.ms)});
        has_tasks_ = true;
        break;
    }
  }
  add_outbox(requests, owners, entries);
}

void Batch::add_changes(std::vector<Request>& requests) {
  std::vector<std::string> collections, ids;
  std::vector<std::int64_t> versions, erased;
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    if (!writes_document(commands_[i]) || !answers_[i]->has_value()) continue;
    collections.push_back(commands_[i].table->spec.name);
    ids.push_back(commands_[i].write.id);
    versions.push_back(**answers_[i]);
    erased.push_back(commands_[i].kind == Command::Kind::erase ? 1 : 0);
  }
  changes_ = ids.size();
  if (changes_ > 0)
    requests.push_back({&statements_.add_changes, Parameters().texts(collections).texts(ids).integers(versions).integers(erased)});
}

void Batch::commit(bool trim) {
  std::vector<Request> requests;
  if (!in_transaction_) requests.push_back({&statements_.begin, {}});
  requests.push_back({&statements_.lock_feed, {}});
  std::vector<std::optional<std::size_t>> owners(requests.size());
  add_effects(requests, owners);
  add_changes(requests);
  if (trim) requests.push_back({&statements_.trim_changes, {}});
  if (changes_ > 0 || has_tasks_) requests.push_back({&statements_.notify, Parameters().text(has_tasks_ ? "tasks" : "")});
  requests.push_back({&statements_.commit, {}});
  owners.resize(requests.size());
  in_transaction_ = true;
  const auto start = std::chrono::steady_clock::now();
  const auto replies = connection_.run(requests, Connection::Mode::together, after(options_.deadline));
  commit_took_ = std::chrono::steady_clock::now() - start;
  if (!replies) return refuse_all({ports::errors::outcome_unknown, replies.error().detail()});
  for (const auto& reply : *replies) {
    if (reply || Connection::unseen(reply)) continue;
    roll_back();
    return refuse_all(reply.error().error());
  }
  // A COMMIT that could not be is answered with ROLLBACK and no error.
  if (replies->back()->tag() != "COMMIT") return refuse_all({errors::internal, "the transaction was rolled back"});
  in_transaction_ = false;
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (!owners[i]) continue;
    const bool any_number = commands_[*owners[i]].kind == Command::Kind::complete;
    if (any_number || (*replies)[i]->affected() == 1)
      answers_[*owners[i]] = 0;
    else
      answers_[*owners[i]] = fail(errors::not_found, "no such task");
  }
}

}  // namespace gh::postgres

#include "adapters/mongo/writer.h"

#include <map>
#include <set>

namespace gh::mongo {

namespace {

using DocumentName = std::pair<int, std::string>;  // the table's number, the id

DocumentName document_of(const Command& command) { return {command.table->number, command.write.id}; }

}  // namespace

Writer::Writer(const Connections& connections, Relay& relay, Stamps& stamps, std::string node, WriterLimits limits,
               std::uint64_t changes_kept, Told told, std::function<void(const CommitReport&)> observe)
    : connections_(connections),
      relay_(relay),
      stamps_(stamps),
      node_(std::move(node)),
      limits_(limits),
      changes_kept_(changes_kept),
      told_(told),
      observe_(std::move(observe)),
      queue_(limits.queue_max),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  queue_.stop();
  thread_.join();
}

// Of each document the first; the others are held for the next time, in their order. Empty: ending, and nothing is left.
std::vector<Command> Writer::take() {
  auto waiting = std::exchange(held_, {});
  for (auto& command : queue_.take(limits_.batch_max - waiting.size(), waiting.empty())) waiting.push_back(std::move(command));
  std::vector<Command> taken;
  std::set<DocumentName> documents;
  for (auto& command : waiting) {
    const bool first = command.table == nullptr || documents.insert(document_of(command)).second;
    (first ? taken : held_).push_back(std::move(command));
  }
  return taken;
}

void Writer::run() {
  auto session = connections_.session();
  for (;;) {
    auto commands = take();
    if (commands.empty()) return;
    write(session, commands);
  }
}

Result<void> Writer::begin(Session& session) {
  if (begun_) return {};
  GH_CHECK(log_.begin(session));
  begun_ = true;
  return {};
}

// Who waits behind a write that took effect, and wants another version than the one that there is now, need not ask the server.
void Writer::refuse_stale(const std::vector<Command>& written, const std::vector<Answer>& answers) {
  std::map<DocumentName, std::int64_t> versions;
  for (std::size_t i = 0; i < written.size(); ++i)
    if (written[i].table != nullptr && answers[i] && written[i].kind != Command::Kind::erase)
      versions[document_of(written[i])] = *answers[i];
  std::erase_if(held_, [&](const Command& command) {
    const auto at = versions.find(document_of(command));
    if (command.kind == Command::Kind::insert || at == versions.end() || at->second == command.expected_version) return false;
    command.answer.set(fail(ports::errors::version_conflict));
    return true;
  });
}

void Writer::write(Session& session, std::vector<Command>& commands) {
  const auto start = std::chrono::steady_clock::now();
  if (const auto begun = begin(session); !begun) {
    for (const auto& command : commands) command.answer.set(fail(begun.error()));
    return;
  }
  std::vector<std::string> writes;
  for (std::size_t i = 0; i < commands.size(); ++i) writes.push_back(name_write());
  Batch batch({session, log_, relay_, stamps_}, commands, std::move(writes));
  batch.run();
  const auto took = std::chrono::steady_clock::now() - start;
  auto answers = batch.take_answers();
  refuse_stale(commands, answers);
  for (std::size_t i = 0; i < commands.size(); ++i) commands[i].answer.set(std::move(answers[i]));
  if (batch.changes() > 0) told_.changes.wake_all();
  if (batch.has_tasks()) told_.tasks.wake_all();
  batch.clear();
  changes_since_trim_ += batch.changes();
  if (changes_since_trim_ >= trimmed_at_once) {
    changes_since_trim_ = 0;
    (void)log_.trim(session, static_cast<std::int64_t>(changes_kept_));  // else the next time
  }
  if (observe_) observe_({commands.size(), queued(), took - batch.tell_took(), batch.tell_took(), std::chrono::nanoseconds(0)});
}

}  // namespace gh::mongo

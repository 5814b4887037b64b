#include "adapters/postgres/writer.h"

namespace gh::postgres {

Writer::Writer(const Address& address, const StatementsOfTables& tables, BatchOptions options, WriterLimits limits, Told told,
               std::function<void(const CommitReport&)> observe)
    : address_(address),
      tables_(tables),
      options_(std::move(options)),
      statements_(options_),
      limits_(limits),
      told_(told),
      observe_(std::move(observe)),
      queue_(limits.queue_max),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  queue_.stop();
  thread_.join();
}

void Writer::run() {
  for (;;) {
    auto commands = queue_.take(limits_.batch_max);
    if (commands.empty()) return;
    write(commands);
  }
}

void Writer::write(std::vector<Command>& commands) {
  const auto start = std::chrono::steady_clock::now();
  const auto connection = reconnector_.get();
  if (!connection) {
    process_ = 0;
    for (const auto& command : commands) command.answer.set(fail(connection.error()));
    return;
  }
  process_ = (*connection)->process();
  Batch batch(**connection, tables_, statements_, options_, commands);
  batch.run(changes_since_trim_ >= trimmed_at_once);
  if (changes_since_trim_ >= trimmed_at_once) changes_since_trim_ = 0;
  changes_since_trim_ += batch.changes();
  reconnector_.drop_if_broken();
  auto answers = batch.take_answers();
  for (std::size_t i = 0; i < commands.size(); ++i) commands[i].answer.set(std::move(answers[i]));
  if (batch.has_changes()) told_.changes.wake_all();
  if (batch.has_tasks()) told_.tasks.wake_all();
  if (!observe_) return;
  const auto took = std::chrono::steady_clock::now() - start;
  observe_({commands.size(), queued(), took - batch.commit_took(), batch.commit_took(), std::chrono::nanoseconds(0)});
}

}  // namespace gh::postgres

#include "contexts/operations/runner.h"

#include <fmt/format.h>

#include "base/call.h"
#include "contexts/operations/operation.h"
#include "platform/notices/notice.h"

namespace gh::operations {

namespace {

// Told once, to whoever started it.
ports::OutboxEntry ended_notice(const Operation& operation) {
  return notices::outbox("operation_ended_" + operation.id.text(), {.event = "operations.ended",
                                                                    .user = operation.created_by,
                                                                    .email = {},
                                                                    .locale = {},
                                                                    .data = {{"operation", operation.id.text()},
                                                                             {"kind", operation.kind},
                                                                             {"state", std::string(json::enum_name(operation.state))},
                                                                             {"done", std::to_string(operation.done)},
                                                                             {"total", std::to_string(operation.total)},
                                                                             {"errors", std::to_string(operation.errors)}}});
}

}  // namespace

std::vector<RowError> row_errors(std::int64_t line, const Error& error) {
  std::vector<RowError> all;
  for (const auto& field : error.fields()) all.push_back({line, field.pointer, field.code, field.detail});
  if (all.empty())
    all.push_back({line, "", std::string(error.kind().code), error.detail().empty() ? std::string(error.kind().title) : error.detail()});
  return all;
}

Runner::Runner(ports::Documents& documents, const Clock& clock)
    : operations_(open_operations(documents)), chunks_(documents), clock_(clock) {}

void Runner::add_kind(std::string kind, Work work) { kinds_.insert_or_assign(std::move(kind), std::move(work)); }

std::vector<std::string> Runner::kinds() const {
  std::vector<std::string> names;
  for (const auto& [name, work] : kinds_) names.push_back(name);
  return names;
}

Task<Result<void>> Runner::run(ports::LeasedTask task) const {
  GH_CO_TRY(const auto ref, json::parse_stored<ChunkRef>(task.payload));
  GH_CO_TRY(const auto found, co_await operations_.get(ref.operation));
  // Ended, forgotten, or this chunk was counted already.
  if (!found || has_ended(found->value.state) || found->value.chunks_done != ref.chunk) co_return Result<void>{};
  if (found->value.cancel_requested) co_return co_await end_as_cancelled(ref.operation);
  GH_CO_TRY(auto chunk, co_await chunks_.require(ref.operation, ref.chunk));
  Chunk worked = chunk.value;
  if (!worked.worked_on) {
    GH_CO_CHECK(co_await operations_.update(ref.operation, [this](Operation& operation, OperationCollection::Outbox&) -> Result<void> {
      if (operation.state == State::queued) {
        operation.state = State::running;
        operation.started = clock_.now();
      }
      return {};
    }));
    auto done = co_await work_on(found->value, std::move(chunk));
    if (!done) {
      const bool last = task.attempt >= attempts_max || done.error().kind().http_status() == 422;
      if (!last) co_return fail(done.error());
      co_return co_await give_up(ref.operation, done.error());
    }
    worked = *std::move(done);
  }
  GH_CO_CHECK(co_await operations_.update(ref.operation, [&](Operation& operation, OperationCollection::Outbox& outbox) -> Result<void> {
    if (has_ended(operation.state) || operation.chunks_done != ref.chunk) return {};
    add(operation, worked, clock_.now());
    outbox.push_back(has_ended(operation.state) ? ended_notice(operation) : run_entry(operation.id, operation.chunks_done));
    return {};
  }));
  co_return Result<void>{};
}

Task<Result<Chunk>> Runner::work_on(Operation operation, Versioned<Chunk> chunk) const {
  const auto kind = kinds_.find(operation.kind);
  if (kind == kinds_.end()) co_return fail(gh::errors::invalid, fmt::format("nothing here knows the kind {}", operation.kind));
  Result<Outcome> outcome = Outcome{};
  // What the rows change is in the audit trail under whoever started it.
  const CallContext call{.user = operation.created_by,
                         .api_key = std::nullopt,
                         .farm = std::nullopt,
                         .role = operation.farm ? "farmer" : "admin",
                         .operation = operation.kind,
                         .request_id = operation.id.text(),
                         .address = {}};
  try {
    outcome = co_await kind->second(operation, chunk.value.rows).called_by(call);
  } catch (const std::exception& exception) {
    co_return fail(gh::errors::internal, exception.what());
  }
  if (!outcome) co_return fail(std::move(outcome).error());
  Chunk worked{.operation = chunk.value.operation,
               .number = chunk.value.number,
               .rows = {},
               .worked_on = true,
               .rows_done = static_cast<std::int64_t>(chunk.value.rows.size()),
               .outcome = bounded(*std::move(outcome))};
  GH_CO_CHECK(co_await chunks_.replace(std::move(chunk), worked));
  co_return worked;
}

Task<Result<void>> Runner::give_up(OperationId id, Error error) const {
  GH_CO_CHECK(co_await operations_.update(std::move(id), [&](Operation& operation, OperationCollection::Outbox& outbox) -> Result<void> {
    if (has_ended(operation.state)) return {};
    end(operation, State::failed, clock_.now());
    // What went wrong inside is for the log, not for whoever reads the operation.
    const bool inner = error.kind().http_status() >= 500;
    operation.failure =
        Failure{std::string(error.kind().code), inner || error.detail().empty() ? std::string(error.kind().title) : error.detail()};
    outbox.push_back(ended_notice(operation));
    return {};
  }));
  co_return Result<void>{};
}

Task<Result<void>> Runner::end_as_cancelled(OperationId id) const {
  GH_CO_CHECK(co_await operations_.update(std::move(id), [this](Operation& operation, OperationCollection::Outbox& outbox) -> Result<void> {
    if (has_ended(operation.state)) return {};
    end(operation, State::cancelled, clock_.now());
    outbox.push_back(ended_notice(operation));
    return {};
  }));
  co_return Result<void>{};
}

Task<Result<void>> Runner::forget(ports::LeasedTask task) const {
  GH_CO_TRY(const auto ref, json::parse_stored<ChunkRef>(task.payload));
  GH_CO_CHECK(co_await chunks_.erase_all(ref.operation));
  GH_CO_TRY(const auto found, co_await operations_.get(ref.operation));
  if (!found) co_return Result<void>{};
  co_return co_await operations_.erase(ref.operation, found->version);
}

}  // namespace gh::operations

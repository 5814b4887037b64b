#include "contexts/operations/service.h"

#include <charconv>

#include <fmt/format.h>

#include "contexts/operations/errors.h"
#include "contexts/operations/operation.h"

namespace gh::operations {

namespace {

constexpr std::size_t chunks_written_at_once = 32;

bool may_see(const Operation& operation, const Viewer& viewer) {
  return viewer.admin || (operation.farm && viewer.farm && *operation.farm == *viewer.farm);
}

// "3.17": behind the 17th error of the chunk 3.
struct Position {
  std::int64_t chunk = 0;
  std::size_t error = 0;
};

Result<Position> position_of(const std::string& cursor) {
  Position position;
  if (cursor.empty()) return position;
  const char* const end = cursor.data() + cursor.size();
  const auto [dot, problem] = std::from_chars(cursor.data(), end, position.chunk);
  if (problem != std::errc() || dot == end || *dot != '.') return fail(gh::errors::bad_cursor);
  const auto [rest, second] = std::from_chars(dot + 1, end, position.error);
  if (second != std::errc() || rest != end || position.chunk < 0) return fail(gh::errors::bad_cursor);
  return position;
}

ports::OutboxEntry forget_entry(const OperationId& operation, Timestamp created) {
  return {std::string(forget_task), "forget_" + operation.text(), json::to_string(ChunkRef{operation, 0}), created + kept_for};
}

}  // namespace

ports::OutboxEntry run_entry(const OperationId& operation, std::int64_t chunk) {
  return {std::string(run_task), fmt::format("run_{}_{}", operation.text(), chunk), json::to_string(ChunkRef{operation, chunk}), {}};
}

Service::Service(ports::Documents& documents, const Clock& clock, Random& random)
    : operations_(open_operations(documents)), chunks_(documents), clock_(clock), random_(random) {}

Result<void> Service::opened() const {
  GH_CHECK(operations_.opened());
  return chunks_.opened();
}

Task<Result<Operation>> Service::start(NewOperation wanted) {
  const auto owner = owner_key(wanted.farm);
  GH_CO_TRY(const auto open, co_await operations_.find(indexes::open, {owner, owner + '\0', false}, waiting_or_running_max));
  if (open.items.size() >= waiting_or_running_max) co_return fail(errors::too_many_operations);
  const auto now = clock_.now();
  Operation operation{.id = OperationId::make(now, random_),
                      .kind = std::move(wanted.kind),
                      .parameters = std::move(wanted.parameters),
                      .total = static_cast<std::int64_t>(wanted.rows.size()),
                      .created_by = std::move(wanted.created_by),
                      .farm = std::move(wanted.farm),
                      .created = now};
  GH_CO_TRY(auto chunks, cut(operation.id, std::move(wanted.rows)));
  operation.chunks = static_cast<std::int64_t>(chunks.size());
  // The input comes first, and the first write of all says when it is forgotten: a start that was cut off leaves nothing for ever.
  for (std::size_t from = 0; from < chunks.size(); from += chunks_written_at_once) {
    std::vector<Task<Result<void>>> writes;
    for (std::size_t at = from; at < std::min(chunks.size(), from + chunks_written_at_once); ++at) {
      OperationCollection::Outbox outbox;
      if (at == 0) outbox.push_back(forget_entry(operation.id, now));
      writes.push_back(chunks_.insert(std::move(chunks[at]), std::move(outbox)));
    }
    for (auto& written : co_await when_all(std::move(writes))) {
      if (!written) co_return fail(std::move(written).error());
    }
  }
  OperationCollection::Outbox outbox;
  if (chunks.empty()) {
    end(operation, State::done, now);
    outbox.push_back(forget_entry(operation.id, now));
  } else {
    outbox.push_back(run_entry(operation.id, 0));
  }
  GH_CO_TRY(auto stored, co_await operations_.insert(std::move(operation), std::move(outbox)));
  co_return std::move(stored.value);
}

Task<Result<Operation>> Service::get(OperationId id, Viewer viewer) const {
  GH_CO_TRY(auto found, co_await operations_.require(std::move(id)));
  if (!may_see(found.value, viewer)) co_return fail(gh::errors::not_found);
  co_return std::move(found.value);
}

Task<Result<OperationPage>> Service::list(Viewer viewer, int limit, std::string cursor) const {
  OperationPage out;
  if (!viewer.admin && !viewer.farm) co_return out;
  ports::Range range{"", "", true};
  if (!viewer.admin) range = {viewer.farm->text() + " ", viewer.farm->text() + "!", true};  // '!' follows ' '
  GH_CO_TRY(auto page,
            co_await operations_.find(viewer.admin ? indexes::created : indexes::farm, std::move(range), limit, std::move(cursor)));
  for (auto& item : page.items) out.items.push_back(std::move(item.value));
  out.next_cursor = std::move(page.next);
  co_return out;
}

Task<Result<Operation>> Service::cancel(OperationId id, Viewer viewer) const {
  GH_CO_CHECK(co_await get(id, std::move(viewer)));
  GH_CO_TRY(auto stored, co_await operations_.update(
                             std::move(id), [](Operation& operation, OperationCollection::Outbox&) { return request_cancel(operation); }));
  co_return std::move(stored.value);
}

Task<Result<ErrorPage>> Service::errors(OperationId id, Viewer viewer, int limit, std::string cursor) const {
  constexpr int chunks_read_at_once = 10;
  GH_CO_CHECK(co_await get(id, std::move(viewer)));
  GH_CO_TRY(auto position, position_of(cursor));
  ErrorPage out;
  while (true) {
    GH_CO_TRY(const auto chunks, co_await chunks_.with_errors(id, position.chunk, chunks_read_at_once));
    for (const auto& chunk : chunks) {
      const auto& errors = chunk.outcome.errors;
      for (auto at = chunk.number == position.chunk ? position.error : 0; at < errors.size(); ++at) {
        if (out.items.size() == static_cast<std::size_t>(limit)) {
          out.next_cursor = fmt::format("{}.{}", chunk.number, at);
          co_return out;
        }
        out.items.push_back(errors[at]);
      }
    }
    if (chunks.size() < chunks_read_at_once) co_return out;
    position = {chunks.back().number + 1, 0};
  }
}

}  // namespace gh::operations

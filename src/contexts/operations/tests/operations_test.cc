// Operations over memory adapters: cut, run, cancelled, crashed in the middle, failed.
#include <gtest/gtest.h>

#include "adapters/memory/tasks.h"
#include "contexts/operations/errors.h"
#include "contexts/operations/operation.h"
#include "contexts/operations/runner.h"
#include "stage/world.h"

namespace gh::operations {
namespace {

std::vector<Row> rows(int count) {
  std::vector<Row> all;
  for (int line = 1; line <= count; ++line) all.push_back({line, "row " + std::to_string(line)});
  return all;
}

struct OperationsTest : testing::Test, stage::World<stage::ManualClock> {
  memory::MemoryTasks tasks{store};
  Service service{documents, clock, random};
  Runner runner{documents, clock};
  const UserId user = UserId::make(clock.now(), random);
  const FarmId farm = FarmId::make(clock.now(), random);
  const Viewer admin{.farm = std::nullopt, .admin = true};
  std::vector<std::int64_t> seen;  // lines, in the order in which they were worked on

  OperationsTest() {
    EXPECT_TRUE(service.opened());
    runner.add_kind("test.count", [this](const Operation&, const std::vector<Row>& rows) -> Task<Result<Outcome>> {
      Outcome outcome;
      for (const auto& row : rows) {
        seen.push_back(row.line);
        if (row.line % 10 == 0)
          outcome.errors.push_back({row.line, "/body", "tenth", "Every tenth row is refused."});
        else
          ++outcome.counts["counted"];
      }
      co_return outcome;
    });
  }
  Result<Operation> start(int count, std::string kind = "test.count", std::optional<FarmId> of = std::nullopt) {
    return run(service.start({.kind = std::move(kind), .parameters = {}, .rows = rows(count), .created_by = user, .farm = std::move(of)}));
  }
  // One due task of operations; false: there is none.
  bool step(int attempt = 1) {
    auto leased = run(tasks.lease({std::string(run_task)}, 1, Milliseconds(1000), Milliseconds(0)));
    if (!leased || leased->empty()) return false;
    auto task = leased->front();
    task.attempt = attempt;
    const auto id = task.id;
    if (run(runner.run(std::move(task)))) {
      EXPECT_TRUE(run(tasks.complete({id})));
    } else {
      EXPECT_TRUE(run(tasks.retry(id, clock.now(), "")));
    }
    return true;
  }
  Operation get(const OperationId& id) { return run(service.get(id, admin)).value(); }
  std::size_t notices() { return run(tasks.lease({"notifications.tell"}, 100, Milliseconds(1000), Milliseconds(0)))->size(); }
};

TEST_F(OperationsTest, EveryRowIsWorkedOnOnceAndCountedOnce) {
  const auto id = start(120)->id;
  EXPECT_EQ(get(id).state, State::queued);
  ASSERT_TRUE(step());
  EXPECT_EQ(get(id).state, State::running);
  EXPECT_EQ(get(id).done, static_cast<std::int64_t>(chunk_rows_max));
  while (step()) {}
  const auto done = get(id);
  EXPECT_EQ(done.state, State::done);
  EXPECT_EQ(done.done, 120);
  EXPECT_EQ(done.errors, 12);
  EXPECT_EQ(done.counts.at("counted"), 108);
  EXPECT_TRUE(done.started && done.finished);
  EXPECT_EQ(seen.size(), 120U);
  EXPECT_EQ(notices(), 1U);
}

TEST_F(OperationsTest, ErrorsComeInTheOrderOfTheRowsAPageAtATime) {
  const auto id = start(1200)->id;
  while (step()) {}
  std::vector<std::int64_t> lines;
  std::string cursor;
  do {
    const auto page = run(service.errors(id, admin, 7, cursor)).value();
    EXPECT_LE(page.items.size(), 7U);
    for (const auto& error : page.items) lines.push_back(error.line);
    cursor = page.next_cursor;
  } while (!cursor.empty());
  ASSERT_EQ(lines.size(), 120U);
  for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i], static_cast<std::int64_t>(i + 1) * 10);
  for (const auto* bad : {"x", "1", "1.", "-1.2", "1.2x"}) {
    const auto refused = run(service.errors(id, admin, 7, bad));
    ASSERT_FALSE(refused) << bad;
    EXPECT_TRUE(refused.error().is(gh::errors::bad_cursor));
  }
}

TEST_F(OperationsTest, ACancelledOneStopsBeforeItsNextChunk) {
  const auto id = start(200)->id;
  step();
  EXPECT_TRUE(run(service.cancel(id, admin))->cancel_requested);
  while (step()) {}
  EXPECT_EQ(get(id).state, State::cancelled);
  EXPECT_EQ(seen.size(), chunk_rows_max);
  EXPECT_TRUE(run(service.cancel(id, admin)).error().is(errors::operation_ended));
}

// The outcome is in the chunk, the count is not: as after a crash between the two writes.
TEST_F(OperationsTest, ACrashBeforeTheCountCountsWithoutWorkingAgain) {
  const auto id = start(10)->id;
  const Chunks chunks(documents);
  auto chunk = run(chunks.require(id, 0)).value();
  Chunk worked = chunk.value;
  worked.rows.clear();
  worked.worked_on = true;
  worked.rows_done = 10;
  worked.outcome.counts["counted"] = 10;
  ASSERT_TRUE(run(chunks.replace(chunk, worked)));
  step();
  EXPECT_EQ(get(id).state, State::done);
  EXPECT_EQ(get(id).counts.at("counted"), 10);
  EXPECT_TRUE(seen.empty());
}

TEST_F(OperationsTest, ATaskThatComesAgainChangesNothing) {
  const auto id = start(10)->id;
  const ports::LeasedTask task{std::string(run_task), "again", json::to_string(ChunkRef{id, 0}), 1};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(run(runner.run(task)));
  EXPECT_EQ(get(id).done, 10);
  EXPECT_EQ(seen.size(), 10U);
}

TEST_F(OperationsTest, WhatFailsAsAWholeIsTriedAgainAndThenSaysWhy) {
  int tries = 0;
  runner.add_kind("test.fails", [&](const Operation&, const std::vector<Row>&) -> Task<Result<Outcome>> {
    ++tries;
    co_return fail(gh::errors::unavailable, "the disk is on fire");
  });
  const auto id = start(10, "test.fails")->id;
  ASSERT_TRUE(step(1));
  EXPECT_EQ(get(id).state, State::running);
  ASSERT_TRUE(step(Runner::attempts_max));
  EXPECT_EQ(tries, 2);
  const auto failed = get(id);
  EXPECT_EQ(failed.state, State::failed);
  EXPECT_EQ(failed.failure->code, "unavailable");
  EXPECT_EQ(failed.failure->detail.find("fire"), std::string::npos) << "what went wrong inside is for the log";
  const auto unknown = start(10, "test.unknown")->id;
  step();
  EXPECT_EQ(get(unknown).state, State::failed);
}

TEST_F(OperationsTest, AKindThatThrowsFailsItsOperation) {
  runner.add_kind("test.throws", [](const Operation&, const std::vector<Row>&) -> Task<Result<Outcome>> {
    throw std::runtime_error("thrown");
    co_return Outcome{};
  });
  const auto id = start(10, "test.throws")->id;
  step(Runner::attempts_max);
  EXPECT_EQ(get(id).state, State::failed);
}

TEST_F(OperationsTest, AFarmSeesItsOwn) {
  const auto theirs = start(1, "test.count", farm)->id;
  const auto admins = start(1)->id;
  const Viewer viewer{.farm = farm, .admin = false};
  const Viewer other{.farm = FarmId::make(clock.now(), random), .admin = false};
  EXPECT_TRUE(run(service.get(theirs, viewer)));
  EXPECT_TRUE(run(service.get(admins, viewer)).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.get(theirs, other)).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.cancel(theirs, other)).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.errors(theirs, other, 1, "")).error().is(gh::errors::not_found));
  EXPECT_EQ(run(service.list(viewer, 10, ""))->items.size(), 1U);
  EXPECT_EQ(run(service.list(admin, 10, ""))->items.size(), 2U);
  EXPECT_EQ(run(service.list({}, 10, ""))->items.size(), 0U);
}

TEST_F(OperationsTest, TheBoundsHold) {
  EXPECT_TRUE(start(static_cast<int>(rows_max) + 1).error().is(errors::operation_too_large));
  const OperationId id = OperationId::make(clock.now(), random);
  EXPECT_FALSE(cut(id, {{1, std::string(row_bytes_max + 1, 'x')}}));
  EXPECT_FALSE(cut(id, std::vector<Row>(input_bytes_max / row_bytes_max + 1, {1, std::string(row_bytes_max, 'x')})));
  const auto chunks = cut(id, std::vector<Row>(10, {1, std::string(row_bytes_max, 'x')}));
  ASSERT_TRUE(chunks);
  EXPECT_EQ(chunks->size(), 3U) << "256 KiB hold four rows of 64";
  for (std::size_t i = 0; i < waiting_or_running_max; ++i) ASSERT_TRUE(start(1, "test.count", farm));
  EXPECT_TRUE(start(1, "test.count", farm).error().is(errors::too_many_operations));
  EXPECT_TRUE(start(1)) << "another owner's are not counted";
  while (step()) {}
  EXPECT_TRUE(start(1, "test.count", farm));
  std::vector<RowError> many(20, {1, "", "x", std::string(2 * error_detail_bytes_max, 'y')});
  const auto kept = bounded({.errors = many, .counts = {}}).errors;
  EXPECT_EQ(kept.size(), errors_per_row_max);
  EXPECT_EQ(kept.front().detail.size(), error_detail_bytes_max);
}

TEST_F(OperationsTest, NothingIsKeptForEver) {
  const auto id = start(60)->id;
  while (step()) {}
  clock.time.ms += kept_for.count() + 1;
  auto due = run(tasks.lease({std::string(forget_task)}, 10, Milliseconds(1000), Milliseconds(0))).value();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_TRUE(run(runner.forget(due.front())));
  EXPECT_TRUE(run(runner.forget(due.front()))) << "again: nothing";
  EXPECT_FALSE(run(service.get(id, admin)));
  EXPECT_TRUE(run(documents.find("operation_chunks", "", {}, 10, ""))->documents.empty());
}

TEST_F(OperationsTest, AnOperationWithoutRowsIsDoneAtOnce) { EXPECT_EQ(start(0)->state, State::done); }

}  // namespace
}  // namespace gh::operations

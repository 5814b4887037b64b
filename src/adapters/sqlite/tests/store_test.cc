// What the SQLite adapter promises beyond the contracts of its ports: one owner, known schema, bounded queue and log, shared commits.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/tests/folder.h"

namespace gh::sqlite {
namespace {

TEST_F(StoreTest, ASecondOwnerIsRefusedAndTheFirstNamed) {
  open();
  const auto second = Store::open({.folder = folder.path / "data", .limits = {}, .observe = {}}, clock);
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().is(ports::errors::store_unavailable));
  EXPECT_NE(second.error().detail().find("in use by process " + std::to_string(getpid())), std::string::npos) << second.error().detail();
  close();
  EXPECT_TRUE(try_open());
}

TEST_F(StoreTest, AnotherProcessIsRefusedToo) {
  open();
  const auto child = fork();
  if (child == 0) _exit(DataFolder::lock(folder.path / "data") ? 0 : 7);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

TEST_F(StoreTest, ADatabaseOfANewerProgramOrOfAnotherOneIsRefused) {
  open();
  close();
  const auto file = DataFolder::database_in(folder.path / "data").string();
  const auto change = [&](const char* sql) {
    auto connection = Connection::open(file, Connection::Mode::read_write, 100);
    ASSERT_TRUE(connection && connection->execute(sql));
  };
  change("UPDATE meta SET value='99' WHERE name='schema'");
  auto refused = try_open();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail().find("99"), std::string::npos) << refused.error().detail();
  change("UPDATE meta SET value='1' WHERE name='schema'");
  EXPECT_TRUE(try_open());
  close();
  change("PRAGMA application_id=5");
  EXPECT_FALSE(try_open());
}

TEST_F(StoreTest, OtherIndexesThanTheCollectionWasMadeWithAreRefused) {
  open();
  const auto refused = documents->open({"things", {{"name", false}}});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail().find("things"), std::string::npos);
  EXPECT_FALSE(documents->open({"No'Name", {}}));
  EXPECT_TRUE(insert("a"));
}

TEST_F(StoreTest, WritersThatWaitTogetherShareACommit) {
  std::size_t largest = 0;
  observe = [&](const CommitReport& report) { largest = std::max(largest, report.commands); };
  open();
  for (const auto& inserted : insert_many("a", 500)) EXPECT_TRUE(inserted);
  close();
  EXPECT_GT(largest, 50U);
}

TEST_F(StoreTest, AFailedCommandHurtsNoOtherOneOfItsBatch) {
  open();
  insert("taken").value();
  std::vector<Task<Result<std::int64_t>>> all;
  for (int i = 0; i < 100; ++i) {
    auto write = thing("w" + std::to_string(i));
    if (i % 2 == 1) write.keys = std::vector<std::string>{"taken"};
    write.outbox.push_back({"mail.send", "t" + std::to_string(i), "{}", {}});
    all.push_back(documents->insert("things", std::move(write)));
  }
  const auto results = run(when_all(std::move(all)));
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(results[i].has_value(), i % 2 == 0) << i;
  close();
  open();
  EXPECT_TRUE(get("w0"));
  EXPECT_FALSE(get("w1"));
  EXPECT_EQ(run(tasks->counts()).value().front().ready, 50);
}

TEST_F(StoreTest, AFullQueueRefusesAtOnceAndTheRestIsWritten) {
  open({.queue_max = 10});
  int refused = 0;
  int written = 0;
  for (const auto& inserted : insert_many("a", 2000)) {
    if (inserted)
      ++written;
    else if (inserted.error().is(ports::errors::store_full))
      ++refused;
  }
  EXPECT_EQ(refused + written, 2000);
  EXPECT_GT(refused, 0);
  EXPECT_EQ(run(documents->find("things", "", {"", ""}, 1000, "")).value().documents.size(), static_cast<std::size_t>(written));
}

TEST_F(StoreTest, TheLogStaysBounded) {
  constexpr int frames_max = 200;
  open({.batch_max = 50, .log_frames_max = frames_max});
  const std::string body(2000, 'x');
  EXPECT_FALSE(get("read once"));  // a reader that is idle from here on must not keep the log from beginning anew
  for (int round = 0; round < 20; ++round) insert_many("r" + std::to_string(round) + "-", 100, body);
  const auto log = std::filesystem::file_size(DataFolder::database_in(folder.path / "data").string() + "-wal");
  EXPECT_LT(log, 4096U * frames_max * 4);
}

TEST_F(StoreTest, TheLogStaysBoundedWhileOthersRead) {
  constexpr int frames_max = 200;
  open({.batch_max = 50, .log_frames_max = frames_max});
  insert("read all the time").value();
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      executors::EventLoop own;
      while (!done) EXPECT_TRUE(own.run_until_complete(documents->get("things", "read all the time")).value());
    });
  }
  const std::string body(2000, 'x');
  for (int round = 0; round < 60; ++round) insert_many("r" + std::to_string(round) + "-", 100, body);
  done = true;
  for (auto& reader : readers) reader.join();
  const auto log = std::filesystem::file_size(DataFolder::database_in(folder.path / "data").string() + "-wal");
  EXPECT_LT(log, 4096U * frames_max * 8);
}

// What is left to copy when the log begins anew holds up the writer.
TEST_F(StoreTest, AReaderThatIsIdleKeepsNothingFromTheCheckpointer) {
  open();
  close();
  const auto file = DataFolder::database_in(folder.path / "data");
  auto writer = Connection::open(file.string(), Connection::Mode::read_write, 100);
  auto copying = Connection::open(file.string(), Connection::Mode::read_write, 100);
  ASSERT_TRUE(writer && copying);
  ASSERT_TRUE(writer->execute("CREATE TABLE words(word)"));
  Readers readers(file.string());
  EXPECT_TRUE(readers.borrow().value()->connection.read_text("SELECT word FROM words"));  // stays in its snapshot, and nobody looks at it
  ASSERT_TRUE(writer->execute("INSERT INTO words VALUES('written behind its back')"));
  readers.note_commit();
  const WriteBack database(file);
  Checkpointer checkpointer(*std::move(copying), *writer, database, readers);
  checkpointer.begin();
  checkpointer.wait_for_end();
  EXPECT_TRUE(checkpointer.take_end());
  std::ifstream bytes(file, std::ios::binary);
  const std::string copied((std::istreambuf_iterator<char>(bytes)), {});
  EXPECT_NE(copied.find("written behind its back"), std::string::npos);
}

// Of a log that is copied to its end the next commit makes a new one, which a checkpoint that begins at that moment may not see.
TEST(Checkpointer, BeginsNoRoundWhereTheLogMayBeginAnew) {
  constexpr int much = 10 * Checkpointer::rest_frames;
  EXPECT_TRUE(Checkpointer::goes_on(0, much, much + 1));
  EXPECT_FALSE(Checkpointer::goes_on(0, much, much)) << "all of it is copied";
  EXPECT_FALSE(Checkpointer::goes_on(0, much, 3)) << "it has begun anew";
  EXPECT_FALSE(Checkpointer::goes_on(much, much + Checkpointer::rest_frames, 2 * much)) << "the rest is small";
}

TEST_F(StoreTest, AReaderThatIsOpenSeesOneStateAndHoldsUpNobody) {
  open();
  insert("a", "1").value();
  auto reader = Connection::open(DataFolder::database_in(folder.path / "data").string(), Connection::Mode::read_only, 100);
  ASSERT_TRUE(reader && reader->execute("BEGIN"));
  EXPECT_EQ(reader->read_text("SELECT body FROM d_things").value(), "1");
  EXPECT_TRUE(run(documents->replace("things", 1, {"a", "2", std::nullopt, {}})));
  EXPECT_EQ(reader->read_text("SELECT body FROM d_things").value(), "1");
  EXPECT_EQ(get("a")->body, "2");
}

}  // namespace
}  // namespace gh::sqlite

#include "adapters/sqlite/backup.h"

#include <fstream>
#include <thread>

#include "adapters/sqlite/tests/folder.h"
#include "base/errors.h"

namespace gh::sqlite {
namespace {

class BackupTest : public StoreTest {
 protected:
  std::filesystem::path data() const { return folder.path / "data"; }
  std::filesystem::path file() const { return folder.path / "backup.db"; }
};

// Two documents that are always written one after the other: a copy of one moment never has the second one ahead.
Task<bool> write_pairs(ports::Documents& documents, std::atomic<bool>& stop, std::atomic<int>& written) {
  for (std::int64_t version = 1; !stop; ++version) {
    for (const auto* id : {"first", "second"}) {
      if (!co_await documents.replace("things", version, {id, std::to_string(version + 1) + std::string(500, ' '), std::nullopt, {}}))
        co_return false;
    }
    ++written;
  }
  co_return true;
}

TEST_F(BackupTest, ACopyOfOneMomentIsTakenWhileWritersRunAndComesBack) {
  open();
  insert("first").value();
  insert("second").value();
  insert_many("filling", 500, std::string(1000, 'x'));
  std::atomic<bool> stop{false};
  std::atomic<int> written{0};
  std::thread writer([&] { EXPECT_TRUE(executors::EventLoop().run_until_complete(write_pairs(*documents, stop, written))); });
  while (written < 3) std::this_thread::yield();
  const int before = written;
  const auto report = backup(data(), file());
  const int after = written;
  stop = true;
  writer.join();
  ASSERT_TRUE(report) << report.error().detail();
  EXPECT_GT(report->bytes, 500'000);
  const auto token = run(documents->changes("", 1, Milliseconds(0))).value().token;
  close();

  ASSERT_TRUE(restore(file(), data(), Existing::replace));
  open();
  const auto first = get("first")->version;
  const auto second = get("second")->version;
  EXPECT_TRUE(first == second || first == second + 1) << first << " " << second;
  EXPECT_GE(second, before);
  EXPECT_LE(second, after + 2);
  EXPECT_TRUE(run(documents->changes(token, 1, Milliseconds(0))).error().is(ports::errors::token_expired));
  EXPECT_TRUE(insert("new after restore"));
  // What was there before the restore is kept beside it.
  EXPECT_TRUE(std::filesystem::exists(data() / "store.db.before-restore"));
}

TEST_F(BackupTest, AnEmptyFolderIsFilledAndAFullOneIsOnlyReplacedOnRequest) {
  open();
  insert("a").value();
  ASSERT_TRUE(backup(data(), file()));
  close();
  EXPECT_TRUE(backup(data(), file()).error().is(errors::already_exists));
  EXPECT_TRUE(restore(file(), data(), Existing::keep).error().is(errors::already_exists));
  std::filesystem::remove_all(data());
  ASSERT_TRUE(restore(file(), data(), Existing::keep));
  open();
  EXPECT_TRUE(get("a"));
}

TEST_F(BackupTest, AFolderInUseIsNotRestoredInto) {
  open();
  insert("a").value();
  ASSERT_TRUE(backup(data(), file()));
  insert("b").value();
  const auto refused = restore(file(), data(), Existing::replace);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(ports::errors::store_unavailable));
  EXPECT_TRUE(get("b"));
}

TEST_F(BackupTest, ADamagedOrForeignFileIsRefusedAndNothingChanges) {
  open();
  insert_many("a", 300, std::string(1000, 'x'));
  ASSERT_TRUE(backup(data(), file()));
  insert("kept").value();
  close();
  const auto size = std::filesystem::file_size(file());
  {
    std::fstream damage(file(), std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(static_cast<std::streamoff>(size / 2 / 4096 * 4096));
    damage << std::string(4096, '\xff');
  }
  EXPECT_FALSE(restore(file(), data(), Existing::replace));
  std::ofstream(folder.path / "text") << "this is not a database, it only looks long enough to be one of some kind";
  EXPECT_FALSE(restore(folder.path / "text", data(), Existing::replace));
  EXPECT_TRUE(restore(folder.path / "missing", data(), Existing::replace).error().is(errors::not_found));
  open();
  EXPECT_TRUE(get("kept"));
  EXPECT_FALSE(std::filesystem::exists(data() / "store.db.part"));
}

}  // namespace
}  // namespace gh::sqlite

// The contract of the objects port (src/platform/ports/objects.h) over every adapter.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <thread>

#include "adapters/files/objects.h"
#include "adapters/memory/objects.h"
#include "adapters/s3/objects.h"
#include "platform/executors/event_loop.h"
#include "tests/support/s3_server.h"

namespace gh::contract {
namespace {

// An adapter over what outlives it, so that it can be opened anew.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual ports::Objects& objects() = 0;
  virtual void reopen() = 0;
  virtual std::size_t left_behind() { return 0; }  // things that are no objects
};

class Files final : public Subject {
 public:
  Files() {
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-objects-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    reopen();
  }
  ~Files() override { std::filesystem::remove_all(folder_); }
  ports::Objects& objects() override { return *objects_; }
  void reopen() override { objects_ = std::make_unique<files::FilesObjects>(folder_ / "objects", pool_); }
  std::size_t left_behind() override {
    std::size_t found = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_))
      found += entry.is_regular_file() && !ports::is_object_id(entry.path().filename().string());
    return found;
  }

 private:
  std::filesystem::path folder_;
  executors::WorkerPool pool_{{.name = "objects", .threads = 2, .queue_max = 256}};
  std::unique_ptr<files::FilesObjects> objects_;
};

class Memory final : public Subject {
 public:
  ports::Objects& objects() override { return objects_; }
  void reopen() override {}

 private:
  memory::MemoryObjects objects_;
};

class S3 final : public Subject {
 public:
  explicit S3(std::string url) : url_(std::move(url)) { reopen(); }
  ports::Objects& objects() override { return *objects_; }
  void reopen() override {
    using Server = support::S3Server;
    objects_ = s3::S3Objects::open(
                   {.address = s3::Address::make(url_, Server::region, Server::access_key, Server::secret_key, "").value(), .observe = {}})
                   .value();
  }

 private:
  const std::string url_;
  std::unique_ptr<s3::S3Objects> objects_;
};

struct Adapter {
  const char* name;
  std::unique_ptr<Subject> (*make)();
};

struct ObjectsContract : testing::TestWithParam<Adapter> {
  std::unique_ptr<Subject> subject = GetParam().make();
  Result<void> put(std::string id, std::string bytes) {
    executors::EventLoop loop;
    return loop.run_until_complete(subject->objects().put(std::move(id), std::move(bytes)));
  }
  Result<std::optional<std::string>> get(std::string id) {
    executors::EventLoop loop;
    return loop.run_until_complete(subject->objects().get(std::move(id)));
  }
  Result<void> erase(std::string id) {
    executors::EventLoop loop;
    return loop.run_until_complete(subject->objects().erase(std::move(id)));
  }
};

std::string any_bytes(std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(i * 31 + i / 256);
  return bytes;
}

TEST_P(ObjectsContract, WhatWasPutIsThereAlsoForTheNext) {
  const auto large = any_bytes(3'000'000);
  ASSERT_TRUE(put("pic_1-large", large));
  ASSERT_TRUE(put("pic_1-small", std::string("a\0b\r\n", 5)));
  ASSERT_TRUE(put("empty", ""));
  subject->reopen();
  EXPECT_TRUE(**get("pic_1-large") == large);
  EXPECT_EQ(**get("pic_1-small"), std::string("a\0b\r\n", 5));
  EXPECT_EQ(**get("empty"), "");
  EXPECT_EQ(subject->left_behind(), 0U);
}

TEST_P(ObjectsContract, WhatIsNotThereIsNothing) {
  ASSERT_TRUE(get("nobodys"));
  EXPECT_EQ(*get("nobodys"), std::nullopt);
  EXPECT_TRUE(erase("nobodys"));
  ASSERT_TRUE(put("one", "1"));
  ASSERT_TRUE(put("two", "2"));
  EXPECT_TRUE(erase("one"));
  EXPECT_TRUE(erase("one"));
  EXPECT_EQ(*get("one"), std::nullopt);
  EXPECT_EQ(**get("two"), "2");
}

TEST_P(ObjectsContract, AnIdReachesNothingElse) {
  ASSERT_TRUE(put("one", "1"));
  for (const std::string bad : {"", ".", "..", "../one", "a/b", "a b", "a.b", "a\n", "\xc3\xa9"}) {
    const auto refused = put(bad, "x");
    ASSERT_FALSE(refused) << bad;
    EXPECT_TRUE(refused.error().is(errors::invalid)) << bad;
    EXPECT_FALSE(get(bad)) << bad;
    EXPECT_FALSE(erase(bad)) << bad;
  }
  EXPECT_FALSE(put(std::string(ports::Objects::id_bytes_max + 1, 'a'), "x"));
  EXPECT_TRUE(put(std::string(ports::Objects::id_bytes_max, 'a'), "x"));
  EXPECT_EQ(**get("one"), "1");
}

// Readers see the whole or nothing, however many write one id at once.
TEST_P(ObjectsContract, NobodySeesAPart) {
  const auto bytes = any_bytes(200'000);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 10; ++round) EXPECT_TRUE(put("shared", bytes));
    });
    threads.emplace_back([&] {
      for (int round = 0; round < 30; ++round) {
        const auto read = get("shared");
        ASSERT_TRUE(read);
        if (*read) EXPECT_TRUE(**read == bytes);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(**get("shared") == bytes);
  EXPECT_EQ(subject->left_behind(), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Adapters, ObjectsContract,
    testing::Values(Adapter{"files", [] { return std::unique_ptr<Subject>(new Files()); }},
                    Adapter{"memory", [] { return std::unique_ptr<Subject>(new Memory()); }},
                    Adapter{"s3", [] { return std::unique_ptr<Subject>(new S3(support::S3Server::shared().url())); }},
                    Adapter{"s3_by_host", [] { return std::unique_ptr<Subject>(new S3(support::S3Server::shared().virtual_host_url())); }}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace gh::contract

// FilesMail: the mail port as .eml files (RFC 5322) in an outbox folder, for shops without a mail server, and for tests.
//
// Any thread may call it. One thread of its own writes: everything that waits becomes one batch with one sync of the disk, because a sync
// for each message would take longer than the orders that cause them. The bytes go out file by file before it (measured: beside 3,700
// messages a second the 99th percentile of another file's sync is 2 ms; 6 ms with all of them in the sync). A file appears whole (written
// aside, synced, moved) and is named after the message's id: the same id again is the same file and is left as it is.
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/scheduler.h"
#include "base/time.h"
#include "platform/ports/mail.h"

namespace gh::files {

class FilesMail final : public ports::Mail {
 public:
  static constexpr std::size_t waiting_max = 4096;  // messages; beyond: unavailable
  static constexpr std::size_t batch_max = 1024;    // messages of one sync
  static constexpr int rests_per_work = 1;          // times as long as a batch took, no other one is written
  static constexpr Milliseconds rest_max{1000};
  static constexpr int niceness = 10;  // of the thread: whoever waits for an answer comes first

  // from: the shop's address; its domain ends the Message-IDs.
  FilesMail(std::filesystem::path outbox, std::string from, const Clock& clock);
  ~FilesMail() override;  // writes what waits

  Task<Result<void>> send(ports::Message) override;

  std::filesystem::path file_of(const std::string& id) const;

 private:
  struct Letter {
    std::string id, eml;
    OneShot<Result<void>> answer;
  };
  void run();
  std::vector<Letter> take();  // empty: ending
  void rest(std::chrono::nanoseconds pause);
  void deliver(const std::vector<Letter>& letters) const;
  std::vector<Result<void>> write_all(const std::vector<Letter>& letters) const;

  const std::filesystem::path outbox_;
  const std::string from_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Letter> waiting_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace gh::files

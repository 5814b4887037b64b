#include "adapters/files/mail.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "adapters/files/file.h"
#include "base/errors.h"
#include "platform/executors/priority.h"
#include "platform/mime/message.h"

namespace gh::files {

namespace {

// A name that any id has to itself: what is not a letter, digit, '_' or '-' is written as its hex code.
std::string file_name(const std::string& id) {
  std::string name;
  for (const char c : id) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    name += plain ? std::string(1, c) : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return name;
}

}  // namespace

FilesMail::FilesMail(std::filesystem::path outbox, std::string from, const Clock& clock)
    : outbox_(std::move(outbox)), from_(std::move(from)), clock_(clock), thread_([this] { run(); }) {}

FilesMail::~FilesMail() {
  {
    const std::lock_guard guard(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

std::filesystem::path FilesMail::file_of(const std::string& id) const { return outbox_ / (file_name(id) + ".eml"); }

Task<Result<void>> FilesMail::send(ports::Message message) {
  GH_CO_TRY(auto eml, mime::format_message(message, from_, clock_.now()));
  OneShot<Result<void>> answer;
  {
    const std::lock_guard guard(mutex_);
    if (waiting_.size() >= waiting_max) co_return fail(errors::unavailable, "too many messages wait");
    waiting_.push_back({std::move(message.id), std::move(eml), answer});
  }
  wake_.notify_one();
  co_return co_await answer;
}

std::vector<FilesMail::Letter> FilesMail::take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), batch_max));
  std::vector<Letter> letters(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return letters;
}

void FilesMail::run() {
  executors::stand_back(niceness);
  for (auto letters = take(); !letters.empty(); letters = take()) {
    const auto began = std::chrono::steady_clock::now();
    deliver(letters);
    rest(rests_per_work * (std::chrono::steady_clock::now() - began));
  }
}

// Each sync takes the disk from the store, which has somebody waiting for each of its own. What comes meanwhile goes out together.
void FilesMail::rest(std::chrono::nanoseconds pause) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, std::min<std::chrono::nanoseconds>(pause, rest_max), [this] { return ending_; });
}

void FilesMail::deliver(const std::vector<Letter>& letters) const {
  auto results = write_all(letters);
  for (std::size_t i = 0; i < letters.size(); ++i) letters[i].answer.set(std::move(results[i]));
}

std::vector<Result<void>> FilesMail::write_all(const std::vector<Letter>& letters) const {
  std::vector<Result<void>> results(letters.size());
  const auto fail_all = [&](const std::filesystem::path& path) {
    std::ranges::fill(results, Result<void>(system_failure(path)));
    return results;
  };
  std::error_code problem;
  std::filesystem::create_directories(outbox_, problem);
  const File folder(outbox_, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open()) return fail_all(outbox_);
  std::vector<std::filesystem::path> asides(letters.size());  // empty: there was nothing to write
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const auto target = file_of(letters[i].id);
    if (access(target.c_str(), F_OK) == 0) continue;
    auto aside = outbox_ / fmt::format(".{}.{}.{}", file_name(letters[i].id), getpid(), i);
    const File file(aside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.is_open() || !file.write(letters[i].eml)) results[i] = system_failure(aside);
    if (results[i]) file.write_out();
    asides[i] = std::move(aside);
  }
  const bool synced = folder.sync_file_system();
  if (!synced) std::ranges::fill(results, Result<void>(system_failure(outbox_)));
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (asides[i].empty()) continue;
    const auto target = file_of(letters[i].id);
    const bool moved = results[i] && renameat2(AT_FDCWD, asides[i].c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0;
    if (moved) continue;
    if (results[i] && errno != EEXIST) results[i] = system_failure(target);
    unlink(asides[i].c_str());
  }
  return synced && !folder.sync() ? fail_all(outbox_) : results;
}

}  // namespace gh::files

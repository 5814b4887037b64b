#include "platform/log/logger.h"

#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <utility>

#include "platform/log/line.h"

namespace gh::log {
namespace {

std::atomic<Logger*> installed = nullptr;

// A write of this size does not block on a pipe that poll() called writable (pipe(7), PIPE_BUF).
constexpr std::size_t piece_bytes = 4096;
constexpr int poll_ms = 50;

}  // namespace

void detail::write(Level level, std::string_view message, Fields fields) {
  if (auto* const logger = installed.load(std::memory_order_acquire)) logger->write(level, message, fields);
}

Logger::Options Logger::options_for(int fd, Level level) {
  const bool terminal = isatty(fd) == 1;
  return {fd, level, terminal ? Form::readable : Form::json, terminal && std::getenv("NO_COLOR") == nullptr};
}

Logger::Logger(Options options, const Clock& clock) : options_(options), clock_(clock), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "log");
  Logger* nobody = nullptr;
  if (!installed.compare_exchange_strong(nobody, this)) std::terminate();
  detail::least = options_.level;
}

Logger::~Logger() {
  detail::least = Level::off;
  installed = nullptr;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    wake_.notify_one();
  }
  thread_.join();
}

void Logger::write(Level level, std::string_view message, Fields fields) {
  const auto now = clock_.now();
  std::uint64_t left_out = 0;
  if (level >= Level::warn && is_repeated(message, now, left_out)) return;
  thread_local std::string line;
  line.clear();
  append_line(line, {options_.form, options_.colours}, {now, level, message, left_out}, fields);
  append(line, level);
}

bool Logger::is_repeated(std::string_view message, Timestamp now, std::uint64_t& left_out) {
  const auto hash = std::hash<std::string_view>{}(message);
  const auto second = now.ms / 1000;
  const std::lock_guard lock(mutex_);
  auto& slot = repeats_[hash % repeats_.size()];
  if (slot.message != hash) slot = {hash, second, 0, 0};
  if (slot.second != second) slot = {hash, second, 0, slot.left_out};
  if (slot.lines >= repeats_per_second_max) {
    ++slot.left_out;
    ++counts_.suppressed;
    return true;
  }
  ++slot.lines;
  left_out = std::exchange(slot.left_out, 0);
  return false;
}

void Logger::append(const std::string& line, Level level) {
  const std::lock_guard lock(mutex_);
  if (buffer_.size() + line.size() > buffer_bytes_max) {
    ++counts_.dropped;
    return;
  }
  // One wake-up for all lines of collect_ms: a call to the system for each would cost more than the line.
  const bool wake = buffer_.empty() || (level == Level::error && !urgent_);
  urgent_ = urgent_ || level == Level::error;
  buffer_ += line;
  ++lines_in_buffer_;
  ++appended_;
  if (wake) wake_.notify_one();
}

void Logger::flush() {
  std::unique_lock lock(mutex_);
  const auto target = appended_;
  urgent_ = true;
  wake_.notify_one();
  flushed_.wait(lock, [&] { return done_ >= target; });
}

Logger::Counts Logger::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void Logger::run() {
  std::string batch;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopped_ || !buffer_.empty(); });
    if (buffer_.empty()) return;
    wake_.wait_for(lock, collect_ms, [this] { return stopped_ || urgent_; });
    urgent_ = false;
    batch.clear();
    batch.swap(buffer_);
    const auto lines = std::exchange(lines_in_buffer_, 0);
    report_drops(batch);
    lock.unlock();
    const bool written = write_out(batch);
    lock.lock();
    (written ? counts_.written : counts_.dropped) += lines;
    done_ += lines;
    flushed_.notify_all();
  }
}

void Logger::report_drops(std::string& batch) {
  const auto missing = counts_.dropped - std::exchange(drops_reported_, counts_.dropped);
  if (missing == 0) return;
  append_line(batch, {options_.form, options_.colours}, {clock_.now(), Level::warn, "log lines were dropped", 0}, {{"lines", missing}});
}

// Gives up when the descriptor fails, or does not take anything for stop_ms_max while the logger is being destroyed.
bool Logger::write_out(std::string_view batch) {
  const auto is_stopped = [this] {
    const std::lock_guard lock(mutex_);
    return stopped_;
  };
  int waited_ms = 0;
  while (!batch.empty()) {
    pollfd ready{options_.fd, POLLOUT, 0};
    if (poll(&ready, 1, poll_ms) == 0) {
      if (is_stopped()) waited_ms += poll_ms;
      if (waited_ms >= stop_ms_max.count()) return false;
      continue;
    }
    const auto wrote = ::write(options_.fd, batch.data(), std::min(batch.size(), piece_bytes));
    if (wrote < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (wrote > 0) batch.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

}  // namespace gh::log

// Logger: writes the lines of log.h to a file descriptor, from a thread of its own.
//
// The composition root owns one. While it lives it is where log::info and the others go; only one may live at a time, and it outlives
// every thread that logs. A caller formats its line and appends it to a bounded buffer; when the reader of the descriptor is slow the
// buffer fills and further lines are dropped and counted, nobody waits. Lines are written within collect_ms.
#pragma once
#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "base/time.h"
#include "platform/log/log.h"

namespace gh::log {

enum class Form { json, readable };

class Logger {
 public:
  static constexpr std::size_t buffer_bytes_max = 4 * 1024 * 1024;
  static constexpr Milliseconds collect_ms{20};
  static constexpr Milliseconds stop_ms_max{1000};  // how long the destructor tries to write what waits
  // Warnings and errors with the same message within a second; the next one that is written tells how many were left out.
  static constexpr int repeats_per_second_max = 20;

  struct Options {
    int fd = 2;
    Level level = Level::info;
    Form form = Form::json;
    bool colours = false;
  };
  // Readable with colours (unless NO_COLOR is set) if the descriptor is a terminal, else JSON.
  static Options options_for(int fd, Level level);

  // The clock outlives the logger.
  Logger(Options options, const Clock& clock);
  ~Logger();
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  // Returns when everything that was logged before has been written or given up. Blocks; for tests and the last words of a program.
  void flush();

  struct Counts {
    std::uint64_t written = 0;     // lines handed over to the system
    std::uint64_t dropped = 0;     // the buffer was full, or writing failed
    std::uint64_t suppressed = 0;  // repeated too often
  };
  Counts counts() const;

 private:
  friend void detail::write(Level level, std::string_view message, Fields fields);

  // By the hash of a message; two messages in one slot take turns, which at worst lets more lines through.
  struct Repeats {
    std::size_t message = 0;
    std::int64_t second = 0;
    int lines = 0;
    std::uint64_t left_out = 0;
  };

  void write(Level level, std::string_view message, Fields fields);
  bool is_repeated(std::string_view message, Timestamp now, std::uint64_t& left_out);
  void append(const std::string& line, Level level);
  void run();
  void report_drops(std::string& batch);
  bool write_out(std::string_view batch);

  const Options options_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable flushed_;
  std::string buffer_;
  std::uint64_t lines_in_buffer_ = 0;
  std::uint64_t appended_ = 0;  // lines since the start, and those that the thread is done with
  std::uint64_t done_ = 0;
  std::uint64_t drops_reported_ = 0;
  Counts counts_;
  std::array<Repeats, 256> repeats_;
  bool urgent_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace gh::log

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <simdjson.h>
#include <unistd.h>

#include <fstream>
#include <random>
#include <thread>

#include "base/id.h"
#include "platform/executors/system.h"
#include "platform/log/line.h"
#include "platform/log/logger.h"

namespace gh::log {
namespace {

using testing::HasSubstr;
using testing::Not;

struct FixedClock final : Clock {
  mutable std::atomic<std::int64_t> ms{1'777'878'729'250};
  Timestamp now() const override { return {ms}; }
};

class LogFile {
 public:
  LogFile()
      : path_(testing::TempDir() + std::to_string(getpid()) + "_logger_test.log"),
        fd_(open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0600)) {}
  ~LogFile() {
    close(fd_);
    unlink(path_.c_str());
  }
  int fd() const { return fd_; }
  std::string text() const {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::string path_;
  int fd_;
};

// What log::info(...) inside of `body` writes.
template <class Body>
std::string logged(Body body, Level level = Level::info, Form form = Form::json, bool colours = false) {
  const LogFile file;
  FixedClock clock;
  {
    const Logger logger({file.fd(), level, form, colours}, clock);
    body(clock);
  }
  return file.text();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(Logger, OneJsonObjectALineWithTypedFields) {
  const auto text = logged([](const Clock& clock) {
    const auto order = OrderId::derive(1, 2);
    info("order placed", {{"request_id", "r1"},
                          {"order_id", order},
                          {"lines", 3},
                          {"size", std::string("big").size()},
                          {"share", 0.5},
                          {"first", true},
                          {"took_ms", Milliseconds(7)},
                          {"at", clock.now()},
                          {"buyer", Personal{"Ann"}}});
  });
  EXPECT_EQ(text, "{\"ts\":\"2026-05-04T07:12:09.250Z\",\"level\":\"info\",\"msg\":\"order placed\",\"request_id\":\"r1\",\"order_id\":\"" +
                      OrderId::derive(1, 2).text() +
                      "\",\"lines\":3,\"size\":3,\"share\":0.5,\"first\":true,\"took_ms\":7,\"at\":\"2026-05-04T07:12:09.250Z\",\"buyer\":"
                      "\"[redacted]\"}\n");
}

TEST(Logger, LevelsBelowTheChosenOneAreNotWritten) {
  const auto text = logged(
      [](const Clock&) {
        debug("d");
        info("i");
        warn("w");
        error("e");
      },
      Level::warn);
  EXPECT_EQ(lines_of(text).size(), 2u);
  info("without a logger nothing happens");
  EXPECT_FALSE(wants(Level::error));
}

TEST(Logger, NothingCanForgeALine) {
  const auto attack = [](const Clock&) {
    info("x\r\n{\"level\":\"error\"}", {{"a\n\"b", "\x1b[2J\r\n\"}\n{\"msg\":\"forged\"}"},
                                        {"c1",
                                         "\xc2\x9b"
                                         "31m"},
                                        {"sep", "\xe2\x80\xa8\xe2\x80\xae"}});
  };
  for (const auto form : {Form::json, Form::readable}) {
    const auto text = logged(attack, Level::info, form);
    EXPECT_EQ(lines_of(text).size(), 1u) << text;
    for (const char* bad : {"\r", "\x1b", "\xc2\x9b", "\xe2\x80\xa8", "\xe2\x80\xae"}) EXPECT_THAT(text, Not(HasSubstr(bad)));
    EXPECT_THAT(text, HasSubstr("\\u001b[2J"));
  }
}

TEST(Logger, AnyBytesGiveValidJson) {
  std::mt19937 random(7);
  std::vector<std::string> texts;
  for (int i = 0; i < 2000; ++i) {
    std::string text(random() % 40, '\0');
    constexpr std::string_view nasty = "\xe2\x80\xf0\xc2\"\\\n@{";
    for (auto& c : text) c = random() % 4 == 0 ? nasty[random() % nasty.size()] : static_cast<char>(random());
    texts.push_back(text);
  }
  const auto text = logged([&](const Clock&) {
    for (const auto& t : texts) info(t, {{t, t}});
  });
  const auto lines = lines_of(text);
  ASSERT_EQ(lines.size(), texts.size());
  simdjson::dom::parser parser;
  for (const auto& line : lines) {
    simdjson::dom::element document;
    ASSERT_EQ(parser.parse(line).get(document), simdjson::SUCCESS) << line;
    ASSERT_TRUE(document.is_object()) << line;
  }
}

TEST(Logger, PersonalDataIsTakenOutEverywhere) {
  const auto text = logged([](const Clock&) {
    info("login of ann@example.org",
         {{"email", "x"}, {"access_token", 12}, {"note", "card 4111 1111 1111 1111"}, {"buyer", Personal{"Ann Bee"}}});
  });
  for (const char* secret : {"ann@", "\"x\"", "n\":12", "4111", "Ann Bee"}) EXPECT_THAT(text, Not(HasSubstr(secret)));
}

TEST(Logger, LongTextsAreCut) {
  const auto text = logged([](const Clock&) { info("m", {{"value", std::string(100'000, 'x')}}); });
  EXPECT_LT(text.size(), text_bytes_max + 200);
  EXPECT_THAT(text, HasSubstr("x…\"}"));
}

TEST(Logger, AStormOfTheSameWarningIsCutAndCounted) {
  const auto text = logged([](const FixedClock& clock) {
    for (int i = 0; i < 100; ++i) warn("disk slow", {{"i", i}});
    for (int i = 0; i < 100; ++i) info("request", {{"i", i}});
    clock.ms += 1000;
    warn("disk slow");
  });
  const auto lines = lines_of(text);
  EXPECT_EQ(lines.size(), static_cast<std::size_t>(Logger::repeats_per_second_max) + 100 + 1);
  EXPECT_THAT(lines.back(), HasSubstr("\"msg\":\"disk slow\",\"repeats_left_out\":80}"));
}

TEST(Logger, ASlowReaderMakesNobodyWaitAndDropsAreReported) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  std::string read_back;
  {
    executors::SystemClock clock;
    Logger logger({ends[1], Level::info, Form::json, false}, clock);
    const std::string filler(1000, 'x');
    const auto start = std::chrono::steady_clock::now();
    std::chrono::nanoseconds longest{0};
    for (int i = 0; i < 10'000; ++i) {
      const auto before = std::chrono::steady_clock::now();
      info("filler", {{"x", filler}});
      longest = std::max<std::chrono::nanoseconds>(longest, std::chrono::steady_clock::now() - before);
    }
    EXPECT_LT(longest, std::chrono::milliseconds(500));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
    EXPECT_GT(logger.counts().dropped, 1000u);
    std::thread reader([&] {
      std::array<char, 65536> bytes;
      for (ssize_t got; (got = read(ends[0], bytes.data(), bytes.size())) > 0;)
        read_back.append(bytes.data(), static_cast<std::size_t>(got));
    });
    logger.flush();
    info("after");
    logger.flush();
    EXPECT_EQ(logger.counts().dropped + logger.counts().written, 10'001u);
    close(ends[1]);
    reader.join();
  }
  close(ends[0]);
  EXPECT_THAT(read_back, HasSubstr("\"msg\":\"log lines were dropped\",\"lines\":"));
  EXPECT_THAT(read_back, HasSubstr("\"msg\":\"after\""));
}

TEST(Logger, AReaderThatIsStuckDoesNotHoldUpTheEnd) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const auto start = std::chrono::steady_clock::now();
  {
    executors::SystemClock clock;
    const Logger logger({ends[1], Level::info, Form::json, false}, clock);
    for (int i = 0; i < 200; ++i) info("filler", {{"x", std::string(1000, 'x')}});
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, Logger::stop_ms_max + std::chrono::seconds(2));
  close(ends[0]);
  close(ends[1]);
}

TEST(Logger, ReadableOnATerminal) {
  const auto body = [](const Clock&) { warn("low stock", {{"sku", "s1"}, {"left", 3}}); };
  EXPECT_EQ(logged(body, Level::info, Form::readable), "07:12:09.250 WARN  low stock sku=s1 left=3\n");
  EXPECT_THAT(logged(body, Level::info, Form::readable, true), HasSubstr("\x1b[33mWARN "));
  const LogFile file;
  EXPECT_EQ(Logger::options_for(file.fd(), Level::info).form, Form::json);
}

TEST(Logger, ManyThreadsKeepTheirLinesApart) {
  const auto text = logged([](const Clock&) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([t] {
        for (int i = 0; i < 500; ++i) info("m", {{"t", t}, {"i", i}});
      });
    for (auto& thread : threads) thread.join();
  });
  const auto lines = lines_of(text);
  EXPECT_EQ(lines.size(), 2000u);
  for (const auto& line : lines) ASSERT_TRUE(line.starts_with("{\"ts\"") && line.ends_with("}")) << line;
}

}  // namespace
}  // namespace gh::log

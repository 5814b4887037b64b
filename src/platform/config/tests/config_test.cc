#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "platform/config/config.h"
#include "platform/config/units.h"

namespace gh::config {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

struct Settings {
  std::int64_t header_bytes_max;
  std::int64_t fields_max;
  Milliseconds idle;
  bool pretty;
  std::string name;
  std::string key;
  std::string level;
  std::vector<std::string> origins;
};

Settings declare(Config& config) {
  return {
      .header_bytes_max = config.bytes("http.header_bytes_max", 16 * KiB, {1 * KiB, 1 * MiB}, "All header fields of a request together."),
      .fields_max = config.number("http.fields_max", 100, {1, 1000}, "Header fields of a request."),
      .idle = config.duration("http.idle", 75s, {1s, 1h}, "How long a connection may wait for its next request."),
      .pretty = config.flag("log.pretty", false, "Readable lines."),
      .name = config.text("shop.name", "Green Harvest", "The name that people see."),
      .key = config.secret("identity.key", "Signs the access tokens."),
      .level = config.choice("log.level", "info", {"debug", "info", "warn"}, "The least important lines that are written."),
      .origins = config.list("http.origins", {}, "Sites that may call from a browser."),
  };
}

class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text) : path_(testing::TempDir() + std::to_string(getpid()) + "_config_test.toml") {
    std::ofstream(path_) << text;
  }
  ~ConfigFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// What check() says; empty if all is well.
std::string problems_of(const Sources& sources) {
  auto config = Config::load(sources);
  if (!config) return config.error().detail();
  declare(*config);
  const auto checked = config->check();
  return checked ? "" : checked.error().detail();
}
std::string problems_of_file(const std::string& text) {
  const ConfigFile file(text);
  return problems_of({.file = file.path()});
}

TEST(Config, DefaultsWithoutAnySource) {
  Config config;
  const auto settings = declare(config);
  ASSERT_TRUE(config.check());
  EXPECT_EQ(settings.header_bytes_max, 16384);
  EXPECT_EQ(settings.idle, 75s);
  EXPECT_EQ(settings.name, "Green Harvest");
}

TEST(Config, EachSourceOverridesTheOneBefore) {
  const ConfigFile file(
      "[http]\nheader_bytes_max = \"32KiB\"\nfields_max = 50\nidle = \"5s\"\norigins = [\"https://a\", \"https://b\"]\n"
      "[log]\npretty = true\n");
  auto config = *Config::load({.file = file.path(),
                               .environment = {{"GREENHARVEST_HTTP_FIELDS_MAX", "60"}, {"GREENHARVEST_HTTP_IDLE", "6s"}},
                               .flags = {"--http.idle=2s", "--http.idle=7s", "log.level=debug"}});
  const auto settings = declare(config);
  ASSERT_TRUE(config.check()) << config.check().error().detail();
  EXPECT_EQ(settings.header_bytes_max, 32768);
  EXPECT_EQ(settings.fields_max, 60);
  EXPECT_EQ(settings.idle, 7s);
  EXPECT_TRUE(settings.pretty);
  EXPECT_EQ(settings.level, "debug");
  EXPECT_EQ(settings.origins, (std::vector<std::string>{"https://a", "https://b"}));
  EXPECT_EQ(config.entries().at("http.header_bytes_max").source, file.path() + ":2");
  EXPECT_EQ(config.entries().at("http.fields_max").source, "environment GREENHARVEST_HTTP_FIELDS_MAX");
  EXPECT_EQ(config.entries().at("http.idle").source, "flag --http.idle");
  EXPECT_EQ(config.entries().at("shop.name").source, "default");
}

TEST(Config, AHiddenValueMustBeRightToo) {
  EXPECT_THAT(problems_of({.flags = {"--http.idle=5", "--http.idle=7s"}}),
              HasSubstr("http.idle: 5 (from flag --http.idle) is not a duration"));
}

TEST(Config, WrongValuesAreNamedWithSourceLineAndRange) {
  struct Case {
    std::string file, problem;
  };
  const Case cases[] = {
      {"[http]\nheader_bytes_max = 12", "http.header_bytes_max: 12 (from "},
      {"[http]\n\nheader_bytes_max = 12", "config_test.toml:3) is not a size; allowed: 1KiB to 1MiB"},
      {"[http]\nheader_bytes_max = \"2MiB\"", "2MiB"},
      {"[http]\nheader_bytes_max = \"1 MiB\"", "is not a size"},
      {"[http]\nheader_bytes_max = \"9223372036854775807GiB\"", "is not a size"},
      {"[http]\nfields_max = \"50\"", "is not a number; allowed: 1 to 1000"},
      {"[http]\nfields_max = 50.5", "is not a number"},
      {"[http]\nidle = 5", "is not a duration; allowed: 1s to 1h"},
      {"[http]\nidle = \"5\"", "is not a duration"},
      {"[http]\norigins = \"https://a\"", "is not a list"},
      {"[http]\norigins = [1]", "is not a list"},
      {"[log]\npretty = \"yes\"", "is not a flag"},
      {"[log]\nlevel = \"loud\"", "log.level: loud (from "},
      {"[log]\nlevel = \"loud\"", "is not a choice; allowed: debug, info, warn"},
      {"[http]\nidle = ", ":2: "},
      {"[http\n", ":1: "},
  };
  for (const auto& c : cases) EXPECT_THAT(problems_of_file(c.file), HasSubstr(c.problem)) << c.file;
}

TEST(Config, UnknownKeysAreNamedWithTheNearestOne) {
  EXPECT_THAT(problems_of_file("[http]\nidel = \"5s\""), HasSubstr("http.idel (from "));
  EXPECT_THAT(problems_of_file("[http]\nidel = \"5s\""), HasSubstr(":2) is not a setting; did you mean http.idle?"));
  EXPECT_THAT(problems_of({.environment = {{"GREENHARVEST_HTTP_IDEL", "5s"}}}), HasSubstr("did you mean GREENHARVEST_HTTP_IDLE?"));
  EXPECT_THAT(problems_of({.flags = {"--http.idel=5s"}}),
              HasSubstr("http.idel (from flag --http.idel) is not a setting; did you mean http.idle?"));
  EXPECT_THAT(problems_of({.flags = {"--zzzzzzzzz=5s"}}), testing::Not(HasSubstr("did you mean")));
  EXPECT_THAT(problems_of({.flags = {"--http.idle"}}), HasSubstr("--key=value"));
  EXPECT_THAT(problems_of({.file = "/nowhere/at/all.toml"}), HasSubstr("/nowhere/at/all.toml"));
}

TEST(Config, AllProblemsAtOnce) {
  const auto problems =
      problems_of({.environment = {{"GREENHARVEST_X", "1"}}, .flags = {"--http.idle=0s", "--http.fields-max=0", "--y=1"}});
  EXPECT_EQ(std::ranges::count(problems, '\n'), 3);
}

TEST(Config, SecretsAreNeverShown) {
  auto config = *Config::load({.environment = {{"GREENHARVEST_IDENTITY_KEY", "very-secret"}}});
  const auto settings = declare(config);
  EXPECT_EQ(settings.key, "very-secret");
  EXPECT_THAT(config.show(), testing::Not(HasSubstr("very-secret")));
  EXPECT_THAT(config.show(), HasSubstr("identity.key = ********  # environment GREENHARVEST_IDENTITY_KEY\n"));
  EXPECT_THAT(problems_of_file("[identity]\nkey = 12345678"),
              testing::AllOf(HasSubstr("identity.key"), testing::Not(HasSubstr("12345678"))));
}

TEST(Config, ShowNamesEveryKeyWithItsValueInUnits) {
  Config config;
  declare(config);
  EXPECT_THAT(config.show(), HasSubstr("http.header_bytes_max = 16KiB  # default\nhttp.idle = 75s  # default\n"));
  EXPECT_EQ(std::ranges::count(config.show(), '\n'), static_cast<std::ptrdiff_t>(config.entries().size()));
}

TEST(Config, TwoKeysOfOneVariableAreRefused) {
  Config config;
  config.text("a.b_c", "", "");
  config.text("a.b.c", "", "");
  EXPECT_FALSE(config.check());
}

TEST(Environment, TakesOurPrefixOnly) {
  const char* const environment[] = {"HOME=/root",      "GREENHARVEST_HTTP_IDLE=5s", "GREENHARVEST_CONFIG=a.toml",
                                     "GREENHARVESTX=1", "GREENHARVEST_A=b=c",        nullptr};
  const auto sources = from_environment(environment);
  EXPECT_EQ(sources.file, "a.toml");
  EXPECT_EQ(sources.environment,
            (std::vector<std::pair<std::string, std::string>>{{"GREENHARVEST_HTTP_IDLE", "5s"}, {"GREENHARVEST_A", "b=c"}}));
}

TEST(Units, BothWays) {
  const std::pair<const char*, std::int64_t> sizes[] = {{"0", 0}, {"1000", 1000}, {"16KiB", 16384}, {"1MiB", 1 << 20}, {"3GiB", 3LL << 30}};
  for (const auto& [text, value] : sizes) {
    EXPECT_EQ(parse_bytes(text), value);
    EXPECT_EQ(show_bytes(value), text);
  }
  EXPECT_EQ(parse_bytes("10kB"), 10'000);
  const std::pair<const char*, Milliseconds> durations[] = {{"0ms", 0ms},     {"250ms", 250ms}, {"75s", 75s},
                                                            {"10min", 10min}, {"2h", 2h},       {"7d", 168h}};
  for (const auto& [text, value] : durations) {
    EXPECT_EQ(parse_duration(text), value);
    EXPECT_EQ(show_duration(value), text);
  }
  for (const char* text : {"", "5", "5 s", "s", "5sec", "1.5s", "+5s", "99999999999999999999s"}) EXPECT_FALSE(parse_duration(text)) << text;
}

}  // namespace
}  // namespace gh::config

// Config: the settings of the program, each declared once, where it is used, by the call that also gives its value.
//
//   GH_TRY(config::Config config, config::Config::load(sources));
//   net::Limits limits{.header_bytes_max = config.bytes("http.header_bytes_max", 16 * config::KiB, {1 * config::KiB, 1 * config::MiB},
//   "…")}; …every other group of settings… GH_CHECK(config.check());
//
// Default < TOML file < environment (GREENHARVEST_HTTP_HEADER_BYTES_MAX) < flag (--http.header-bytes-max=32KiB or
// http.header_bytes_max=32KiB). A declaration never fails: a wrong value is kept as a problem and the default is given; check() then names
// every problem and every key that nobody has declared, so all keys must be declared before it. Used by one thread, at start.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace gh::config {

inline constexpr std::int64_t KiB = 1024;
inline constexpr std::int64_t MiB = 1024 * KiB;
inline constexpr std::int64_t GiB = 1024 * MiB;

inline constexpr std::string_view environment_prefix = "GREENHARVEST_";

// Where values come from, as the program was started.
struct Sources {
  std::string file;                                              // path of a TOML file; empty: none
  std::vector<std::pair<std::string, std::string>> environment;  // with environment_prefix
  std::vector<std::string> flags;                                // "--http.idle=5s" or "http.idle=5s"
};
// The variables with our prefix. GREENHARVEST_CONFIG is no setting but the path of the file.
Sources from_environment(const char* const* environment);

// What a source says about a key, not yet understood.
struct RawValue {
  enum class Origin { file, environment, flag };  // from the weakest to the strongest
  enum class Kind { text, integer, boolean, list, other };

  Origin origin = Origin::file;
  Kind kind = Kind::text;  // as TOML types it; from elsewhere always text
  std::string text;        // a list: its elements with commas between them
  std::string source;      // "greenharvest.toml:12", "environment GREENHARVEST_HTTP_IDLE", "flag --http.idle"
};

// A declared key with the value that is in force.
struct Entry {
  std::string key;
  std::string_view type;  // "number", "size", "duration", "flag", "text", "secret", "choice", "list"
  std::string value;      // as one would write it; of a secret: a mask
  std::string initial;    // the default
  std::string allowed;    // "1KiB to 1MiB"; empty: anything
  std::string description;
  std::string source;  // as RawValue::source, or "default"
};

template <class T>
struct Range {
  T min;
  T max;
};

class Config {
 public:
  // Fails with errors::invalid if the file cannot be read or is not TOML (with its line), or a flag has no value.
  static Result<Config> load(const Sources& sources);
  Config() = default;  // defaults only

  std::int64_t number(std::string_view key, std::int64_t initial, Range<std::int64_t> range, std::string_view description);
  // "512", "16KiB", "1MiB", "2GiB", also kB, MB, GB (thousands).
  std::int64_t bytes(std::string_view key, std::int64_t initial, Range<std::int64_t> range, std::string_view description);
  // "250ms", "5s", "10min", "2h", "7d"; never without a unit.
  Milliseconds duration(std::string_view key, Milliseconds initial, Range<Milliseconds> range, std::string_view description);
  bool flag(std::string_view key, bool initial, std::string_view description);  // true or false
  std::string text(std::string_view key, std::string_view initial, std::string_view description);
  std::string secret(std::string_view key, std::string_view description);  // default: empty; shown and reported masked
  std::string choice(std::string_view key, std::string_view initial, std::vector<std::string> allowed, std::string_view description);
  // TOML: an array of strings; elsewhere separated by commas.
  std::vector<std::string> list(std::string_view key, std::vector<std::string> initial, std::string_view description);

  // errors::invalid with one line per problem: key, source and line, what is wrong, what is allowed, the nearest known key.
  Result<void> check() const;
  // One line per declared key, sorted: `key = value  # source`.
  std::string show() const;
  const std::map<std::string, Entry>& entries() const { return entries_; }

 private:
  template <class T>
  struct Reader;  // how a type is read and shown
  template <class T>
  T declare(Entry entry, const Reader<T>& reader);
  std::vector<RawValue> raw_values_of(const std::string& key) const;

  std::map<std::string, std::vector<RawValue>> raw_;  // by key; of the environment by its variable; strongest last
  std::map<std::string, Entry> entries_;
  std::vector<std::string> problems_;
};

}  // namespace gh::config

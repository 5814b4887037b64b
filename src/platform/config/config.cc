#include "platform/config/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "base/errors.h"
#include "platform/config/nearest.h"
#include "platform/config/sources.h"
#include "platform/config/units.h"

namespace gh::config {
namespace {

using Kind = RawValue::Kind;
using Origin = RawValue::Origin;
constexpr std::string_view file_variable = "GREENHARVEST_CONFIG";
constexpr std::string_view mask = "********";
constexpr std::string_view secret_type = "secret";

// GREENHARVEST_HTTP_IDLE for http.idle. Not reversible, hence declared keys are looked up by it.
std::string variable_of(std::string_view key) {
  std::string name(environment_prefix);
  for (const char c : key) name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return name;
}

Result<std::pair<std::string, std::string>> split_flag(std::string_view flag) {
  const auto equals = flag.find('=');
  if (equals == std::string_view::npos) {
    return fail(errors::invalid, fmt::format("flag {}: a setting is given as --key=value", flag));
  }
  std::string key(flag.substr(flag.starts_with("--") ? 2 : 0, equals - (flag.starts_with("--") ? 2 : 0)));
  std::ranges::replace(key, '-', '_');
  return std::pair(std::move(key), std::string(flag.substr(equals + 1)));
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto comma = text.find(',');
    items.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return items;
}

template <class T>
auto in_range(std::optional<T> (*parse)(std::string_view), Range<T> range) {
  return [parse, range](const std::string& text) -> std::optional<T> {
    const auto value = parse(text);
    return value && range.min <= *value && *value <= range.max ? value : std::nullopt;
  };
}

}  // namespace

Sources from_environment(const char* const* environment) {
  Sources sources;
  for (; *environment != nullptr; ++environment) {
    const std::string_view line = *environment;
    const auto equals = line.find('=');
    if (!line.starts_with(environment_prefix) || equals == std::string_view::npos) continue;
    const auto name = line.substr(0, equals);
    if (name == file_variable) {
      sources.file = line.substr(equals + 1);
    } else {
      sources.environment.emplace_back(name, line.substr(equals + 1));
    }
  }
  return sources;
}

Result<Config> Config::load(const Sources& sources) {
  Config config;
  const Found found = [&](std::string key, RawValue raw) { config.raw_[std::move(key)].push_back(std::move(raw)); };
  if (!sources.file.empty()) GH_CHECK(read_toml(sources.file, found));
  for (const auto& [name, value] : sources.environment) found(name, {Origin::environment, Kind::text, value, "environment " + name});
  for (const auto& flag : sources.flags) {
    GH_TRY(auto setting, split_flag(flag));
    auto& [key, value] = setting;
    auto source = "flag " + flag.substr(0, flag.find('='));
    found(std::move(key), {Origin::flag, Kind::text, std::move(value), std::move(source)});
  }
  return config;
}

template <class T>
struct Config::Reader {
  T initial;
  std::vector<Kind> kinds;                                    // that a TOML file may use
  std::function<std::optional<T>(const std::string&)> parse;  // nothing: not one, or not allowed
  std::function<std::string(const T&)> show;
};

std::vector<RawValue> Config::raw_values_of(const std::string& key) const {
  std::vector<RawValue> values;
  for (const auto& name : {key, variable_of(key)}) {
    const auto found = raw_.find(name);
    if (found == raw_.end()) continue;
    for (const auto& value : found->second) values.insert(std::ranges::upper_bound(values, value.origin, {}, &RawValue::origin), value);
  }
  return values;
}

// Every source must be right, also where a stronger one hides it.
template <class T>
T Config::declare(Entry entry, const Reader<T>& reader) {
  T value = reader.initial;
  const bool secret = entry.type == secret_type;
  entry.initial = reader.show(value);
  entry.source = "default";
  for (const auto& raw : raw_values_of(entry.key)) {
    const bool kind_fits = raw.origin != Origin::file || std::ranges::find(reader.kinds, raw.kind) != reader.kinds.end();
    if (auto parsed = kind_fits ? reader.parse(raw.text) : std::nullopt) {
      value = std::move(*parsed);
      entry.source = raw.source;
      continue;
    }
    problems_.push_back(fmt::format("{}: {} (from {}) is not a {}{}{}", entry.key, secret ? mask : raw.text, raw.source, entry.type,
                                    entry.allowed.empty() ? "" : "; allowed: ", entry.allowed));
  }
  entry.value = reader.show(value);
  if (secret && !entry.value.empty()) entry.value = mask;
  for (const auto& [key, other] : entries_) {
    if (variable_of(key) == variable_of(entry.key)) problems_.push_back(fmt::format("{} and {} would share a variable", key, entry.key));
  }
  const auto key = entry.key;
  entries_.emplace(key, std::move(entry));
  return value;
}

std::int64_t Config::number(std::string_view key, std::int64_t initial, Range<std::int64_t> range, std::string_view description) {
  const auto show = [](const std::int64_t& v) { return std::to_string(v); };
  const auto allowed = fmt::format("{} to {}", range.min, range.max);
  return declare<std::int64_t>({.key{key}, .type = "number", .allowed = allowed, .description{description}},
                               {initial, {Kind::integer}, in_range(parse_number, range), show});
}

std::int64_t Config::bytes(std::string_view key, std::int64_t initial, Range<std::int64_t> range, std::string_view description) {
  const auto allowed = fmt::format("{} to {}", show_bytes(range.min), show_bytes(range.max));
  return declare<std::int64_t>({.key{key}, .type = "size", .allowed = allowed, .description{description}},
                               {initial, {Kind::integer, Kind::text}, in_range(parse_bytes, range), show_bytes});
}

Milliseconds Config::duration(std::string_view key, Milliseconds initial, Range<Milliseconds> range, std::string_view description) {
  const auto allowed = fmt::format("{} to {}", show_duration(range.min), show_duration(range.max));
  return declare<Milliseconds>({.key{key}, .type = "duration", .allowed = allowed, .description{description}},
                               {initial, {Kind::text}, in_range(parse_duration, range), show_duration});
}

bool Config::flag(std::string_view key, bool initial, std::string_view description) {
  const auto parse = [](const std::string& text) -> std::optional<bool> {
    return text == "true" || text == "false" ? std::optional(text == "true") : std::nullopt;
  };
  const auto show = [](const bool& on) { return std::string(on ? "true" : "false"); };
  return declare<bool>({.key{key}, .type = "flag", .allowed = "true, false", .description{description}},
                       {initial, {Kind::boolean}, parse, show});
}

std::string Config::text(std::string_view key, std::string_view initial, std::string_view description) {
  const auto same = [](const std::string& v) { return v; };
  return declare<std::string>({.key{key}, .type = "text", .description{description}}, {std::string(initial), {Kind::text}, same, same});
}

std::string Config::secret(std::string_view key, std::string_view description) {
  const auto same = [](const std::string& v) { return v; };
  return declare<std::string>({.key{key}, .type = secret_type, .description{description}}, {"", {Kind::text}, same, same});
}

std::string Config::choice(std::string_view key, std::string_view initial, std::vector<std::string> allowed, std::string_view description) {
  const auto parse = [&](const std::string& v) { return std::ranges::find(allowed, v) != allowed.end() ? std::optional(v) : std::nullopt; };
  const auto same = [](const std::string& v) { return v; };
  return declare<std::string>(
      {.key{key}, .type = "choice", .allowed = fmt::format("{}", fmt::join(allowed, ", ")), .description{description}},
      {std::string(initial), {Kind::text}, parse, same});
}

std::vector<std::string> Config::list(std::string_view key, std::vector<std::string> initial, std::string_view description) {
  const auto show = [](const std::vector<std::string>& items) { return fmt::format("{}", fmt::join(items, ",")); };
  return declare<std::vector<std::string>>({.key{key}, .type = "list", .description{description}},
                                           {std::move(initial), {Kind::list}, split_list, show});
}

Result<void> Config::check() const {
  std::vector<std::string> keys;
  std::vector<std::string> variables;
  for (const auto& [key, entry] : entries_) {
    keys.push_back(key);
    variables.push_back(variable_of(key));
  }
  auto problems = problems_;
  for (const auto& [name, values] : raw_) {
    const bool variable = values.front().origin == Origin::environment;
    const auto& known = variable ? variables : keys;
    if (std::ranges::find(known, name) != known.end()) continue;
    const auto similar = nearest(name, known);
    const auto hint = similar.empty() ? std::string() : fmt::format("; did you mean {}?", similar);
    for (const auto& value : values) problems.push_back(fmt::format("{} (from {}) is not a setting{}", name, value.source, hint));
  }
  if (problems.empty()) return {};
  return fail(errors::invalid, fmt::format("{}", fmt::join(problems, "\n")));
}

std::string Config::show() const {
  std::string text;
  for (const auto& [key, entry] : entries_) text += fmt::format("{} = {}  # {}\n", key, entry.value, entry.source);
  return text;
}

}  // namespace gh::config

// greenharvest_simulate --seeds N --from S [--jobs J] [--scenario NAME] [--history] [--first]: plays seeds and says which broke an
// invariant; with --first it stops at the first one.
// Exit status: 0 all held, 1 something broke, 2 bad arguments.
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "tests/simulation/scenario.h"

namespace {

using gh::simulation::Played;

struct Scenario {
  std::string_view name;
  Played (*play)(std::uint64_t);
};
constexpr std::array scenarios{Scenario{"stock", gh::simulation::play_stock}, Scenario{"shop", gh::simulation::play_shop}};

constexpr std::size_t tail_shown = 4'000;  // characters of a failing history
constexpr int failures_shown_max = 3;

struct Options {
  std::uint64_t seeds = 1'000;
  std::uint64_t from = 1;
  std::uint64_t jobs = 1;
  std::string_view scenario;
  bool history = false;
  bool first = false;
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Options> parse(const std::vector<std::string_view>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--history" || arguments[i] == "--first") {
      (arguments[i] == "--first" ? options.first : options.history) = true;
      continue;
    }
    if (i + 1 == arguments.size()) return std::nullopt;
    const auto name = arguments[i];
    const auto text = arguments[++i];
    if (name == "--scenario") {
      options.scenario = text;
      continue;
    }
    const auto value = number(text);
    auto* target = name == "--seeds" ? &options.seeds : name == "--from" ? &options.from : name == "--jobs" ? &options.jobs : nullptr;
    if (!value || target == nullptr || *value == 0) return std::nullopt;
    *target = *value;
  }
  return options;
}

// True: every seed held.
bool run(const Scenario& scenario, const Options& options) {
  std::atomic<std::uint64_t> next{0}, failures{0}, hash{0};
  std::mutex print;
  const auto work = [&] {
    for (auto i = next++; i < options.seeds && !(options.first && failures > 0); i = next++) {
      const auto seed = options.from + i;
      const auto played = scenario.play(seed);
      hash += played.hash * (seed | 1);  // order of completion must not matter
      if (options.history) fmt::print("{}", played.history);
      if (played.broken.empty()) continue;
      const std::lock_guard guard(print);
      if (failures++ >= failures_shown_max) continue;
      const auto& history = played.history;
      fmt::print("{}\nscenario {} seed {}: {}\n", history.substr(history.size() - std::min(history.size(), tail_shown)), scenario.name,
                 seed, played.broken);
    }
  };
  const auto started = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (std::uint64_t i = 1; i < options.jobs; ++i) threads.emplace_back(work);
  work();
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  const auto played = std::min(next.load(), options.seeds);
  fmt::print("scenario {}: seeds {} to {}, {} broke, {:.0f} seeds/s, history {:016x}\n", scenario.name, options.from,
             options.from + played - 1, failures.load(), static_cast<double>(played) / took.count(), hash.load());
  return failures == 0;
}

}  // namespace

int main(int count, char** arguments) {
  const auto options = parse({arguments + 1, arguments + count});
  if (!options) {
    fmt::print(stderr, "usage: greenharvest_simulate [--seeds N] [--from S] [--jobs J] [--scenario NAME] [--history] [--first]\n");
    return 2;
  }
  bool held = true, found = false;
  for (const auto& scenario : scenarios) {
    if (!options->scenario.empty() && options->scenario != scenario.name) continue;
    found = true;
    held = run(scenario, *options) && held;
  }
  if (!found) {
    fmt::print(stderr, "no such scenario\n");
    return 2;
  }
  return held ? 0 : 1;
}

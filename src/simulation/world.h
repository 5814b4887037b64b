// World: simulated machines in simulated time. One seed decides everything: which ready coroutine runs next, how long each call of a
// port takes, who dies and when, where clocks jump to. The same seed gives the same history, byte for byte.
//
// A World lives on one thread, which is also the only one that may touch what is in it. A Node is a process of the program under test:
// its coroutines and services vanish when it crashes; what the scenario keeps outside (the store, the card provider) survives.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/random.h"
#include "base/scheduler.h"
#include "base/time.h"

namespace gh::simulation {

// SplitMix64: small, and its stream is the same everywhere.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() override;
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }  // bound > 0
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
  }
  bool once_in(std::uint64_t times) { return times != 0 && below(times) == 0; }  // 0: never

 private:
  std::uint64_t state_;
};

class World;

// The coroutines of one life of a node (or of the world itself). Dead: what is posted to it is dropped.
class SimScheduler final : public Scheduler {
 public:
  SimScheduler(World& world, std::string name) : world_(world), name_(std::move(name)) {}
  ~SimScheduler() override { kill(); }
  void post(std::coroutine_handle<>) override;
  void post_after(Milliseconds, std::coroutine_handle<>) override;
  void root_started(std::coroutine_handle<>) override;
  void root_ended(std::coroutine_handle<>) override;

  bool alive() const { return alive_; }
  // Destroys all of its coroutines, where they stand. Not from one of them.
  void kill();

 private:
  World& world_;
  std::string name_;
  bool alive_ = true;
  std::uint64_t roots_started_ = 0;
  std::map<std::uint64_t, std::coroutine_handle<>> roots_;  // by age, so that they die in the same order each time
  std::unordered_map<void*, std::uint64_t> age_of_;
};

class NodeClock final : public Clock {
 public:
  explicit NodeClock(const World& world) : world_(world) {}
  Timestamp now() const override;
  void jump(Milliseconds by) { offset_ += by; }
  Milliseconds offset() const { return offset_; }

 private:
  const World& world_;
  Milliseconds offset_{0};
};

class Node {
 public:
  // boot is called with each start: it makes the services of this life, and may spawn on scheduler().
  using Boot = std::function<std::shared_ptr<void>(Node&)>;

  Node(World& world, std::string name, Boot boot);
  ~Node();
  Node(const Node&) = delete;

  const std::string& name() const { return name_; }
  bool up() const { return services_ != nullptr; }
  SimScheduler& scheduler() { return *scheduler_; }
  NodeClock& clock() { return clock_; }
  World& world() { return world_; }

  void start();
  // Now; not from a coroutine of the node itself.
  void crash();
  // At the next step of the world; the coroutine that calls it should not go on: co_await never().
  void crash_soon() { crash_wanted_ = true; }
  bool crash_wanted() const { return crash_wanted_; }

  // Runs make(services) on the node as a request from outside. Nothing: the node was down or died before it answered.
  template <class T, class Services, class Make>
  Task<std::optional<T>> call(Make make) {
    if (!up()) co_return std::nullopt;
    struct Request {
      OneShot<bool> over;
      bool settled = false;
      std::optional<T> answer;
    };
    auto request = std::make_shared<Request>();
    const auto settle = [request] {
      if (!std::exchange(request->settled, true)) request->over.set(true);
    };
    const auto number = ++requests_made_;
    requests_.emplace(number, settle);
    auto serve = [](Node* node, std::shared_ptr<Request> open, std::uint64_t which, Task<T> work) -> Task<void> {
      open->answer.emplace(co_await std::move(work));
      const auto done = std::move(node->requests_.extract(which).mapped());
      done();
    };
    // The task is made and run on the node: nothing of it is the caller's.
    auto& services = *static_cast<Services*>(services_.get());
    spawn(*scheduler_, serve(this, request, number, make(services)));
    co_await request->over;
    co_return std::move(request->answer);
  }

  template <class Services>
  Services& services() {
    return *static_cast<Services*>(services_.get());
  }

 private:
  World& world_;
  std::string name_;
  Boot boot_;
  NodeClock clock_;
  SimScheduler* scheduler_ = nullptr;  // of the present or last life, owned by the world
  std::shared_ptr<void> services_;
  bool crash_wanted_ = false;
  std::uint64_t requests_made_ = 0;
  std::map<std::uint64_t, std::function<void()>> requests_;  // how each is told that the connection is gone
};

class World final : public Clock {
 public:
  static constexpr std::uint64_t steps_max = 2'000'000;  // of one run; reaching it is a failure of its own
  static constexpr Timestamp birth{1'767'225'600'000};   // 2026-01-01T00:00:00Z

  explicit World(std::uint64_t seed);
  ~World() override;
  World(const World&) = delete;

  SeededRandom& dice() { return dice_; }
  Timestamp now() const override { return birth + elapsed_; }  // true time
  SimScheduler& outside() { return *outside_; }                // for what is no node: buyers, the provider, chaos

  Node& add_node(std::string name, Node::Boot boot);
  std::vector<std::unique_ptr<Node>>& nodes() { return nodes_; }
  SimScheduler& new_scheduler(std::string name);

  // Runs until stop() or nothing is left to do or `limit` of simulated time has passed. False: steps_max reached.
  bool run(Milliseconds limit);
  void stop() { stopped_ = true; }

  template <class... Args>
  void note(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(history_), "{} ", elapsed_.count());
    fmt::format_to(std::back_inserter(history_), format, std::forward<Args>(args)...);
    history_ += '\n';
  }
  const std::string& history() const { return history_; }
  std::uint64_t history_hash() const;

 private:
  friend class SimScheduler;
  struct Ready {
    SimScheduler* scheduler;
    std::coroutine_handle<> handle;
  };

  void step();

  SeededRandom dice_;
  Milliseconds elapsed_{0};
  std::uint64_t posted_ = 0;
  bool stopped_ = false;
  std::vector<Ready> ready_;
  std::map<std::pair<std::int64_t, std::uint64_t>, Ready> timers_;  // (when, order of posting)
  std::vector<std::unique_ptr<SimScheduler>> schedulers_;
  SimScheduler* outside_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::string history_;
};

// Never goes on: for the coroutine of a node that has asked for its crash.
inline auto never() { return std::suspend_always{}; }

}  // namespace gh::simulation

#include "simulation/world.h"

namespace gh::simulation {

std::uint64_t SeededRandom::next() {
  // Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014).
  auto z = state_ += 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

void SimScheduler::post(std::coroutine_handle<> handle) {
  if (alive_) world_.ready_.push_back({this, handle});
}

void SimScheduler::post_after(Milliseconds delay, std::coroutine_handle<> handle) {
  if (!alive_) return;
  const auto when = world_.elapsed_ + std::max(delay, Milliseconds(0));
  world_.timers_.emplace(std::pair(when.count(), ++world_.posted_), World::Ready{this, handle});
}

void SimScheduler::root_started(std::coroutine_handle<> root) {
  age_of_[root.address()] = ++roots_started_;
  roots_[roots_started_] = root;
}

void SimScheduler::root_ended(std::coroutine_handle<> root) {
  const auto age = age_of_.find(root.address());
  roots_.erase(age->second);
  age_of_.erase(age);
}

void SimScheduler::kill() {
  if (!std::exchange(alive_, false)) return;
  const auto mine = [this](const World::Ready& ready) { return ready.scheduler == this; };
  std::erase_if(world_.ready_, mine);
  std::erase_if(world_.timers_, [&](const auto& timer) { return mine(timer.second); });
  while (!roots_.empty()) roots_.begin()->second.destroy();
}

Timestamp NodeClock::now() const { return world_.now() + offset_; }

Node::Node(World& world, std::string name, Boot boot) : world_(world), name_(std::move(name)), boot_(std::move(boot)), clock_(world) {}

Node::~Node() {
  if (scheduler_) scheduler_->kill();
}

void Node::start() {
  world_.note("{} starts", name_);
  crash_wanted_ = false;
  scheduler_ = &world_.new_scheduler(name_);
  services_ = boot_(*this);
}

void Node::crash() {
  if (!up()) return;
  world_.note("{} dies", name_);
  crash_wanted_ = false;
  scheduler_->kill();
  services_ = nullptr;
  for (auto& [number, settle] : std::exchange(requests_, {})) settle();
}

World::World(std::uint64_t seed) : dice_(seed), outside_(&new_scheduler("outside")) {
  dice_.next();
  history_.reserve(1 << 16);
}

World::~World() {
  // What waits outside may refer to nodes, and nodes to nothing outside that waits.
  outside_->kill();
  for (auto& node : nodes_) node->crash();
}

Node& World::add_node(std::string name, Node::Boot boot) {
  nodes_.push_back(std::make_unique<Node>(*this, std::move(name), std::move(boot)));
  return *nodes_.back();
}

SimScheduler& World::new_scheduler(std::string name) {
  schedulers_.push_back(std::make_unique<SimScheduler>(*this, std::move(name)));
  return *schedulers_.back();
}

void World::step() {
  const auto at = dice_.below(ready_.size());
  const Ready next = ready_[at];
  ready_[at] = ready_.back();
  ready_.pop_back();
  {
    const Scheduler::Scope scope(*next.scheduler);
    next.handle.resume();
  }
  for (auto& node : nodes_) {
    if (node->crash_wanted()) node->crash();
  }
}

bool World::run(Milliseconds limit) {
  const auto end = elapsed_ + limit;
  stopped_ = false;
  for (std::uint64_t steps = 0; steps < steps_max; ++steps) {
    if (stopped_) return true;
    if (ready_.empty()) {
      if (timers_.empty()) return true;
      const Milliseconds when(timers_.begin()->first.first);
      if (when > end) {
        elapsed_ = end;
        return true;
      }
      elapsed_ = when;
      // All that are due now are ready, and any of them may be first.
      while (!timers_.empty() && timers_.begin()->first.first <= elapsed_.count()) {
        ready_.push_back(timers_.begin()->second);
        timers_.erase(timers_.begin());
      }
    }
    step();
  }
  return false;
}

std::uint64_t World::history_hash() const {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
  for (const char c : history_) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

}  // namespace gh::simulation

#include "adapters/redis/cluster_client.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::redis {

namespace {

bool has(const std::vector<Endpoint>& all, const Endpoint& one) { return std::ranges::find(all, one) != all.end(); }

}  // namespace

void ClusterClient::Node::went_away(const std::string& /*server*/, const Error& why) {
  {
    const std::lock_guard lock(cluster.mutex_);
    away = fmt::format("{}: {}", endpoint.text(), why.detail());
    if (owns) cluster.up_ = false;
  }
  cluster.ring(true);
}

ClusterClient::ClusterClient(ClientOptions options, ClientObserver& observer)
    : options_(std::move(options)), observer_(observer), owners_(slot_count) {
  learn();
  tell_state();
  thread_ = std::thread([this] { run(); });
  pthread_setname_np(thread_.native_handle(), "redis-map");
}

ClusterClient::~ClusterClient() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ring();
  thread_.join();
  std::vector<std::unique_ptr<Node>> nodes;
  {
    const std::lock_guard lock(mutex_);
    std::ranges::fill(owners_, nullptr);
    nodes = std::move(nodes_);
    nodes_.clear();
  }
  nodes.clear();  // what they had on their way ends, or is parked
  for (const auto& one : parked_) finish(one.errand, Outcome::unavailable, broken("the client is closing"));
}

Task<Result<Reply>> ClusterClient::ask(Command command) {
  const OneShot<Result<Reply>> answer;
  send({.asked = std::chrono::steady_clock::now(), .answer = answer}, std::move(command));
  co_return co_await answer;
}

void ClusterClient::tell(Command command) { send({.asked = std::chrono::steady_clock::now(), .answer = std::nullopt}, std::move(command)); }

void ClusterClient::send(Errand errand, Command command) {
  const auto key = key_of(command);
  if (!key) return finish(errand, Outcome::refused, fail(errors::invalid, "a command for a cluster names one key"));
  const auto slot = slot_of(*key);
  std::unique_lock lock(mutex_);
  auto* owner = owners_[slot];
  if (owner != nullptr) return hand(std::move(lock), *owner, false, errand, std::move(command));
  lock.unlock();
  finish(errand, Outcome::unavailable, broken(fmt::format("slot {} is served by nobody", slot)));
}

// Under the lock, because only then the node stays.
void ClusterClient::hand(std::unique_lock<std::mutex> lock, Node& node, bool asking, const Errand& errand, Command command) {
  auto ended = [this, &node, errand](Outcome outcome, Command returned, Result<Reply> reply) {
    answered(node, errand, outcome, std::move(returned), std::move(reply));
  };
  const auto refusal = node.client.forward(std::move(command), asking, std::move(ended));
  lock.unlock();
  if (refusal) finish(errand, *refusal, broken(node.endpoint.text() + " is away, or too many commands wait for it"));
}

// On the thread of the node's client, which is there until this returns.
void ClusterClient::answered(const Node& from, Errand errand, Outcome outcome, Command command, Result<Reply> reply) {
  if (reply && reply->is_error()) {
    if (auto redirection = Redirection::read(*reply, from.endpoint)) {
      ++errand.redirections;
      return follow(std::move(errand), std::move(command), *std::move(redirection));
    }
    if (reply->is_error("CLUSTERDOWN") || reply->is_error("TRYAGAIN")) {
      ring(true);
      reply = broken(reply->text);
    }
  }
  finish(errand, outcome, std::move(reply));
}

void ClusterClient::follow(Errand errand, Command command, Redirection redirection) {
  if (!redirection.asking) ring(true);
  if (errand.redirections > redirections_max) return finish(errand, Outcome::refused, broken("sent from node to node too often"));
  if (is_overdue(errand)) return finish(errand, Outcome::overdue, broken("no answer in time"));
  std::unique_lock lock(mutex_);
  if (auto* node = find(redirection.to)) {
    node->wanted = std::chrono::steady_clock::now();
    return hand(std::move(lock), *node, redirection.asking, errand, std::move(command));
  }
  if (parked_.size() < parked_max) {
    parked_.push_back({std::move(errand), std::move(command), std::move(redirection)});
    lock.unlock();
    return ring();
  }
  lock.unlock();
  finish(errand, Outcome::too_many, broken("too many commands wait for a node"));
}

void ClusterClient::finish(const Errand& errand, Outcome outcome, Result<Reply> reply) {
  observer_.command_ended(outcome, std::chrono::steady_clock::now() - errand.asked);
  if (errand.answer) errand.answer->set(std::move(reply));
}

bool ClusterClient::is_overdue(const Errand& errand) const {
  return std::chrono::steady_clock::now() >= errand.asked + options_.command_deadline;
}

ClusterClient::Node* ClusterClient::find(const Endpoint& endpoint) const {
  const auto at = std::ranges::find(nodes_, endpoint, [](const auto& node) -> const Endpoint& { return node->endpoint; });
  return at == nodes_.end() ? nullptr : at->get();
}

void ClusterClient::ring(bool wants_map) {
  {
    const std::lock_guard lock(mutex_);
    rung_ = true;
    wants_map_ = wants_map_ || wants_map;
  }
  bell_.notify_one();
}

void ClusterClient::run() {
  const auto called = [this] { return stopping_ || rung_; };
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (wants_map_) {
      bell_.wait_until(lock, learned_ + map_interval, called);
    } else {
      bell_.wait(lock, called);
    }
    rung_ = false;
    const bool may_learn = wants_map_ && std::chrono::steady_clock::now() >= learned_ + map_interval;
    if (may_learn) wants_map_ = false;
    lock.unlock();
    serve_parked();
    if (may_learn) learn();
    tell_state();
    retire();
    lock.lock();
  }
}

void ClusterClient::serve_parked() {
  std::deque<Parked> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting.swap(parked_);
  }
  for (auto& [errand, command, redirection] : waiting) {
    auto* node = find_or_make(redirection.to);
    if (is_overdue(errand)) {
      finish(errand, Outcome::overdue, broken("no answer in time"));
    } else if (node == nullptr) {
      finish(errand, Outcome::unavailable, broken(fmt::format("more than {} nodes", nodes_max)));
    } else {
      hand(std::unique_lock(mutex_), *node, redirection.asking, errand, std::move(command));
    }
  }
}

// The first node that knows somebody for every slot is believed; if there is none, the last that knows somebody for some.
void ClusterClient::learn() {
  std::optional<SlotMap> map;
  for (const auto& endpoint : whom_to_ask()) {
    if (stopping_) return;
    auto found = map_of(endpoint);
    if (!found) {
      no_map_ = found.error().detail();
      continue;
    }
    map = *std::move(found);
    if (map->is_whole()) break;
  }
  if (map) take(*map);
  learned_ = std::chrono::steady_clock::now();
}

Result<SlotMap> ClusterClient::map_of(const Endpoint& endpoint) const {
  const auto deadline = after(options_.connect_deadline);
  GH_TRY(auto connection, Connection::sign_in(endpoint, options_.address, deadline));
  GH_TRY(const auto reply, connection.ask({"CLUSTER", "SLOTS"}, deadline));
  return SlotMap::read(reply, endpoint);
}

// Another one first each time, for one that is cut off from the others tells what was. Not those that do not answer anyhow; those that the
// address names in the end, they may have names that outlive their addresses.
std::vector<Endpoint> ClusterClient::whom_to_ask() {
  if (!known_.empty()) std::ranges::rotate(known_, known_.begin() + 1);
  std::vector<Endpoint> all;
  for (const auto& endpoint : known_)
    if (const auto* node = find(endpoint); node == nullptr || node->client.is_up()) all.push_back(endpoint);
  for (const auto& endpoint : options_.address.endpoints)
    if (!has(known_, endpoint)) all.push_back(endpoint);
  return all.empty() ? options_.address.endpoints : all;
}

void ClusterClient::take(const SlotMap& map) {
  std::vector<Node*> owners(slot_count);
  no_map_ = map.is_whole() ? std::string() : "some slots are served by nobody";
  known_ = map.replicas;
  for (const auto& range : map.ranges) {
    auto* node = find_or_make(range.master);
    if (node == nullptr) no_map_ = fmt::format("more than {} nodes", nodes_max);
    std::fill(owners.begin() + range.first, owners.begin() + range.last + 1, node);
    if (!has(known_, range.master)) known_.push_back(range.master);
  }
  if (known_.size() > known_max) known_.resize(known_max);
  const std::lock_guard lock(mutex_);
  owners_ = std::move(owners);
  for (const auto& node : nodes_) {
    const bool owned = std::exchange(node->owns, std::ranges::find(owners_, node.get()) != owners_.end());
    if (owned && !node->owns) node->wanted = std::chrono::steady_clock::now();
  }
}

// Lets go of nodes that serve nothing: at once of those that are away, of others when nobody can be on the way to them. May wait for one
// that is just trying to connect, so it comes last.
void ClusterClient::retire() {
  const auto now = std::chrono::steady_clock::now();
  std::vector<std::unique_ptr<Node>> gone;  // ends behind the lock, which its threads want
  const std::lock_guard lock(mutex_);
  for (auto& node : nodes_)
    if (!node->owns && (!node->client.is_up() || now - node->wanted > linger)) gone.push_back(std::move(node));
  std::erase(nodes_, nullptr);
}

ClusterClient::Node* ClusterClient::find_or_make(const Endpoint& endpoint) {
  if (auto* node = find(endpoint)) return node;
  if (nodes_.size() >= nodes_max) return nullptr;
  auto options = options_;
  options.address.cluster = false;
  options.address.endpoints = {endpoint};
  auto made = std::make_unique<Node>(*this, endpoint, std::move(options));
  const std::lock_guard lock(mutex_);
  return nodes_.emplace_back(std::move(made)).get();
}

void ClusterClient::tell_state() {
  const auto why = trouble();
  up_ = !why;
  const auto now = std::chrono::steady_clock::now();
  if (why) {
    const std::lock_guard lock(mutex_);
    wants_map_ = true;
  }
  if (std::exchange(told_away_, why.has_value()) == why.has_value()) return;
  if (why) {
    away_since_ = now;
    observer_.went_away(options_.address.label(), Error(errors::unavailable, *why));
  } else {
    observer_.came_back(options_.address.label(), std::chrono::duration_cast<Milliseconds>(now - away_since_));
  }
}

std::optional<std::string> ClusterClient::trouble() const {
  const std::lock_guard lock(mutex_);
  for (const auto& node : nodes_)
    if (node->owns && !node->client.is_up()) return node->away.empty() ? node->endpoint.text() + " is away" : node->away;
  return no_map_.empty() ? std::nullopt : std::optional(no_map_);
}

}  // namespace gh::redis

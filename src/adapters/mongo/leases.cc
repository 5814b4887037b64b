#include "adapters/mongo/leases.h"

#include <algorithm>
#include <vector>

#include "adapters/mongo/task_writes.h"

namespace gh::mongo {

namespace {

constexpr const char* nodes_collection = "nodes";

Bson any() {
  Bson condition;
  condition.flag("$exists", true);
  return condition;
}

// Whether there were any. What a crash of the primary forgets of it runs out.
Result<bool> give_back(Session& session, Bson of) {
  WriteOperation back{.kind = WriteOperation::Kind::update_all, .filter = std::move(of), .change = {}};
  Bson set, unset;
  set.integer("due", 0);
  unset.flag("lease", true).flag("node", true);
  back.change.document("$set", set).document("$unset", unset);
  GH_TRY(const auto reply, session.write(tasks_collection, {&back, 1}, Session::Safety::primary));
  return reply.matched > 0;
}

Bson not_seen_since(Timestamp time) {
  Bson condition, filter;
  condition.integer("$lt", time.ms);
  filter.document("seen", condition);
  return filter;
}

}  // namespace

void Leases::lost(std::string name, Milliseconds lease_for) {
  const std::lock_guard guard(mutex_);
  if (lost_.size() == lost_max) lost_.pop_front();
  lost_.push_back({std::move(name), std::chrono::steady_clock::now() + lease_for});
}

Result<bool> Leases::round(Session& session, Timestamp now) {
  const auto said = say(session, now);
  if (!said || now < heard_ || now - heard_ > 2 * round_every) heard_since_.reset();
  if (!said) return std::unexpected(said.error());
  if (!heard_since_) heard_since_ = now;
  heard_ = now;
  GH_TRY(const auto own, give_back_lost(session));
  if (now - *heard_since_ < silent_max) return own;
  GH_TRY(const auto others, take_back(session, now));
  return own || others;
}

Result<void> Leases::say(Session& session, Timestamp now) const {
  WriteOperation seen{.kind = WriteOperation::Kind::upsert, .filter = is("_id", node_), .change = {}};
  Bson set;
  set.integer("seen", now.ms);
  seen.change.document("$set", set);
  GH_TRY(const auto reply, session.write(nodes_collection, {&seen, 1}, Session::Safety::primary));
  if (!reply.refusals.empty()) return std::unexpected(reply.refusals.front().error());
  return {};
}

Result<bool> Leases::give_back_lost(Session& session) {
  std::vector<std::string> names;
  {
    const std::lock_guard guard(mutex_);
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(lost_, [&](const Lost& one) { return one.until <= now; });
    for (const auto& one : lost_) names.push_back(one.name);
  }
  if (names.empty()) return false;
  auto of = is("node", node_);
  Bson among;
  among.texts("$in", names);
  of.document("lease", among);
  return give_back(session, std::move(of));
}

Result<bool> Leases::take_back(Session& session, Timestamp now) const {
  Question question{.filter = not_seen_since(now - silent_max), .sort = {}, .members = {}, .limit = 0};
  GH_TRY(const auto silent, session.find(nodes_collection, question));
  if (silent.empty()) return false;
  std::vector<std::string> nodes;
  for (const auto& one : silent) nodes.emplace_back(one.fields().text("_id"));
  auto of = one_of("node", nodes);
  of.document("lease", any());
  GH_TRY(const auto some, give_back(session, std::move(of)));
  const WriteOperation forget{.kind = WriteOperation::Kind::erase_all, .filter = not_seen_since(now - forgotten_after), .change = {}};
  GH_CHECK(session.write(nodes_collection, {&forget, 1}, Session::Safety::primary));
  return some;
}

void Leases::end(Session& session) {
  auto own = is("node", node_);
  own.document("lease", any());
  (void)give_back(session, std::move(own));
  const WriteOperation forget{.kind = WriteOperation::Kind::erase_all, .filter = is("_id", node_), .change = {}};
  (void)session.write(nodes_collection, {&forget, 1}, Session::Safety::primary);
}

}  // namespace gh::mongo

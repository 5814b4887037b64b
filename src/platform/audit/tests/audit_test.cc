// The trail over memory adapters: which writes leave an entry, what is in it, that it happens once and stays.
#include <gtest/gtest.h>

#include "adapters/memory/tasks.h"
#include "base/errors.h"
#include "platform/audit/audited_documents.h"
#include "platform/audit/changes.h"
#include "platform/audit/trail.h"
#include "stage/world.h"

namespace gh::audit {
namespace {

struct Barn {
  ProductId id;
  std::string color;
  std::string door_hash;
  FarmId farm;
};
BOOST_DESCRIBE_STRUCT(Barn, (), (id, color, door_hash, farm))

struct AuditTest : testing::Test, stage::World<stage::ManualClock> {
  memory::MemoryTasks tasks{store};
  AuditedDocuments audited{documents, clock};
  Trail trail{audited};
  static Collection<Barn>::Keys no_keys(const Barn&) { return {}; }
  Collection<Barn> barns{audited, {"barns", {}, ports::AuditSpec{.farm_member = "farm"}}, no_keys};
  Collection<Barn> sheds{audited, {"sheds", {}, ports::AuditSpec{.farm_member = "", .customers = true}}, no_keys};
  Collection<Barn> carts{audited, {"carts", {}}, no_keys};
  CallContext farmer = caller("farmer");

  CallContext caller(std::string role) {
    return {.user = UserId::make(clock.now(), random),
            .api_key = {},
            .farm = {},
            .role = std::move(role),
            .operation = "paintBarn",
            .request_id = "r-1",
            .address = "192.0.2.7"};
  }
  Barn barn() { return {ProductId::make(clock.now(), random), "red", "h1", FarmId::make(clock.now(), random)}; }

  // Appends what waits; says how many.
  std::size_t append(bool complete = true) {
    const auto leased = run(tasks.lease({std::string(append_task)}, 100, Milliseconds(60'000), Milliseconds(0)));
    std::vector<std::string> ids;
    for (const auto& task : *leased) {
      EXPECT_TRUE(run(trail.append(task)));
      EXPECT_TRUE(run(trail.append(task))) << "again is nothing";
      ids.push_back(task.id);
    }
    if (complete) EXPECT_TRUE(run(tasks.complete(ids)));
    return ids.size();
  }
  std::vector<AuditEntry> entries(TrailQuery query = {}) { return run(trail.list(std::move(query)))->items; }
  void paint(const Collection<Barn>& in, const Barn& which, const std::string& color, const CallContext* by) {
    auto task = in.update(which.id, [&](Barn& changed, auto&) -> Result<void> {
      changed.color = color;
      changed.door_hash += "x";
      return {};
    });
    EXPECT_TRUE(by ? run(std::move(task).called_by(*by)) : run(std::move(task)));
    ++clock.time.ms;
  }
};

TEST_F(AuditTest, AnEntrySaysWhoWhatBeforeAndAfter) {
  const auto made = barn();
  ASSERT_TRUE(run(barns.insert(made).called_by(farmer)));
  ++clock.time.ms;
  paint(barns, made, "green", &farmer);
  ASSERT_TRUE(run(barns.erase(made.id, 2).called_by(farmer)));
  EXPECT_EQ(append(), 3U);
  const auto list = entries();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].action, Action::removed);
  EXPECT_EQ(list[2].action, Action::created);
  const auto& changed = list[1];
  EXPECT_EQ(changed.before.text, R"({"color":"red","door_hash":"***"})") << "only what changed, secrets hidden";
  EXPECT_EQ(changed.after.text, R"({"color":"green","door_hash":"***"})");
  EXPECT_EQ(changed.user, farmer.user);
  EXPECT_EQ(changed.role, "farmer");
  EXPECT_EQ(changed.farm, made.farm);
  EXPECT_EQ(changed.collection, "barns");
  EXPECT_EQ(changed.subject, made.id.text());
  EXPECT_EQ(changed.version, 2);
  EXPECT_EQ(changed.operation, "paintBarn");
  EXPECT_EQ(changed.request_id, "r-1");
  EXPECT_EQ(changed.address, "192.0.2.7");
}

TEST_F(AuditTest, OnlyFarmsAndStaffLeaveEntries) {
  const auto made = barn();
  const auto customer = caller("customer"), admin = caller("admin");
  for (const auto* in : {&barns, &sheds, &carts}) ASSERT_TRUE(run(in->insert(made)));
  const CallContext* const callers[] = {nullptr, &customer, &farmer, &admin};
  for (const auto* by : callers) {
    for (const auto* in : {&barns, &sheds, &carts}) paint(*in, made, by ? by->role : "none", by);
  }
  append();
  std::map<std::string, int> found;
  for (const auto& entry : entries({.limit = 100})) ++found[entry.collection + " " + entry.role];
  EXPECT_EQ(found, (std::map<std::string, int>{
                       {"barns farmer", 1}, {"barns admin", 1}, {"sheds customer", 1}, {"sheds farmer", 1}, {"sheds admin", 1}}));
}

TEST_F(AuditTest, AWriteThatFailsLeavesNothing) {
  const auto made = barn();
  ASSERT_TRUE(run(barns.insert(made)));
  const auto stale = Versioned<Barn>{made, 7};
  EXPECT_FALSE(run(barns.replace(stale, made).called_by(farmer)));
  EXPECT_FALSE(run(barns.insert(made).called_by(farmer)));
  EXPECT_FALSE(run(barns.erase(made.id, 7).called_by(farmer)));
  EXPECT_EQ(append(), 0U);
}

TEST_F(AuditTest, NobodyChangesTheTrail) {
  const auto made = barn();
  ASSERT_TRUE(run(barns.insert(made).called_by(farmer)));
  EXPECT_EQ(append(false), 1U);
  const auto id = entries().front().id;
  const Collection<AuditEntry> raw(audited, {std::string(entries_collection), {}},
                                   [](const AuditEntry&) { return Collection<AuditEntry>::Keys{}; });
  const auto forged = run(raw.update(id, [](AuditEntry& entry, auto&) -> Result<void> {
    entry.role = "customer";
    return {};
  }));
  EXPECT_FALSE(forged);
  EXPECT_FALSE(run(raw.erase(id, 1)));
  EXPECT_EQ(entries().front().role, "farmer");
}

TEST_F(AuditTest, TheListNarrowsAndGoesOn) {
  const auto admin = caller("admin");
  const auto first = barn(), second = barn();
  for (const auto& made : {first, second}) ASSERT_TRUE(run(barns.insert(made)));
  for (int i = 0; i < 5; ++i) paint(barns, first, std::to_string(i), &farmer);
  const auto middle = clock.now();
  for (int i = 0; i < 4; ++i) paint(barns, second, std::to_string(i), i % 2 == 0 ? &farmer : &admin);
  append();
  const auto by_farmer = farmer.user->text();
  EXPECT_EQ(entries({.actor = by_farmer}).size(), 7U);
  EXPECT_EQ(entries({.actor = by_farmer, .subject = second.id.text()}).size(), 2U);
  EXPECT_EQ(entries({.farm = second.farm}).size(), 4U);
  EXPECT_EQ(entries({.collection = "sheds"}).size(), 0U);
  EXPECT_EQ(entries({.from = middle}).size(), 4U);
  EXPECT_EQ(entries({.actor = by_farmer, .until = middle}).size(), 5U);
  std::vector<std::int64_t> moments;
  TrailQuery query{.farm = first.farm, .limit = 2};
  for (int pages = 0; pages < 10; ++pages) {
    const auto page = *run(trail.list(query));
    for (const auto& entry : page.items) moments.push_back(entry.at.ms);
    query.cursor = page.next_cursor;
    if (query.cursor.empty()) break;
  }
  EXPECT_EQ(moments.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(moments, std::greater{})) << "newest first";
}

TEST(AuditChanges, HidesSecretsAtAnyDepthAndLongValues) {
  const std::string before = R"({"a":1,"keys":[{"name":"till","secret_hash":"x"}],"same":"s","gone":null,"second_factor":{"secret":"s"}})";
  const std::string after = R"({"a":2,"keys":[{"name":"till","secret_hash":"y"}],"same":"s","story":")" + std::string(20'000, 'z') + "\"}";
  const auto changes = changes_between(before, after);
  EXPECT_EQ(changes.before, R"({"a":1,"gone":null,"keys":[{"name":"till","secret_hash":"***"}],"second_factor":"***"})");
  EXPECT_EQ(changes.after, R"x({"a":2,"keys":[{"name":"till","secret_hash":"***"}],"story":"(20002 bytes)"})x");
  EXPECT_EQ(member_text(R"({"farm":{"id":"frm_1"}})", "farm/id"), "frm_1");
  EXPECT_EQ(member_text(R"({"farm":7})", "farm"), "");
}

}  // namespace
}  // namespace gh::audit

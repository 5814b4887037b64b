// A farm's certificates and its products, over the memory adapters, through time.
#include <gtest/gtest.h>

#include "adapters/memory/tasks.h"
#include "contexts/farmers/notices.h"
#include "flows/certification/certification.h"
#include "flows/certification/facts.h"
#include "stage/world.h"

namespace gh::certification {
namespace {

struct CertificationTest : testing::Test, stage::World<stage::ManualClock> {
  memory::MemoryTasks tasks{store};
  farmers::Service farms{documents, clock, random};
  catalog::Service catalog{documents, clock, random};
  Certification certification{farms, catalog};
  const UserId ann = UserId::derive(1, 1);

  CertificationTest() { clock.time = *parse_timestamp("2026-06-01T12:00:00Z"); }

  farmers::Farm farm() {
    auto made = run(farms.apply(ann, {json::Text<1, 120>("Green Farm"), json::Email("a@farm.example"), json::Text<1, 120>("1 Mill Road"),
                                      json::Text<1, 80>("Troy"), json::Text<2, 40>("MI"), json::Text<3, 12>("48083")}));
    EXPECT_TRUE(made);
    EXPECT_TRUE(run(farms.verify(made->id)));
    EXPECT_TRUE(run(farms.update_profile(ann, {.time_zone = farmers::ZoneName("America/New_York")})));
    return *run(farms.add_certification(ann, {farmers::Scheme::eu, json::Text<1, 120>("DE-ÖKO-001"), json::Text<1, 60>("77"),
                                              *parse_date("2026-01-01"), parse_date("2026-11-01")}));
  }
  catalog::Product sold(const farmers::Farm& of) {
    auto carried = facts_of(of);
    const catalog::Facts facts{carried.farm, true, carried.labels, {{FieldId::derive(2, 2), "North"}}, Date{20000}, {}, clock.now()};
    catalog::Draft d;
    d.title = "Kale";
    d.description = "Good.";
    d.variants = {{{}, "One", catalog::Unit::each, {500, {}}, Quantity{1000}, Quantity{1000}}};
    d.field = FieldId::derive(2, 2);
    d.certificate = {catalog::CertificateClaim::certified, "77"};
    const auto made = run(catalog.create(d, facts));
    EXPECT_TRUE(made);
    const auto published = run(catalog.publish(made->id, facts));
    EXPECT_TRUE(published) << (published ? "" : published.error().detail());
    return *published;
  }
  bool listed() { return !run(catalog.list({}))->items.empty(); }
  bool lapsed(const ProductId& id) { return (*run(catalog.find(id)))->lapsed; }
  // Carries out what is due of this task.
  int work(std::string_view name, Task<Result<void>> (Certification::*handler)(ports::LeasedTask) const) {
    int done = 0;
    for (const auto& task : *run(tasks.lease({std::string(name)}, 100, Milliseconds(1000), Milliseconds(0)))) {
      EXPECT_TRUE(run((certification.*handler)(task)));
      EXPECT_TRUE(run(tasks.complete({task.id})));
      ++done;
    }
    return done;
  }
};

TEST_F(CertificationTest, TheLabelGoesByTheClockAndTheListByTheTask) {
  const auto unverified = farm();
  const auto certified = *run(farms.act_on_certification(unverified.id, 1, farmers::CertificateAction::verify, {}));
  const auto kale = sold(certified);
  const auto sells = [&] { return catalog::is_shown(**run(catalog.find(kale.id)), clock.now()); };
  EXPECT_TRUE(listed());

  clock.time = *parse_timestamp("2026-11-02T04:59:59.999Z");  // 23:59 in New York, which turned its clocks that day
  EXPECT_TRUE(sells() && listed());
  clock.time = *parse_timestamp("2026-11-02T05:00:00Z");
  EXPECT_FALSE(sells() || listed()) << "before any task has run";
  EXPECT_FALSE(lapsed(kale.id));
  EXPECT_EQ(work(farmers::certificate_turn_task, &Certification::turn), 1);
  EXPECT_TRUE(lapsed(kale.id));

  ASSERT_TRUE(run(farms.renew_certification(ann, 1, {parse_date("2027-11-01"), {}, {}})));
  ASSERT_TRUE(run(certification.carried(farms.act_on_certification(certified.id, 1, farmers::CertificateAction::verify, {}))));
  EXPECT_TRUE(sells() && listed());
  EXPECT_FALSE(lapsed(kale.id));
}

TEST_F(CertificationTest, WhatAnOlderTaskBringsChangesNothing) {
  const auto made = farm();
  const auto certified = *run(farms.act_on_certification(made.id, 1, farmers::CertificateAction::verify, {}));
  const auto kale = sold(certified);
  ASSERT_TRUE(run(certification.carried(farms.pause(made.id, "The barn burned."))));
  EXPECT_FALSE((*run(catalog.find(kale.id)))->farm.selling);
  ASSERT_TRUE(run(catalog.farm_changed(facts_of(certified))));  // read before the pause, written after it
  EXPECT_FALSE((*run(catalog.find(kale.id)))->farm.selling);
  ASSERT_TRUE(run(farms.resume(made.id)));
  EXPECT_GT(work(farmers::farm_changed_task, &Certification::farm_changed), 0) << "also when nobody waits for it";
  EXPECT_TRUE((*run(catalog.find(kale.id)))->farm.selling);
}

}  // namespace
}  // namespace gh::certification

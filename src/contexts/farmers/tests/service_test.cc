// The service over the memory adapters.
#include <gtest/gtest.h>

#include "adapters/memory/tasks.h"
#include "base/errors.h"
#include "contexts/farmers/errors.h"
#include "contexts/farmers/service.h"
#include "platform/notices/notice.h"
#include "stage/world.h"

namespace gh::farmers {
namespace {

const UserId ann = UserId::derive(1, 1);
const UserId bob = UserId::derive(2, 2);

struct FarmersTest : testing::Test, stage::World<stage::StepClock> {
  memory::MemoryTasks tasks{store};
  Service service{documents, clock, random};

  Farm applied(const UserId& owner, const std::string& name = "Green Farm") {
    auto farm = run(service.apply(owner, application(name)));
    EXPECT_TRUE(farm) << (farm ? "" : farm.error().detail());
    return farm ? *farm : Farm{};
  }
  static Application application(const std::string& name) {
    return {json::Text<1, 120>(name),  json::Email("ann@farm.example"), json::Text<1, 120>("1 Mill Road"),
            json::Text<1, 80>("Troy"), json::Text<2, 40>("MI"),         json::Text<3, 12>("48083")};
  }
  std::vector<ports::LeasedTask> leased(const std::string& name) {
    return *run(tasks.lease({name}, 10, Milliseconds(1000), Milliseconds(0)));
  }
  // Those since the last call.
  std::vector<notices::Notice> notices() {
    std::vector<notices::Notice> told;
    for (const auto& task : leased(std::string(notices::task))) {
      told.push_back(*json::parse_stored<notices::Notice>(task.payload));
      EXPECT_TRUE(run(tasks.complete({task.id})));
    }
    return told;
  }
  NewCertification certificate(const char* from, const char* to, const char* number = "77") {
    return {Scheme::eu, json::Text<1, 120>("DE-ÖKO-001"), json::Text<1, 60>(number), *parse_date(from), parse_date(to), {}, {}, {}, {}};
  }
  std::string token_of(const UserId& owner, const std::string& email) {
    EXPECT_TRUE(run(service.invite(owner, {json::Email(email)})));
    const auto told = notices();
    return told.empty() ? std::string() : told.back().data.at("token");
  }
};

TEST_F(FarmersTest, AnApplicationIsSeenByItsOwnerAndAdminsOnly) {
  const auto farm = applied(ann);
  EXPECT_EQ(farm.slug, "green-farm");
  EXPECT_EQ(farm.status, FarmStatus::applied);
  EXPECT_TRUE(run(service.by_slug("green-farm", {})).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.by_slug("green-farm", {bob, false})).error().is(gh::errors::not_found));
  EXPECT_TRUE(run(service.by_slug("green-farm", {ann, false})));
  EXPECT_TRUE(run(service.by_slug("green-farm", {std::nullopt, true})));
  EXPECT_TRUE(run(service.list(20, ""))->items.empty());
  const auto queue = run(service.list_by_status(FarmStatus::applied, 20, ""));
  ASSERT_EQ(queue->items.size(), 1U);
  EXPECT_EQ(queue->items[0].id, farm.id);
}

TEST_F(FarmersTest, VerifyingOpensTheFarmTellsTheOwnerAndMakesAFarmer) {
  const auto farm = applied(ann);
  const auto verified = run(service.verify(farm.id));
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->status, FarmStatus::verified);
  EXPECT_TRUE(run(service.by_slug("green-farm", {})));
  EXPECT_EQ(run(service.list(20, ""))->items.size(), 1U);

  const auto told = notices();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].event, "farmers.farm_verified");
  EXPECT_EQ(told[0].user, ann);
  EXPECT_EQ(told[0].email, "ann@farm.example");
  EXPECT_EQ(told[0].data.at("farm_name"), "Green Farm");
  const auto owner = leased("farmers.person_changed");
  ASSERT_EQ(owner.size(), 1U);
  EXPECT_EQ(json::parse_stored<PersonChanged>(owner[0].payload)->user, ann);

  EXPECT_TRUE(run(service.verify(farm.id)).error().is(errors::illegal_transition));
  EXPECT_TRUE(notices().empty()) << "a refused decision tells nobody";
}

TEST_F(FarmersTest, ARejectedFarmMayApplyAgain) {
  const auto farm = applied(ann);
  const auto rejected = run(service.reject(farm.id, "the certificate cannot be read"));
  ASSERT_TRUE(rejected);
  EXPECT_EQ(rejected->reject_reason, "the certificate cannot be read");
  const auto told = notices();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].data.at("reason"), "the certificate cannot be read");
  const auto again = run(service.apply(ann, application("Greener Farm")));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, farm.id);
  EXPECT_EQ(again->status, FarmStatus::applied);
  EXPECT_EQ(again->name, "Greener Farm");
  EXPECT_TRUE(again->reject_reason.empty());
  EXPECT_TRUE(run(service.apply(ann, application("Third"))).error().is(errors::illegal_transition));
}

TEST_F(FarmersTest, AddressesAreUnique) {
  applied(ann);
  EXPECT_EQ(applied(bob).slug, "green-farm-troy");
  EXPECT_EQ(applied(UserId::derive(3, 3)).slug, "green-farm-troy-2");
}

TEST_F(FarmersTest, AClaimKeepsThePagePublicAndUnchangedUntilItIsDecided) {
  auto farms = open_farms(documents);
  ASSERT_TRUE(run(farms.insert(Farm{.id = FarmId::derive(9, 9), .slug = "old-mill", .name = "Old Mill", .status = FarmStatus::listed})));
  const auto claimed = run(service.claim(ann, "old-mill", {json::Email("ann@farm.example")}));
  ASSERT_TRUE(claimed);
  EXPECT_EQ(claimed->status, FarmStatus::claimed);
  EXPECT_TRUE(run(service.by_slug("old-mill", {}))) << "a stranger's claim must not hide a farm";
  EXPECT_TRUE(run(service.update_profile(ann, {.story = json::LongText<0, 5000>("mine")})).error().is(errors::illegal_transition));
  EXPECT_TRUE(run(service.claim(bob, "old-mill", {json::Email("bob@farm.example")})).error().is(errors::illegal_transition));
  EXPECT_EQ(run(service.list_by_status(FarmStatus::claimed, 20, ""))->items.size(), 1U);

  const auto rejected = run(service.reject(claimed->id, "no proof"));
  ASSERT_TRUE(rejected);
  EXPECT_EQ(rejected->status, FarmStatus::listed);
  EXPECT_FALSE(rejected->owner);
  EXPECT_TRUE(rejected->contact_email.empty());

  ASSERT_TRUE(run(service.claim(bob, "old-mill", {json::Email("bob@farm.example")})));
  ASSERT_TRUE(run(service.verify(claimed->id)));
  EXPECT_EQ(run(service.farm_for(bob, Duty::manage))->id, claimed->id);
  EXPECT_TRUE(run(service.update_profile(bob, {.story = json::LongText<0, 5000>("mine")})));
}

TEST_F(FarmersTest, AUserHasOneFarm) {
  auto farms = open_farms(documents);
  ASSERT_TRUE(run(farms.insert(Farm{.id = FarmId::derive(9, 9), .slug = "old-mill", .name = "Old Mill", .status = FarmStatus::listed})));
  applied(ann);
  EXPECT_TRUE(run(service.claim(ann, "old-mill", {json::Email("ann@farm.example")})).error().is(errors::farm_exists));
}

TEST_F(FarmersTest, OwnersEditTheirOwnFarm) {
  applied(ann);
  EXPECT_TRUE(run(service.update_profile(bob, {})).error().is(gh::errors::not_found));
  ProfileChange change{.city = json::Text<1, 80>("Flint"), .tags = Tags({json::Text<1, 40>("honey"), json::Text<1, 40>("eggs")})};
  const auto changed = run(service.update_profile(ann, change));
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->city, "Flint");
  EXPECT_EQ(changed->street, "1 Mill Road") << "what is not named stays";
  EXPECT_EQ(changed->tags, (std::vector<std::string>{"eggs", "honey"}));
  const auto unknown = run(service.update_profile(ann, {.tags = Tags({json::Text<1, 40>("gold")})}));
  ASSERT_FALSE(unknown);
  EXPECT_TRUE(unknown.error().is(errors::unknown_tag));
  EXPECT_EQ(unknown.error().fields()[0].pointer, "/tags/0");

  ASSERT_TRUE(run(service.add_certification(ann, certificate("2026-01-01", "2030-01-01"))));
  EXPECT_TRUE(run(service.add_certification(ann, certificate("2026-01-01", "2030-01-01"))).error().is(errors::certification_exists));
  ASSERT_TRUE(run(service.remove_certification(ann, 1)));
  const auto field = run(service.add_field(ann, {json::Text<1, 80>("North"), {}, PointInput{json::Latitude(1), json::Longitude(2)}}));
  ASSERT_TRUE(field);
  EXPECT_FALSE(field->fields[0].id.empty());
}

TEST_F(FarmersTest, AnApplicationThatNeedsInformationIsSubmittedAgain) {
  const auto farm = applied(ann);
  ASSERT_TRUE(run(service.ask(farm.id, "Whose land is it?")));
  EXPECT_EQ(notices().back().data.at("question"), "Whose land is it?");
  ASSERT_TRUE(run(service.add_paper(ann, {PaperKind::land, json::Text<1, 120>("Lease"), json::Url("https://farm.example/lease.pdf")})));
  const auto submitted = run(service.submit(ann));
  ASSERT_TRUE(submitted);
  EXPECT_EQ(submitted->status, FarmStatus::applied);
  EXPECT_TRUE(submitted->office->question.empty());
  EXPECT_TRUE(run(service.submit(ann)).error().is(errors::illegal_transition));
}

TEST_F(FarmersTest, APackerJoinsOnceAndMayNotManage) {
  const auto farm = applied(ann);
  ASSERT_TRUE(run(service.verify(farm.id)));
  (void)notices();
  (void)leased("farmers.person_changed");
  const auto token = token_of(ann, "bob@farm.example");
  EXPECT_TRUE(run(service.accept(ann, token)).error().is(errors::works_elsewhere)) << "the owner works here already";
  ASSERT_TRUE(run(service.accept(bob, token)));
  EXPECT_TRUE(run(service.accept(UserId::derive(3, 3), token)).error().is(errors::invitation_void)) << "single use";
  EXPECT_EQ(notices().back().event, "farmers.person_joined");
  EXPECT_EQ(json::parse_stored<PersonChanged>(leased("farmers.person_changed").at(0).payload)->user, bob);

  EXPECT_EQ((*run(service.works_for(bob)))->role, FarmRole::packer);
  EXPECT_TRUE(run(service.farm_for(bob, Duty::stock)));
  EXPECT_TRUE(run(service.farm_for(bob, Duty::manage)).error().is(gh::errors::forbidden));
  EXPECT_TRUE(run(service.update_profile(bob, {})).error().is(gh::errors::forbidden));
  EXPECT_TRUE(run(service.apply(bob, application("Bob's"))).error().is(errors::works_elsewhere));

  ASSERT_TRUE(run(service.hand_over(ann, bob)));
  EXPECT_EQ((*run(service.works_for(bob)))->role, FarmRole::owner);
  EXPECT_EQ((*run(service.works_for(ann)))->role, FarmRole::packer);
  EXPECT_TRUE(run(service.leave(bob)).error().is(errors::owner_cannot_leave));
  ASSERT_TRUE(run(service.leave(ann)));
  EXPECT_FALSE(*run(service.works_for(ann)));
}

TEST_F(FarmersTest, AnInvitationExpiresAndCanBeWithdrawn) {
  applied(ann);
  const auto late = token_of(ann, "late@farm.example");
  clock.time.ms += Milliseconds(invitation_lives).count();
  EXPECT_TRUE(run(service.accept(bob, late)).error().is(errors::invitation_void));
  const auto withdrawn = token_of(ann, "gone@farm.example");
  ASSERT_TRUE(run(service.withdraw_invitation(ann, 2)));
  EXPECT_TRUE(run(service.accept(bob, withdrawn)).error().is(errors::invitation_void));
  EXPECT_TRUE(run(service.accept(bob, "nonsense")).error().is(errors::invitation_void));
}

TEST_F(FarmersTest, WhoJoinsAnotherFarmInBetweenWorksForOne) {
  applied(ann);
  applied(UserId::derive(4, 4), "Other Farm");
  const auto here = token_of(ann, "bob@farm.example");
  const auto there = token_of(UserId::derive(4, 4), "bob@farm.example");
  ASSERT_TRUE(run(service.accept(bob, here)));
  EXPECT_TRUE(run(service.accept(bob, there)).error().is(errors::works_elsewhere));
  ASSERT_TRUE(run(service.leave(bob)));
  ASSERT_TRUE(run(service.accept(bob, there)));
}

TEST_F(FarmersTest, ACertificateRemindsOfItsEndUntilItIsRenewed) {
  const auto farm = applied(ann);
  ASSERT_TRUE(run(service.verify(farm.id)));
  ASSERT_TRUE(run(service.add_certification(ann, certificate("2026-01-01", "2026-12-31"))));
  EXPECT_EQ(run(service.list_unchecked(10, ""))->items.size(), 1U);
  ASSERT_TRUE(run(service.act_on_certification(farm.id, 1, CertificateAction::verify, {})));
  EXPECT_TRUE(run(service.list_unchecked(10, ""))->items.empty());
  (void)notices();

  clock.time.ms = parse_timestamp("2026-11-01T08:00:00Z")->ms;
  const auto due = leased("farmers.certificate_reminder");
  ASSERT_EQ(due.size(), 1U);
  const auto reminder = json::parse_stored<CertificateReminder>(due[0].payload);
  ASSERT_TRUE(run(service.remind(*reminder)));
  ASSERT_TRUE(run(service.remind(*reminder)));
  const auto told = notices();
  ASSERT_EQ(told.size(), 1U) << "once, also when the task comes again";
  EXPECT_EQ(told[0].event, "farmers.certificate_ends");
  EXPECT_EQ(told[0].data.at("days"), "60");

  ASSERT_TRUE(run(service.renew_certification(ann, 1, {parse_date("2027-12-31"), {}, {}})));
  clock.time.ms = parse_timestamp("2026-12-02T08:00:00Z")->ms;
  for (const auto& task : leased("farmers.certificate_reminder"))
    ASSERT_TRUE(run(service.remind(*json::parse_stored<CertificateReminder>(task.payload))));
  EXPECT_TRUE(notices().empty()) << "a renewal is on its way";
  ASSERT_TRUE(run(service.act_on_certification(farm.id, 1, CertificateAction::verify, {})));
  EXPECT_EQ(notices().back().data.at("valid_to"), "2027-12-31");

  clock.time.ms = parse_timestamp("2028-01-01T00:00:00Z")->ms;
  EXPECT_FALSE(leased("farmers.certificate_turn").empty());
  ASSERT_TRUE(run(service.note_lapses(farm.id)));
  ASSERT_TRUE(run(service.note_lapses(farm.id)));
  const auto lapsed = notices();
  ASSERT_EQ(lapsed.size(), 1U);
  EXPECT_EQ(lapsed[0].event, "farmers.certificate_lapsed");
}

TEST_F(FarmersTest, ListsArePagedByName) {
  auto farms = open_farms(documents);
  for (const char* name : {"delta", "Alpha", "charlie", "Bravo"})
    ASSERT_TRUE(run(
        farms.insert(Farm{.id = FarmId::make(clock.now(), random), .slug = slug_of(name), .name = name, .status = FarmStatus::listed})));
  std::string names;
  std::string cursor;
  int pages = 0;
  do {
    const auto page = run(service.list(2, cursor));
    ASSERT_TRUE(page);
    for (const auto& farm : page->items) names += farm.name + " ";
    cursor = page->next_cursor;
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(names, "Alpha Bravo charlie delta ");
  EXPECT_EQ(pages, 2);
}

}  // namespace
}  // namespace gh::farmers

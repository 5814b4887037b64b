// The rules of certificates.
#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/farmers/certificates.h"
#include "contexts/farmers/errors.h"

namespace gh::farmers {
namespace {

Timestamp at(std::string_view text) { return *parse_timestamp(text); }
const Timestamp now = at("2026-06-01T12:00:00Z");

Certification certificate(const char* from, std::optional<const char*> to, std::optional<const char*> anniversary = {},
                          const char* number = "1", Scheme scheme = Scheme::usda_nop) {
  Certification c;
  c.scheme = scheme;
  c.certifier = "CCOF";
  c.number = number;
  c.valid_from = *parse_date(from);
  if (to) c.valid_to = parse_date(*to);
  if (anniversary) c.anniversary = parse_date(*anniversary);
  return c;
}

Farm farm_in(std::string zone) {
  Farm farm;
  farm.id = FarmId::derive(1, 1);
  farm.profile.emplace();
  farm.profile->time_zone = std::move(zone);
  return farm;
}

Certification& verified(Farm& farm, Certification c, Timestamp when = now) {
  EXPECT_TRUE(add_certification(farm, std::move(c), when));
  auto& added = farm.certifications.back();
  EXPECT_TRUE(act(added, CertificateAction::verify, {}, zone_of(farm), when));
  return added;
}

TEST(Certificates, HaveCheckedDates) {
  struct Case {
    const char *name, *from;
    std::optional<const char*> to, anniversary;
    Scheme scheme;
    const ErrorKind* error;
  };
  const Case cases[] = {
      {"valid", "2026-01-01", "2026-12-31", {}, Scheme::usda_nop, nullptr},
      {"begins later", "2026-07-01", "2027-06-30", {}, Scheme::eu, nullptr},
      {"ends today", "2026-01-01", "2026-06-01", {}, Scheme::eu, nullptr},
      {"continues", "2020-01-01", {}, "2027-01-01", Scheme::usda_nop, nullptr},
      {"ended yesterday", "2026-01-01", "2026-05-31", {}, Scheme::eu, &errors::certification_expired},
      {"one day", "2026-07-01", "2026-07-01", {}, Scheme::eu, &errors::certification_dates},
      {"backwards", "2026-12-31", "2026-07-01", {}, Scheme::usda_nop, &errors::certification_dates},
      {"EU without an end", "2026-01-01", {}, {}, Scheme::eu, &errors::certification_dates},
      {"EU with an anniversary", "2026-01-01", "2026-12-31", "2026-12-31", Scheme::eu, &errors::certification_dates},
      {"USDA with neither", "2026-01-01", {}, {}, Scheme::usda_nop, &errors::certification_dates},
  };
  for (const auto& c : cases) {
    Farm farm;
    const auto added = add_certification(farm, certificate(c.from, c.to, c.anniversary, "1", c.scheme), now);
    EXPECT_EQ(added.has_value(), c.error == nullptr) << c.name;
    if (!added) EXPECT_TRUE(added.error().is(*c.error)) << c.name;
    EXPECT_EQ(farm.certifications.size(), c.error == nullptr ? 1U : 0U) << c.name;
  }
}

TEST(Certificates, AreBoundedUniqueAndNumberedOnce) {
  Farm farm;
  ASSERT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", {}, "A"), now));
  EXPECT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", {}, "A"), now).error().is(errors::certification_exists));
  ASSERT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", {}, "B"), now));
  ASSERT_TRUE(remove_certification(farm, 2));
  EXPECT_TRUE(remove_certification(farm, 2).error().is(gh::errors::not_found));
  ASSERT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", {}, "C"), now));
  EXPECT_EQ(farm.certifications.back().id, 3) << "a number is never given twice";
  for (std::size_t i = farm.certifications.size(); i < certifications_max; ++i)
    ASSERT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", {}, std::to_string(i).c_str()), now));
  EXPECT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31", {}, "Z"), now).error().is(errors::farm_full));
}

// To the second, by the farm's clock: on the day of the change to winter time, and on a leap day.
TEST(Certificates, HoldFromTheirFirstToTheirLastDayOfTheFarmsClock) {
  struct Case {
    const char *zone, *to, *last, *gone;
  };
  const Case cases[] = {
      {"America/New_York", "2026-11-01", "2026-11-02T04:59:59.999Z", "2026-11-02T05:00:00Z"},
      {"America/New_York", "2028-02-29", "2028-03-01T04:59:59.999Z", "2028-03-01T05:00:00Z"},
      {"Europe/Berlin", "2027-03-28", "2027-03-28T21:59:59.999Z", "2027-03-28T22:00:00Z"},
      {"", "2026-12-31", "2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z"},
  };
  for (const auto& c : cases) {
    auto farm = farm_in(c.zone);
    const auto& added = verified(farm, certificate("2026-06-02", c.to));
    const auto& zone = zone_of(farm);
    EXPECT_EQ(status_of(added, zone, now), CertificateStatus::pending) << c.zone;
    EXPECT_EQ(status_of(added, zone, at(c.last)), CertificateStatus::valid) << c.zone;
    EXPECT_EQ(status_of(added, zone, at(c.gone)), CertificateStatus::lapsed) << c.zone;
    EXPECT_FALSE(is_certified(farm, at(c.gone)));
  }
}

TEST(Certificates, OfTheUsdaContinueWhenTheYearIsOver) {
  auto farm = farm_in("America/Chicago");
  const auto& added = verified(farm, certificate("2020-01-01", {}, "2026-12-31"));
  const auto later = at("2027-06-01T00:00:00Z");
  EXPECT_EQ(status_of(added, zone_of(farm), later), CertificateStatus::valid);
  EXPECT_TRUE(update_overdue(added, zone_of(farm), later));
  EXPECT_FALSE(update_overdue(added, zone_of(farm), now));
}

TEST(Certificates, CountOnlyOnceAnAdminHasCheckedThem) {
  auto farm = farm_in("UTC");
  ASSERT_TRUE(add_certification(farm, certificate("2026-01-01", "2026-12-31"), now));
  auto& c = farm.certifications[0];
  EXPECT_FALSE(is_certified(farm, now));
  EXPECT_TRUE(act(c, CertificateAction::suspend, "why", zone_of(farm), now).error().is(errors::certification_state));
  ASSERT_TRUE(act(c, CertificateAction::refuse, "cannot be read", zone_of(farm), now));
  EXPECT_EQ(status_of(c, zone_of(farm), now), CertificateStatus::refused);
  ASSERT_TRUE(act(c, CertificateAction::verify, {}, zone_of(farm), now));
  EXPECT_TRUE(is_certified(farm, now));
  ASSERT_TRUE(act(c, CertificateAction::suspend, "an inspection", zone_of(farm), now));
  EXPECT_FALSE(is_certified(farm, now));
  ASSERT_TRUE(act(c, CertificateAction::reinstate, {}, zone_of(farm), now));
  EXPECT_TRUE(is_certified(farm, now));
  ASSERT_TRUE(act(c, CertificateAction::revoke, "fraud", zone_of(farm), now));
  for (const auto action : {CertificateAction::reinstate, CertificateAction::verify, CertificateAction::surrender})
    EXPECT_TRUE(act(c, action, {}, zone_of(farm), now).error().is(errors::certification_state)) << "revoked is the end";
}

TEST(Certificates, ARenewalIsLaterAndCountsOnceItIsChecked) {
  auto farm = farm_in("UTC");
  auto& c = verified(farm, certificate("2026-01-01", "2026-12-31"));
  EXPECT_TRUE(ask_renewal(c, {parse_date("2026-12-31"), {}, {}, now}, zone_of(farm), now).error().is(errors::certification_dates));
  ASSERT_TRUE(ask_renewal(c, {parse_date("2027-12-31"), {}, DocumentRef{"https://x.example/2.pdf", "2027"}, now}, zone_of(farm), now));
  EXPECT_EQ(to_string(*c.valid_to), "2026-12-31");
  ASSERT_TRUE(act(c, CertificateAction::refuse, "another farm's", zone_of(farm), now));
  EXPECT_FALSE(c.renewal);
  EXPECT_TRUE(is_certified(farm, now)) << "what was verified stays";
  ASSERT_TRUE(ask_renewal(c, {parse_date("2027-12-31"), {}, {}, now}, zone_of(farm), now));
  ASSERT_TRUE(act(c, CertificateAction::verify, {}, zone_of(farm), now));
  EXPECT_EQ(to_string(*c.valid_to), "2027-12-31");
}

TEST(Certificates, TheTimetableHasTurnsAndReminders) {
  auto farm = farm_in("America/New_York");
  verified(farm, certificate("2026-06-02", "2026-12-31"));
  std::vector<std::string> moments;
  for (const auto& entry : timetable(farm, now))
    moments.push_back(entry.task.substr(entry.task.find('_') + 1) + " " + to_string(entry.not_before));
  EXPECT_EQ(moments, (std::vector<std::string>{"turn 2026-06-02T04:00:00.000Z", "turn 2027-01-01T05:00:00.000Z",
                                               "reminder 2026-11-01T13:00:00.000Z",  // 08:00, an hour later than in summer
                                               "reminder 2026-12-01T13:00:00.000Z", "reminder 2026-12-24T13:00:00.000Z"}));
  EXPECT_EQ(timetable(farm, at("2026-12-20T00:00:00Z")).size(), 2U) << "what is past is not told";
  farm.certifications[0].standing = Standing::suspended;
  EXPECT_TRUE(timetable(farm, now).empty());
}

}  // namespace
}  // namespace gh::farmers

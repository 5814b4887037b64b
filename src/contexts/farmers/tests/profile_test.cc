// Opening times, pick-up points and the checklist.
#include <gtest/gtest.h>

#include "contexts/farmers/checklist.h"
#include "contexts/farmers/errors.h"
#include "contexts/farmers/inputs.h"
#include "contexts/farmers/opening_times.h"
#include "platform/json/json.h"

namespace gh::farmers {
namespace {

OpeningTimesInput times(std::string_view json) {
  auto read = json::parse<OpeningTimesInput>(json);
  EXPECT_TRUE(read) << json;
  return read ? *read : OpeningTimesInput{};
}

TEST(OpeningTimes, AreSortedAndDoNotOverlap) {
  const auto good = opening_times(
      times(R"({"weekdays":[{"day":"saturday","opens":"13:00","closes":"24:00"},{"day":"saturday","opens":"08:00","closes":"13:00"},
    {"day":"monday","opens":"09:30","closes":"17:00"}],"exceptions":[{"date":"2026-12-25","intervals":[]}]})"),
      "/opening_times");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->weekdays[0].day, Weekday::monday);
  EXPECT_EQ(good->weekdays[1].opens, 480);
  EXPECT_EQ(good->weekdays[2].closes, 1440);

  const std::pair<const char*, const char*> bad[] = {
      {R"({"weekdays":[{"day":"monday","opens":"10:00","closes":"10:00"}]})", "/opening_times/weekdays/0/closes"},
      {R"({"weekdays":[{"day":"monday","opens":"08:00","closes":"12:00"},{"day":"monday","opens":"11:59","closes":"13:00"}]})",
       "/opening_times/weekdays"},
      {R"({"exceptions":[{"date":"2026-12-25","intervals":[]},{"date":"2026-12-25","intervals":[]}]})", "/opening_times/exceptions/1/date"},
      {R"({"exceptions":[{"date":"2026-12-24","intervals":[{"opens":"08:00","closes":"12:00"},{"opens":"10:00","closes":"11:00"}]}]})",
       "/opening_times/exceptions/0/intervals"},
  };
  for (const auto& [json, pointer] : bad) {
    const auto read = opening_times(times(json), "/opening_times");
    ASSERT_FALSE(read) << json;
    EXPECT_TRUE(read.error().is(errors::opening_times));
    EXPECT_EQ(read.error().fields().at(0).pointer, pointer);
  }
}

TEST(Inputs, NameZonesAndTimesThatExist) {
  EXPECT_TRUE(json::parse<ProfileChange>(R"({"time_zone":"America/New_York"})"));
  for (const auto* body : {R"({"time_zone":"America/Nowhere"})", R"({"time_zone":"../../etc/passwd"})",
                           R"({"opening_times":{"weekdays":[{"day":"monday","opens":"8:00","closes":"17:00"}]}})",
                           R"({"opening_times":{"weekdays":[{"day":"monday","opens":"24:01","closes":"24:00"}]}})"})
    EXPECT_FALSE(json::parse<ProfileChange>(body)) << body;
}

TEST(PickupPoints, KeepTheirNumbers) {
  Profile profile;
  const auto points = [](std::string_view json) { return *json::parse<ProfileChange>(json)->pickup_points; };
  ASSERT_TRUE(
      set_pickup_points(profile, points(R"({"pickup_points":[{"name":"Barn","street":"1 Road","city":"Troy","state":"MI","zip":"48083"},
    {"name":"Market","street":"2 Road","city":"Troy","state":"MI","zip":"48083"}]})")));
  ASSERT_TRUE(set_pickup_points(
      profile, points(R"({"pickup_points":[{"id":2,"name":"Market hall","street":"2 Road","city":"Troy","state":"MI","zip":"48083"},
    {"name":"School","street":"3 Road","city":"Troy","state":"MI","zip":"48083"}]})")));
  EXPECT_EQ(profile.pickup_points[0].id, 2);
  EXPECT_EQ(profile.pickup_points[0].name, "Market hall");
  EXPECT_EQ(profile.pickup_points[1].id, 3) << "a number is never given twice";
  EXPECT_FALSE(set_pickup_points(
      profile, points(R"({"pickup_points":[{"id":1,"name":"Barn","street":"1 Road","city":"Troy","state":"MI","zip":"48083"}]})")));
}

TEST(Checklist, SaysWhatIsMissing) {
  Farm farm;
  farm.name = "Green Farm";
  farm.contact_email = "ann@farm.example";
  const auto incomplete = require_application(farm);
  ASSERT_FALSE(incomplete);
  EXPECT_TRUE(incomplete.error().is(errors::application_incomplete));
  EXPECT_EQ(incomplete.error().fields().at(0).pointer, "/city");
  farm.city = "Troy";
  farm.state = "MI";
  EXPECT_TRUE(require_application(farm)) << "the rest is advice";
  const auto missing = missing_of_application(farm).size();
  farm.office.emplace().papers.push_back({1, PaperKind::land, "Lease", "https://x.example", {}});
  EXPECT_EQ(missing_of_application(farm).size(), missing - 1);
}

}  // namespace
}  // namespace gh::farmers

// Places, windows and boxes: the rules alone.
#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/delivery/errors.h"
#include "contexts/delivery/inputs.h"
#include "contexts/delivery/packing.h"
#include "contexts/delivery/places.h"
#include "contexts/delivery/windows.h"
#include "platform/json/json.h"

namespace gh::delivery {
namespace {

const FarmId farm = FarmId::derive(1, 1);
constexpr Point charlottesville{38'029'300, -78'476'700};

Date day(const char* text) { return *parse_date(text); }
Timestamp at(const char* text) { return *parse_timestamp(text); }

Zone zone(std::int32_t id, std::vector<std::string> postcodes, std::int32_t radius_m = 0) {
  Zone made{.id = id, .name = "zone " + std::to_string(id), .postcodes = std::move(postcodes), .circle = {}, .fees = {}};
  if (radius_m > 0) made.circle = Circle{charlottesville, radius_m};
  return made;
}

TEST(Places, PostcodesAreReadAsPeopleWriteThem) {
  EXPECT_EQ(normal_postcode("22902-1234"), "22902");
  EXPECT_EQ(normal_postcode("sw1a 1aa"), "SW1A1AA");
  EXPECT_EQ(normal_postcode("K1A-0B1"), "K1A0B1");
  for (const char* bad : {"", " ", "1", "12345678901", "229*2", "229_2", "é22"}) EXPECT_EQ(normal_postcode(bad), "") << bad;
  EXPECT_EQ(normal_pattern("229*"), "229*");
  EXPECT_EQ(normal_pattern("*"), "");
  EXPECT_EQ(normal_pattern("22*9*"), "");
}

TEST(Places, ANamedPostcodeGoesBeforeAPrefixAndThatBeforeACircle) {
  Plan plan{.id = farm};
  plan.zones = {zone(1, {"2*"}), zone(2, {"229*"}), zone(3, {"22902"}), zone(4, {}, 90'000), zone(5, {}, 20'000)};
  const auto found = [&](Place place, std::vector<std::int32_t> allowed = {}) {
    const auto* zone = zone_of(plan, place, allowed);
    return zone == nullptr ? 0 : zone->id;
  };
  EXPECT_EQ(found({"22902", charlottesville}), 3);
  EXPECT_EQ(found({"22903", charlottesville}), 2);
  EXPECT_EQ(found({"20001", {}}), 1);
  EXPECT_EQ(found({"99999", charlottesville}), 5);
  EXPECT_EQ(found({"99999", Point{37'540'700, -77'436'000}}), 0);  // Richmond, 106 km away
  EXPECT_EQ(found({"99999", {}}), 0);
  EXPECT_EQ(found({"", {}}), 0);
  EXPECT_EQ(found({"22902", {}}, {1, 4}), 1);
  EXPECT_NEAR(distance_m(charlottesville, Point{37'540'700, -77'436'000}), 106'000, 1'500);
}

WindowTerms morning() { return {.from_minutes = 9 * 60, .to_minutes = 12 * 60, .places = 5, .note = ""}; }

TEST(Windows, NineOClockIsNineOnBothSidesOfAChangeOfClocks) {
  Plan plan{.id = farm, .time_zone = "America/New_York"};
  WeeklyWindow weekly;
  static_cast<WindowTerms&>(weekly) = morning();
  weekly.id = 1;
  weekly.day = Weekday::sunday;
  plan.weekly = {weekly};
  plan.cut_off = {1, 18 * 60};
  const auto windows = planned(plan, day("2026-10-25"), day("2026-11-08"));  // the clocks go back on November 1st
  ASSERT_EQ(windows.size(), 3U);
  EXPECT_EQ(to_string(windows[0].starts), "2026-10-25T13:00:00.000Z");
  EXPECT_EQ(to_string(windows[1].starts), "2026-11-01T14:00:00.000Z");
  EXPECT_EQ(to_string(windows[1].cut_off), "2026-10-31T22:00:00.000Z");  // summer time still
  EXPECT_EQ(to_string(windows[2].starts), "2026-11-08T14:00:00.000Z");
  EXPECT_NE(windows[0].id, windows[1].id);
  EXPECT_EQ(planned(plan, day("2026-10-25"), day("2026-10-25")).front().id, windows[0].id);
  plan.blackouts = {{day("2026-10-31"), day("2026-11-01"), "harvest"}};
  EXPECT_EQ(planned(plan, day("2026-10-25"), day("2026-11-08")).size(), 2U);
}

TEST(Windows, ALeapDayHasItsWindowsAndANightHourThatIsSkippedHasNone) {
  Plan plan{.id = farm, .time_zone = "America/New_York", .cut_off = {0, 0}};
  WeeklyWindow weekly;
  weekly.from_minutes = 2 * 60;
  weekly.to_minutes = 3 * 60;
  weekly.day = weekday_of(day("2028-02-29"));
  EXPECT_EQ(weekly.day, Weekday::tuesday);
  plan.weekly = {weekly};
  EXPECT_EQ(planned(plan, day("2028-02-29"), day("2028-02-29")).size(), 1U);
  plan.weekly[0].day = Weekday::sunday;
  for (const auto& window : planned(plan, day("2026-03-08"), day("2026-03-08"))) EXPECT_LT(window.starts, window.ends);
}

TEST(Windows, WhatMayBeBooked) {
  Plan plan{.id = farm};
  plan.zones = {zone(1, {"22902"}), zone(2, {"22903"})};
  auto terms = morning();
  terms.zones = {1};
  auto window = window_of(terms, {1, 18 * 60}, day("2026-05-05"), farm, "UTC");
  ASSERT_TRUE(window);
  const auto before = at("2026-05-04T17:59:59.999Z");
  EXPECT_EQ((*bookable(*window, plan, {"22902", {}}, before))->id, 1);
  EXPECT_TRUE(bookable(*window, plan, {"22903", {}}, before).error().is(errors::not_delivered_here));
  const auto late = bookable(*window, plan, {"22902", {}}, at("2026-05-04T18:00:00Z"));
  EXPECT_TRUE(late.error().is(errors::window_closed));
  EXPECT_EQ(late.error().extensions().front().json, "\"2026-05-04T18:00:00.000Z\"");
  window->state = WindowState::withdrawn;
  EXPECT_TRUE(bookable(*window, plan, {"22902", {}}, before).error().is(errors::window_closed));
  window->state = WindowState::open;
  window->method = Method::pick_up;
  EXPECT_EQ(*bookable(*window, plan, {"", {}}, before), nullptr);
  EXPECT_TRUE(window_of(terms, {0, 9 * 60 + 1}, day("2026-05-05"), farm, "UTC").error().is(errors::window_times));
  terms.to_minutes = terms.from_minutes;
  EXPECT_TRUE(window_of(terms, {1, 0}, day("2026-05-05"), farm, "UTC").error().is(errors::window_times));
}

TEST(Inputs, AZoneSaysAllThatIsWrongWithIt) {
  const auto input = json::parse<ZoneInput>(R"({"name":"City","postcodes":["22902","22*0"],
    "fee":{"amount":-1,"currency":"USD"},
    "by_weight":[{"grams_max":5000,"fee":{"amount":300,"currency":"USD"}},{"grams_max":5000,"fee":{"amount":400,"currency":"EUR"}}],
    "by_value":[{"from":{"amount":5000,"currency":"USD"},"fee":{"amount":0,"currency":"USD"}}]})");
  ASSERT_TRUE(input) << input.error().detail();
  const auto refused = zone_from(*input);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(errors::bad_zone));
  std::vector<std::string> pointers;
  for (const auto& field : refused.error().fields()) pointers.push_back(field.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/postcodes/1", "/fee", "/by_weight/1/fee", "/by_weight/1/grams_max"}));
  const auto nowhere =
      zone_from({.name = json::Text<1, 60>("Nowhere"), .postcodes = {}, .circle = {}, .fee = {}, .by_weight = {}, .by_value = {}});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().fields().front().code, "required");
}

TEST(Packing, ColdItemsArePackedApart) {
  const auto line = [](const char* title, const char* storage) { return PackedLine{{}, title, Quantity{1000}, storage}; };
  const auto boxes =
      pack({line("ice cream", "frozen"), line("eggs", "eggs"), line("potatoes", "ambient"), line("milk", "chilled"), line("?", "")});
  ASSERT_EQ(boxes.size(), 3U);
  EXPECT_EQ(boxes[0].box, Box::ambient);
  EXPECT_EQ(boxes[1].lines.size(), 3U);
  EXPECT_EQ(boxes[1].lines[0].title, "eggs");
  EXPECT_EQ(boxes[2].box, Box::frozen);
  EXPECT_EQ(pack({line("potatoes", "ambient")}).size(), 1U);
}

}  // namespace
}  // namespace gh::delivery

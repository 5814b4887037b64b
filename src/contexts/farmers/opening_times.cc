#include "contexts/farmers/opening_times.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/farmers/errors.h"

namespace gh::farmers {

namespace {

// Each interval must end after it begins; of those of one day (already sorted by their beginning) none may begin before the one before
// ended.
template <class Input>
void check_interval(const Input& in, const std::string& pointer, Error& error) {
  if (in.opens.minutes() >= in.closes.minutes()) error.field(pointer + "/closes", "too_early", "closes must be after opens");
}

template <class Interval>
bool overlap(const Interval& earlier, const Interval& later) {
  return later.opens < earlier.closes;
}

void check_week(const std::vector<OpenOnWeekday>& sorted, const std::string& pointer, Error& error) {
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i - 1].day == sorted[i].day && overlap(sorted[i - 1], sorted[i]))
      return (void)error.field(pointer + "/weekdays", "overlap",
                               fmt::format("two intervals of {} overlap", boost::describe::enum_to_string(sorted[i].day, "")));
}

void check_date(const OpenOnDate& day, const std::string& pointer, Error& error) {
  for (std::size_t i = 1; i < day.intervals.size(); ++i)
    if (overlap(day.intervals[i - 1], day.intervals[i]))
      return (void)error.field(pointer + "/intervals", "overlap", fmt::format("two intervals of {} overlap", to_string(day.date)));
}

void read_week(const OpeningTimesInput& in, const std::string& pointer, OpeningTimes& times, Error& error) {
  if (!in.weekdays) return;
  for (std::size_t i = 0; i < in.weekdays->size(); ++i) {
    const auto& day = (*in.weekdays)[i];
    check_interval(day, fmt::format("{}/weekdays/{}", pointer, i), error);
    times.weekdays.push_back({day.day, day.opens.minutes(), day.closes.minutes()});
  }
  std::ranges::sort(times.weekdays, {}, [](const OpenOnWeekday& d) { return std::pair(d.day, d.opens); });
  check_week(times.weekdays, pointer, error);
}

void read_dates(const OpeningTimesInput& in, const std::string& pointer, OpeningTimes& times, Error& error) {
  if (!in.exceptions) return;
  for (std::size_t i = 0; i < in.exceptions->size(); ++i) {
    const auto& given = (*in.exceptions)[i];
    const auto at = fmt::format("{}/exceptions/{}", pointer, i);
    if (std::ranges::find(times.exceptions, given.date, &OpenOnDate::date) != times.exceptions.end())
      error.field(at + "/date", "repeated", "a date stands here once");
    OpenOnDate day{given.date, {}, given.note ? given.note->value() : std::string()};
    for (std::size_t n = 0; n < given.intervals.size(); ++n) {
      check_interval(given.intervals[n], fmt::format("{}/intervals/{}", at, n), error);
      day.intervals.push_back({given.intervals[n].opens.minutes(), given.intervals[n].closes.minutes()});
    }
    std::ranges::sort(day.intervals, {}, &OpenInterval::opens);
    check_date(day, at, error);
    times.exceptions.push_back(std::move(day));
  }
  std::ranges::sort(times.exceptions, {}, &OpenOnDate::date);
}

}  // namespace

Result<OpeningTimes> opening_times(const OpeningTimesInput& in, const std::string& pointer) {
  OpeningTimes times;
  Error error(errors::opening_times);
  read_week(in, pointer, times, error);
  read_dates(in, pointer, times, error);
  if (!error.fields().empty()) return fail(std::move(error));
  return times;
}

Result<void> set_pickup_points(Profile& profile, const PickupPoints& given) {
  std::vector<PickupPoint> points;
  std::int32_t made = profile.pickup_points_made;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto& in = given[i];
    const auto at = fmt::format("/pickup_points/{}", i);
    const auto known = [&](std::int32_t id) {
      return std::ranges::find(profile.pickup_points, id, &PickupPoint::id) != profile.pickup_points.end() &&
             std::ranges::find(points, id, &PickupPoint::id) == points.end();
    };
    if (in.id && !known(in.id->value()))
      return fail(Error(gh::errors::invalid)
                      .field(at + "/id", "unknown_pickup_point", "The farm has no such pick-up point, or it is listed twice."));
    PickupPoint point{.id = in.id ? in.id->value() : ++made,
                      .name = in.name.value(),
                      .street = in.street.value(),
                      .city = in.city.value(),
                      .state = in.state.value(),
                      .zip = in.zip.value(),
                      .place = in.place ? std::optional(in.place->point()) : std::nullopt,
                      .opening_times = {},
                      .note = in.note ? in.note->value() : std::string()};
    if (in.opening_times) {
      GH_TRY(point.opening_times, opening_times(*in.opening_times, at + "/opening_times"));
    }
    points.push_back(std::move(point));
  }
  profile.pickup_points = std::move(points);
  profile.pickup_points_made = made;
  return {};
}

std::vector<Picture> pictures(const Pictures& given) {
  std::vector<Picture> all;
  for (const auto& picture : given) all.push_back({picture.url.value(), picture.alt ? picture.alt->value() : std::string()});
  return all;
}

}  // namespace gh::farmers

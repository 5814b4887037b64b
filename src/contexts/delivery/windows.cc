#include "contexts/delivery/windows.h"

#include <algorithm>

#include <fmt/format.h>

#include "contexts/delivery/errors.h"
#include "platform/crypto/sha256.h"
#include "platform/zones/zone.h"

namespace gh::delivery {

Weekday weekday_of(Date day) {
  constexpr std::int32_t days_of_week = 7, of_first_day = 3;  // 1970-01-01 was a Thursday
  return static_cast<Weekday>(((day.days + of_first_day) % days_of_week + days_of_week) % days_of_week);
}

std::string clock_text(std::int32_t minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

Result<Window> window_of(const WindowTerms& terms, CutOff cut_off, Date day, const FarmId& farm, const std::string& time_zone) {
  const auto& zone = zones::Zone::of(time_zone);
  Window window;
  static_cast<WindowTerms&>(window) = terms;
  window.farm = farm;
  window.day = day;
  window.starts = zone.at(day, terms.from_minutes);
  window.ends = zone.at(day, terms.to_minutes);
  window.cut_off = zone.at(Date{day.days - cut_off.days_before}, cut_off.minutes);
  if (terms.from_minutes >= terms.to_minutes || window.starts >= window.ends)
    return fail(errors::window_times, "it must end after it begins");
  if (window.cut_off > window.starts) return fail(errors::window_times, "the cut-off must not be after the window begins");
  return window;
}

std::vector<Window> planned(const Plan& plan, Date from, Date to) {
  std::vector<Window> windows;
  for (Date day = from; day <= to; ++day.days) {
    const auto closed = [&](const Blackout& out) { return out.from <= day && day <= out.to; };
    if (std::ranges::any_of(plan.blackouts, closed)) continue;
    for (const auto& weekly : plan.weekly) {
      if (weekly.day != weekday_of(day)) continue;
      auto window = window_of(weekly, weekly.cut_off.value_or(plan.cut_off), day, plan.id, plan.time_zone);
      if (!window) continue;  // a night in which the clocks skip it
      const std::string times = fmt::format("{} {} {} {}", weekly.id, to_string(day), weekly.from_minutes, weekly.to_minutes);
      window->id = crypto::derive_id<WindowId>("weekly_window", plan.id.text(), times);
      window->weekly = weekly.id;
      windows.push_back(*std::move(window));
    }
  }
  return windows;
}

bool align(Window& window, const Window& planned) {
  Window next = window.by_hand ? window : planned;
  next.state = window.state == WindowState::closed ? WindowState::closed : WindowState::open;
  const bool same = static_cast<const WindowTerms&>(window) == planned && window.state == next.state && window.starts == next.starts &&
                    window.ends == next.ends && window.cut_off == next.cut_off;
  window = std::move(next);
  return !same;
}

Result<const Zone*> bookable(const Window& window, const Plan& plan, const Place& place, Timestamp now) {
  if (window.state != WindowState::open || now >= window.cut_off) {
    Error error(errors::window_closed);
    error.extend("cut_off", '"' + to_string(window.cut_off) + '"');
    return fail(std::move(error));
  }
  if (window.method == Method::pick_up) return nullptr;
  const Zone* zone = zone_of(plan, place, window.zones);
  if (zone == nullptr) return fail(!place.point && goes_to_circles(plan, window.zones) ? errors::point_needed : errors::not_delivered_here);
  return zone;
}

}  // namespace gh::delivery

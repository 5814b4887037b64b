#include "contexts/delivery/service.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/delivery/errors.h"
#include "platform/zones/zone.h"

namespace gh::delivery {

namespace {

constexpr int page_size = 200;
constexpr int days_of_week = 7;
constexpr int made_again_at_minutes = 3 * 60;  // of the farm's clock, each day

ports::OutboxEntry make_windows_entry(const FarmId& farm, std::string id, Timestamp not_before = {}) {
  return {std::string(make_windows_task), std::move(id), json::to_string(MakeWindows{farm}), not_before};
}

template <class T>
auto with_id(std::vector<T>& all, std::int32_t id) {
  return std::ranges::find(all, id, &T::id);
}

ports::Range from_on(const FarmId& farm, Timestamp from) { return {window_key(farm, from), farm.text() + '!'}; }

Result<WeeklyWindow> weekly_from(const WeeklyWindowInput& input, const Plan& plan) {
  GH_TRY(auto terms, terms_from(input, plan));
  WeeklyWindow weekly;
  static_cast<WindowTerms&>(weekly) = std::move(terms);
  weekly.day = input.day;
  if (input.cut_off) weekly.cut_off = cut_off_from(*input.cut_off);
  GH_CHECK(check_weekly(weekly, weekly.cut_off.value_or(plan.cut_off)));
  return weekly;
}

}  // namespace

Service::Service(ports::Documents& documents, const Clock& clock, Random& random)
    : plans_(open_plans(documents)), windows_(open_windows(documents)), clock_(clock), random_(random) {}

Result<void> Service::opened() const {
  GH_CHECK(plans_.opened());
  return windows_.opened();
}

Task<Result<Plan>> Service::plan(FarmId farm) {
  GH_CO_TRY(auto found, co_await plans_.get(farm));
  if (!found) co_return Plan{.id = std::move(farm)};
  co_return std::move(found->value);
}

template <class Change>
Task<Result<Plan>> Service::change(FarmId farm, Change change) {
  for (int attempt = 1;; ++attempt) {
    GH_CO_TRY(const auto before, co_await plans_.get(farm));
    Plan next = before ? before->value : Plan{.id = farm};
    GH_CO_CHECK(change(next));
    ++next.changes;
    next.updated = clock_.now();
    Plans::Outbox outbox{make_windows_entry(farm, fmt::format("windows_{}_{}", farm.text(), next.changes))};
    auto written = before ? co_await plans_.replace(*before, std::move(next), std::move(outbox))
                          : co_await plans_.insert(std::move(next), std::move(outbox));
    if (written) co_return std::move(written->value);
    const Error& error = written.error();
    const bool overtaken = error.is(ports::errors::version_conflict) || error.is(ports::errors::duplicate_key);
    if (!overtaken || attempt == Plans::update_attempts_max) co_return fail(error);
  }
}

Task<Result<Plan>> Service::change_rules(FarmId farm, RulesChange rules) {
  co_return co_await change(std::move(farm), [&](Plan& plan) { return apply_rules(plan, rules); });
}

Task<Result<Plan>> Service::add_zone(FarmId farm, ZoneInput input) {
  GH_CO_TRY(const auto zone, zone_from(input));
  co_return co_await change(std::move(farm), [&](Plan& plan) -> Result<void> {
    if (plan.zones.size() >= zones_max) return fail(errors::list_full, "zones");
    plan.zones.push_back(zone);
    plan.zones.back().id = ++plan.zones_made;
    return {};
  });
}

Task<Result<Plan>> Service::put_zone(FarmId farm, std::int32_t id, ZoneInput input) {
  GH_CO_TRY(auto zone, zone_from(input));
  zone.id = id;
  co_return co_await change(std::move(farm), [&](Plan& plan) -> Result<void> {
    const auto there = with_id(plan.zones, id);
    if (there == plan.zones.end()) return fail(gh::errors::not_found);
    *there = zone;
    return {};
  });
}

Task<Result<Plan>> Service::remove_zone(FarmId farm, std::int32_t id) {
  co_return co_await change(std::move(farm), [&](Plan& plan) -> Result<void> {
    const auto there = with_id(plan.zones, id);
    if (there == plan.zones.end()) return fail(gh::errors::not_found);
    for (const auto& weekly : plan.weekly) {
      if (std::ranges::find(weekly.zones, id) != weekly.zones.end())
        return fail(gh::errors::conflict, fmt::format("the weekly window {} goes there", weekly.id));
    }
    plan.zones.erase(there);
    return {};
  });
}

Task<Result<Plan>> Service::add_weekly(FarmId farm, WeeklyWindowInput input) {
  co_return co_await change(std::move(farm), [&](Plan& plan) -> Result<void> {
    if (plan.weekly.size() >= weekly_max) return fail(errors::list_full, "weekly windows");
    GH_TRY(auto weekly, weekly_from(input, plan));
    weekly.id = ++plan.weekly_made;
    plan.weekly.push_back(std::move(weekly));
    return {};
  });
}

Task<Result<Plan>> Service::put_weekly(FarmId farm, std::int32_t id, WeeklyWindowInput input) {
  co_return co_await change(std::move(farm), [&](Plan& plan) -> Result<void> {
    const auto there = with_id(plan.weekly, id);
    if (there == plan.weekly.end()) return fail(gh::errors::not_found);
    GH_TRY(auto weekly, weekly_from(input, plan));
    weekly.id = id;
    *there = std::move(weekly);
    return {};
  });
}

Task<Result<Plan>> Service::remove_weekly(FarmId farm, std::int32_t id) {
  co_return co_await change(std::move(farm), [&](Plan& plan) -> Result<void> {
    const auto there = with_id(plan.weekly, id);
    if (there == plan.weekly.end()) return fail(gh::errors::not_found);
    plan.weekly.erase(there);
    return {};
  });
}

Task<Result<Window>> Service::add_window(FarmId farm, std::string time_zone, SingleWindowInput input) {
  GH_CO_TRY(const auto plan, co_await this->plan(farm));
  GH_CO_TRY(const auto terms, terms_from(input, plan));
  const CutOff cut_off = input.cut_off ? cut_off_from(*input.cut_off) : plan.cut_off;
  GH_CO_TRY(auto window, window_of(terms, cut_off, input.day, farm, time_zone));
  const auto now = clock_.now();
  if (window.starts <= now) {
    Error error(errors::window_times);
    error.field("/day", "past", "The window has begun already.");
    co_return fail(std::move(error));
  }
  window.id = WindowId::make(now, random_);
  GH_CO_TRY(auto written, co_await windows_.insert(std::move(window)));
  GH_CO_CHECK(co_await remove_old_windows(written->farm));
  co_return std::move(written.value);
}

Task<Result<Window>> Service::change_window(FarmId farm, WindowId id, WindowChange change) {
  GH_CO_TRY(auto written, co_await windows_.update(std::move(id), [&](Window& window, Windows::Outbox&) -> Result<void> {
    if (window.farm != farm) return fail(gh::errors::not_found);
    if (change.places) window.places = change.places->value();
    if (change.note) window.note = change.note->value();
    window.by_hand = window.by_hand || change.places || change.note;
    if (change.closed && *change.closed) window.state = WindowState::closed;
    if (change.closed && !*change.closed && window.state == WindowState::closed) window.state = WindowState::open;
    return {};
  }));
  co_return std::move(written.value);
}

// Beside itself (the request that changed the plan, the task of that change) or a change by hand: from the beginning, with what is there
// then.
Task<Result<void>> Service::make_windows(FarmId farm, std::string time_zone) {
  for (int attempt = 1;; ++attempt) {
    auto made = co_await make_windows_once(farm, time_zone);
    if (made || !made.error().is(ports::errors::version_conflict) || attempt == Plans::update_attempts_max) co_return made;
  }
}

Task<Result<void>> Service::make_windows_once(FarmId farm, std::string time_zone) {
  GH_CO_TRY(const auto found, co_await plans_.get(farm));
  if (!found) co_return Result<void>{};
  const auto& zone = zones::Zone::of(time_zone);
  const Date today = zone.date_of(clock_.now());
  Plan plan = found->value;
  plan.time_zone = time_zone;
  const Date through{today.days + plan.weeks_ahead * days_of_week};
  GH_CO_CHECK(co_await bring_into_line(plan, today, through));
  GH_CO_CHECK(co_await remove_old_windows(farm));

  if (plan.weekly.empty() && plan.made_through == through) co_return Result<void>{};
  plan.made_through = through;
  const Date tomorrow{today.days + 1};
  Plans::Outbox outbox;
  if (!plan.weekly.empty()) {
    outbox.push_back(
        make_windows_entry(farm, fmt::format("windows_{}_{}", farm.text(), to_string(tomorrow)), zone.at(tomorrow, made_again_at_minutes)));
  }
  auto written = co_await plans_.replace(*found, std::move(plan), std::move(outbox));
  if (!written) co_return fail(written.error());
  co_return Result<void>{};
}

Task<Result<void>> Service::remove_old_windows(FarmId farm) {
  const Timestamp before = clock_.now() - windows_kept;
  GH_CO_TRY(auto page, co_await windows_.find("by_farm", {farm.text() + ' ', window_key(farm, before)}, page_size, {}));
  for (auto& window : page.items) {
    if (window->ends > before) continue;
    auto erased = co_await windows_.erase(window->id, window.version);
    if (!erased && !erased.error().is(ports::errors::version_conflict)) co_return fail(std::move(erased).error());
  }
  co_return Result<void>{};
}

Task<Result<void>> Service::bring_into_line(Plan plan, Date today, Date through) {
  std::map<WindowId, Window> missing;
  for (auto& window : planned(plan, today, through)) missing.emplace(window.id, std::move(window));
  const auto now = clock_.now();
  std::string cursor;
  for (int seen = 0; seen < windows_of_farm_max; seen += page_size) {
    GH_CO_TRY(auto page, co_await windows_.find("by_farm", from_on(plan.id, now), page_size, cursor));
    for (const auto& there : page.items) {
      const auto wanted = missing.extract(there->id);
      Window next = there.value;
      if (wanted) {
        if (!align(next, wanted.mapped())) continue;
      } else {
        if (!next.weekly || next.state != WindowState::open) continue;
        next.state = WindowState::withdrawn;
      }
      auto written = co_await windows_.replace(there, std::move(next));
      if (!written) co_return fail(written.error());
    }
    cursor = std::move(page.next);
    if (cursor.empty()) break;
  }
  for (auto& [id, window] : missing) {
    if (window.starts <= now) continue;
    auto written = co_await windows_.insert(std::move(window));
    if (!written && !written.error().is(ports::errors::duplicate_key)) co_return fail(written.error());
  }
  co_return Result<void>{};
}

Task<Result<Window>> Service::window(WindowId id) {
  GH_CO_TRY(auto found, co_await windows_.require(std::move(id)));
  co_return std::move(found.value);
}

Task<Result<WindowPage>> Service::windows(FarmId farm, Timestamp from, int limit, std::string cursor) {
  GH_CO_TRY(auto found, co_await windows_.find("by_farm", from_on(farm, from), limit, std::move(cursor)));
  WindowPage page{{}, std::move(found.next)};
  for (auto& window : found.items) page.items.push_back(std::move(window.value));
  co_return page;
}

Task<Result<std::vector<Window>>> Service::offered(FarmId farm) {
  std::vector<Window> offered;
  const auto now = clock_.now();
  std::string cursor;
  for (int seen = 0; seen < windows_of_farm_max; seen += page_size) {
    GH_CO_TRY(auto page, co_await windows(farm, now, page_size, cursor));
    for (auto& window : page.items) {
      if (window.state != WindowState::open || now >= window.cut_off) continue;
      offered.push_back(std::move(window));
      if (offered.size() == offered_max) co_return offered;
    }
    cursor = std::move(page.next);
    if (cursor.empty()) break;
  }
  co_return offered;
}

}  // namespace gh::delivery

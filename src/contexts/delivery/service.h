// What others may ask of delivery. One per process, callable from any thread; outlives its calls.
//
// Places in windows are stock: this context says how many a window has, the stock desk gives them out. A farm's own zone of time comes
// with each call that makes windows.
#pragma once
#include <string>
#include <vector>

#include "base/random.h"
#include "contexts/delivery/inputs.h"
#include "contexts/delivery/store.h"

namespace gh::delivery {

inline constexpr std::string_view make_windows_task = "delivery.make_windows";

struct WindowPage {
  std::vector<Window> items;
  std::string next;  // empty at the end
};

class Service {
 public:
  static constexpr int windows_of_farm_max = 2'000;  // that are looked at for one answer or one making: nine weeks of the fullest plan
  static constexpr std::size_t offered_max = 100;    // of one farm in one answer
  static constexpr Milliseconds windows_kept{std::chrono::days(60)};  // after their end; orders keep what they booked by themselves

  Service(ports::Documents& documents, const Clock& clock, Random& random);
  Result<void> opened() const;

  // A farm that has said nothing has an empty plan.
  Task<Result<Plan>> plan(FarmId farm);

  // For the farm desk; not_found for what the plan does not have, list_full. Each change of the plan leaves a task make_windows.
  Task<Result<Plan>> change_rules(FarmId farm, RulesChange change);
  Task<Result<Plan>> add_zone(FarmId farm, ZoneInput input);
  Task<Result<Plan>> put_zone(FarmId farm, std::int32_t id, ZoneInput input);
  // conflict, where a weekly window names it.
  Task<Result<Plan>> remove_zone(FarmId farm, std::int32_t id);
  Task<Result<Plan>> add_weekly(FarmId farm, WeeklyWindowInput input);
  Task<Result<Plan>> put_weekly(FarmId farm, std::int32_t id, WeeklyWindowInput input);
  Task<Result<Plan>> remove_weekly(FarmId farm, std::int32_t id);

  // A window of its own; window_times also where it has begun.
  Task<Result<Window>> add_window(FarmId farm, std::string time_zone, SingleWindowInput input);
  Task<Result<Window>> change_window(FarmId farm, WindowId id, WindowChange change);

  // The windows that the plan has from today on: made, brought into line, withdrawn. Idempotent; the handler of make_windows. Leaves the
  // task for tomorrow.
  Task<Result<void>> make_windows(FarmId farm, std::string time_zone);

  // Of the rule in windows.h, at this moment.
  Result<const Zone*> bookable(const Window& window, const Plan& plan, const Place& place) const {
    return delivery::bookable(window, plan, place, clock_.now());
  }
  Task<Result<Window>> window(WindowId id);
  // Those that begin on or after `from`, in the order of their beginning.
  Task<Result<WindowPage>> windows(FarmId farm, Timestamp from, int limit, std::string cursor);
  // Those that can be booked now, first first, at most offered_max.
  Task<Result<std::vector<Window>>> offered(FarmId farm);

 private:
  template <class Change>
  Task<Result<Plan>> change(FarmId farm, Change change);
  // Up to a page of those that ended so long ago.
  Task<Result<void>> remove_old_windows(FarmId farm);
  Task<Result<void>> make_windows_once(FarmId farm, std::string time_zone);
  Task<Result<void>> bring_into_line(Plan plan, Date today, Date through);

  Plans plans_;
  Windows windows_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace gh::delivery

// Delivery with what it needs of other contexts: the farm's time zone and pick-up points, the places that the stock desk has left. For the
// checkout it answers what a buyer's choice means now; for buyers what there is to choose; for farms what they have.
// Keeps for a second what farms offer, so that the same question of many buyers reads the store once; callable from any thread; outlives
// its calls.
//
// A window's place is a unit of stock: hold `quantity` of `booking` with the terms {.capacity = capacity} under the order's id, like its
// goods. The item comes into being with its first hold; post, void and take-back are those of every hold.
#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "contexts/delivery/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/service.h"

namespace gh::booking {

inline constexpr std::size_t farms_max = 50;  // of one question

struct PickupPointView {
  std::int32_t id = 0;
  std::string name;
  std::string address;  // one line, for people
  std::string note;
};
BOOST_DESCRIBE_STRUCT(PickupPointView, (), (id, name, address, note))

// What a buyer's choice for one farm means at this moment.
struct Terms {
  delivery::Window window;
  std::string from;  // "09:00" of the farm's clock
  std::string to;
  std::optional<delivery::Zone> zone;  // with its fees; none: picked up
  std::optional<PickupPointView> pickup_point;
  std::optional<Money> minimum;  // value of the farm's goods
  std::string note;              // the farm's and the window's
  Sku booking;
  Quantity quantity;
  Quantity capacity;
  Quantity left;  // at most a second old
};

struct WindowOffer {
  delivery::WindowId id;
  delivery::Method method = delivery::Method::delivery;
  Date day;
  std::string from;
  std::string to;
  Timestamp starts;
  Timestamp ends;
  Timestamp cut_off;
  std::int64_t places_left = 0;
  std::optional<std::int32_t> zone;
  std::optional<std::int32_t> pickup_point;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(WindowOffer, (), (id, method, day, from, to, starts, ends, cut_off, places_left, zone, pickup_point, note))

struct ZoneOffer {
  std::int32_t id = 0;
  std::string name;
  delivery::FeeTable fees;
};
BOOST_DESCRIBE_STRUCT(ZoneOffer, (), (id, name, fees))

struct FarmOffer {
  FarmId farm;
  std::string farm_name;
  std::string time_zone;
  std::vector<delivery::Method> methods;  // that some window or zone offers to this place
  std::optional<Money> minimum;
  std::string note;
  std::vector<ZoneOffer> zones;  // that windows below name
  std::vector<PickupPointView> pickup_points;
  std::vector<WindowOffer> windows;  // also full ones: places_left 0
  bool point_needed = false;         // some windows go to circles, and the place has no point
  bool elsewhere = false;            // it has windows that do not go to this place, or not for certain
};
BOOST_DESCRIBE_STRUCT(FarmOffer, (),
                      (farm, farm_name, time_zone, methods, minimum, note, zones, pickup_points, windows, point_needed, elsewhere))

// A window as its farm sees it.
struct WindowView {
  delivery::WindowId id;
  FarmId farm;
  delivery::Method method = delivery::Method::delivery;
  delivery::WindowState state = delivery::WindowState::open;
  std::optional<std::int32_t> weekly;
  bool by_hand = false;
  std::vector<std::int32_t> zones;
  std::optional<std::int32_t> pickup_point;
  Date day;
  std::string from;
  std::string to;
  Timestamp starts;
  Timestamp ends;
  Timestamp cut_off;
  std::int64_t places = 0;
  std::int64_t taken = 0;  // more than the places where those were lowered afterwards
  std::int64_t places_left = 0;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(WindowView, (),
                      (id, farm, method, state, weekly, by_hand, zones, pickup_point, day, from, to, starts, ends, cut_off, places, taken,
                       places_left, note))

struct WindowViews {
  std::vector<WindowView> items;
  std::string next;
};

// The stock item of a window's places.
Sku places_sku(const delivery::WindowId& window);

class Booking {
 public:
  static constexpr Milliseconds offers_kept{1'000};
  static constexpr std::size_t farms_kept_max = 4'096;  // beyond, all are forgotten

  Booking(delivery::Service& delivery, farmers::Service& farmers, inventory::Service& inventory, const Clock& clock)
      : delivery_(delivery), farmers_(farmers), inventory_(inventory), clock_(clock) {}

  // not_found (no such window of this farm), window_closed, not_delivered_here. Whether a place is left, only the hold knows for sure.
  Task<Result<Terms>> terms(FarmId farm, delivery::WindowId window, delivery::Place place);
  // One answer per farm, in their order; a farm that does not sell offers nothing. What the farm itself changed is seen at once, everything
  // else at most a second later.
  Task<Result<std::vector<FarmOffer>>> offers(std::vector<FarmId> farms, delivery::Place place);

  // Of the caller's own farm; not_found without one. The windows of a changed plan are made before it is answered.
  Task<Result<delivery::Plan>> plan(FarmId farm);
  Task<Result<delivery::Plan>> change_rules(FarmId farm, delivery::RulesChange change);
  Task<Result<delivery::Plan>> put_zone(FarmId farm, std::optional<std::int32_t> id, delivery::ZoneInput input);
  Task<Result<delivery::Plan>> remove_zone(FarmId farm, std::int32_t id);
  // invalid: /pickup_point is not one of the farm's.
  Task<Result<delivery::Plan>> put_weekly(FarmId farm, std::optional<std::int32_t> id, delivery::WeeklyWindowInput input);
  Task<Result<delivery::Plan>> remove_weekly(FarmId farm, std::int32_t id);
  Task<Result<WindowView>> add_window(FarmId farm, delivery::SingleWindowInput input);
  // Fewer places than are booked: what is booked stays, nothing more can be.
  Task<Result<WindowView>> change_window(FarmId farm, delivery::WindowId id, delivery::WindowChange change);
  Task<Result<WindowViews>> windows(FarmId farm, Timestamp from, int limit, std::string cursor);

  // The handler of the task delivery.make_windows.
  Task<Result<void>> make_windows(FarmId farm);

 private:
  // What an offer is made of, as it was read.
  struct Known {
    farmers::Farm farm;
    delivery::Plan plan;
    std::vector<delivery::Window> windows;
    Timestamp read;
  };
  Task<Result<std::shared_ptr<const Known>>> known(FarmId farm);
  void forget(const FarmId& farm);
  Task<Result<FarmOffer>> offer(std::shared_ptr<const Known> known, delivery::Place place);
  Task<Result<delivery::Plan>> made(Result<delivery::Plan> plan);
  Task<Result<std::vector<WindowView>>> with_places(std::vector<delivery::Window> windows);

  delivery::Service& delivery_;
  farmers::Service& farmers_;
  inventory::Service& inventory_;
  const Clock& clock_;
  std::mutex mutex_;
  std::unordered_map<FarmId, std::shared_ptr<const Known>> known_;
};

}  // namespace gh::booking

// Flights: one run per order in this process. Who comes while it runs waits for the same answer (1,000 parallel identical requests are
// one run). Any thread; a lock held for a look-up. Its size is bounded by the requests in flight.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/scheduler.h"
#include "contexts/orders/types.h"

namespace gh::checkout {

using Placed = std::shared_ptr<const orders::Order>;

class Flights {
  struct Flight {
    std::string body_hash;
    std::vector<OneShot<Result<Placed>>> waiting;
  };

 public:
  // The one who runs. If it goes without finish() (its coroutine was dropped), the waiting ones are told to ask again.
  class Seat {
   public:
    Seat(Flights& flights, OrderId order) : flights_(&flights), order_(std::move(order)) {}
    Seat(Seat&& o) noexcept : flights_(std::exchange(o.flights_, nullptr)), order_(std::move(o.order_)) {}
    Seat& operator=(Seat&&) = delete;
    ~Seat();
    void finish(const Result<Placed>& answer);

   private:
    Flights* flights_;
    OrderId order_;
  };

  struct Boarding {
    std::optional<Seat> seat;                       // run, and finish it
    std::optional<OneShot<Result<Placed>>> answer;  // or wait for this
  };
  // idempotency_key_reused if the run is for another body.
  Result<Boarding> board(const OrderId& order, const std::string& body_hash);

 private:
  std::vector<OneShot<Result<Placed>>> land(const OrderId& order);

  std::mutex mutex_;
  std::unordered_map<OrderId, Flight> flights_;
};

}  // namespace gh::checkout

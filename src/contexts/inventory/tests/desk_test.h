// What the tests of the desk share: a store in memory, a clock that stands still, one item of one farmer.
#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>

#include "adapters/memory/documents.h"
#include "adapters/memory/tasks.h"
#include "contexts/inventory/service.h"
#include "platform/executors/event_loop.h"

namespace gh::inventory {

inline constexpr Timestamp now{1'750'000'000'000};
inline const Date today = date_of(now);
inline const Sku sku = Sku::of(ProductId::derive(1, 1), 1);
inline const Farmer farmer{FarmId::derive(1, 1), UserId::derive(1, 1)};

struct FixedClock : Clock {
  Timestamp now() const override { return inventory::now; }
};
struct Counter : Random {
  std::atomic<std::uint64_t> n{0};
  std::uint64_t next() override { return n += 0x9e3779b97f4a7c15; }
};

struct DeskTest : testing::Test {
  FixedClock clock;
  Counter random;
  memory::Store store{clock};
  memory::MemoryDocuments documents{store};
  executors::EventLoop loop;

  template <class T>
  T run(Task<T> task) {
    return loop.run_until_complete(std::move(task));
  }
  static NewLot lot(std::int64_t units, std::string code = "L1") {
    return {.lot_code = std::move(code),
            .harvested = today,
            .best_before = Date{today.days + 9},
            .field = FieldId::derive(1, 1),
            .quantity = Quantity{units * 1000}};
  }
  static HoldKey key(std::uint64_t order) { return {sku, OrderId::derive(1, order), now}; }
};

// A store whose pages cannot be written, or that take their time.
class StubbornPages final : public ports::Documents {
 public:
  explicit StubbornPages(ports::Documents& to) : to_(to) {}
  std::atomic<bool> refuses{false};
  Milliseconds delay{0}, search_delay{0}, replace_delay{0};
  std::atomic<std::size_t> found{0};  // documents
  std::function<Task<void>()> before_replace;

  Result<void> open(const ports::CollectionSpec& spec) override { return to_.open(spec); }
  Task<Result<std::optional<ports::Document>>> get(std::string_view c, std::string id) override { return to_.get(c, std::move(id)); }
  Task<Result<std::int64_t>> insert(std::string_view c, ports::Write write) override {
    const bool page = c == "stock_movements";
    if (page && refuses) co_return fail(ports::errors::store_unavailable, "no page today");
    if (page && delay.count() > 0) co_await sleep(delay);
    co_return co_await to_.insert(c, std::move(write));
  }
  Task<Result<std::int64_t>> replace(std::string_view c, std::int64_t version, ports::Write write) override {
    if (replace_delay.count() > 0) co_await sleep(replace_delay);
    if (before_replace) co_await before_replace();
    co_return co_await to_.replace(c, version, std::move(write));
  }
  Task<Result<void>> erase(std::string_view c, std::string id, std::int64_t version, std::vector<ports::OutboxEntry> outbox) override {
    return to_.erase(c, std::move(id), version, std::move(outbox));
  }
  Task<Result<ports::Page>> find(std::string_view c, std::string_view index, ports::Range range, int limit, std::string after) override {
    if (search_delay.count() > 0) co_await sleep(search_delay);
    auto page = co_await to_.find(c, index, std::move(range), limit, std::move(after));
    if (page) found += page->documents.size();
    co_return page;
  }
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override {
    return to_.changes(std::move(token), limit, wait);
  }

 private:
  ports::Documents& to_;
};

inline Task<Result<HoldOutcome>> sell(Service& stock, HoldKey key) {
  GH_CO_CHECK(co_await stock.hold(key, Quantity{1000}));
  co_return co_await stock.post_hold(key);
}

}  // namespace gh::inventory

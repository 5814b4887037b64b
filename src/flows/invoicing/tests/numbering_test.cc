// Numbers without a gap and without a double: the node dies at every call of the store, before and after its effect, and others go on.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/memory/documents.h"
#include "contexts/orders/fulfil.h"
#include "contexts/orders/order.h"
#include "contexts/orders/refunds.h"
#include "flows/invoicing/numbering.h"
#include "platform/executors/event_loop.h"

namespace gh::invoicing {
namespace {

struct ManualClock final : Clock {
  std::int64_t ms = 1'790'000'000'000;
  Timestamp now() const override { return {ms}; }
};
struct Counting final : Random {
  std::uint64_t n = 0;
  std::uint64_t next() override { return n += 0x9e3779b97f4a7c15; }
};

// Works for `left` calls; the last one takes effect without an answer, or not at all.
class Dying final : public ports::Documents {
 public:
  explicit Dying(ports::Documents& inner) : inner_(inner) {}
  int left = 1'000'000;
  bool after_effect = false;

  Result<void> open(const ports::CollectionSpec& spec) override { return inner_.open(spec); }
  Task<Result<std::optional<ports::Document>>> get(std::string_view collection, std::string id) override {
    return pass(inner_.get(collection, std::move(id)));
  }
  Task<Result<std::int64_t>> insert(std::string_view collection, ports::Write write) override {
    return pass(inner_.insert(collection, std::move(write)));
  }
  Task<Result<std::int64_t>> replace(std::string_view collection, std::int64_t version, ports::Write write) override {
    return pass(inner_.replace(collection, version, std::move(write)));
  }
  Task<Result<void>> erase(std::string_view collection, std::string id, std::int64_t version,
                           std::vector<ports::OutboxEntry> outbox) override {
    return pass(inner_.erase(collection, std::move(id), version, std::move(outbox)));
  }
  Task<Result<ports::Page>> find(std::string_view collection, std::string_view index, ports::Range range, int limit,
                                 std::string after) override {
    return pass(inner_.find(collection, index, std::move(range), limit, std::move(after)));
  }
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override {
    return inner_.changes(std::move(token), limit, wait);
  }

 private:
  template <class T>
  Task<Result<T>> pass(Task<Result<T>> call) {
    if (left <= 0) co_return fail(ports::errors::store_unavailable);
    const bool last = --left == 0;
    if (last && !after_effect) co_return fail(ports::errors::store_unavailable);
    auto answer = co_await std::move(call);
    if (last) co_return fail(ports::errors::store_unavailable);
    co_return answer;
  }

  ports::Documents& inner_;
};

const FarmId farm = FarmId::derive(1, 1);

struct Node {
  Node(ports::Documents& store, const Clock& clock, Random& random)
      : documents(store),
        orders(documents, clock, random),
        inventory(documents, clock, random),
        settlement(orders, inventory, clock, {}),
        numbering(
            documents, orders,
            [](FarmId) -> Task<Result<orders::InvoiceSeller>> { co_return orders::InvoiceSeller{"Heron", {}, {}, {}, {}}; }, settlement) {}
  Dying documents;
  orders::Service orders;
  inventory::Service inventory;
  checkout::Settlement settlement;
  Numbering numbering;
};

class Numbers : public testing::Test {
 protected:
  template <class T>
  T run(Task<T> task) {
    return loop_.run_until_complete(std::move(task));
  }

  // A packed order of one line of three packs.
  OrderId packed_order(std::uint64_t number) {
    const orders::Cause cause{"packer", "req", clock_.now()};
    orders::Draft draft;
    draft.id = OrderId::derive(5, number);
    draft.intent = PaymentIntentId::derive(5, number);
    draft.cart = CartId::derive(5, number);
    orders::OrderLine line;
    line.sku = Sku::of(ProductId::derive(7, 1), 1);
    line.farm = farm;
    line.unit_price = Money{100, {}};
    line.quantity = Quantity{3000};
    draft.lines = {line};
    orders::Order order = *orders::place(std::move(draft), cause);
    EXPECT_TRUE(orders::mark_paid(order, {{{LotId::derive(1, 1), Quantity{3000}}}}, cause));
    EXPECT_TRUE(orders::mark_packed(order, farm, {}, {}, cause));
    EXPECT_TRUE(run(node()->orders.insert(order)));
    return order.id;
  }
  std::unique_ptr<Node> node() { return std::make_unique<Node>(documents_, clock_, random_); }
  std::vector<std::string> numbers(const std::vector<OrderId>& ids) {
    std::vector<std::string> all;
    for (const auto& id : ids) {
      const auto order = (*run(node()->orders.find(id)))->value;
      for (const auto& paper : orders::papers_of(order)) all.push_back(paper.number);
    }
    std::ranges::sort(all);
    return all;
  }

  ManualClock clock_;
  Counting random_;
  memory::Store store_{clock_};
  memory::MemoryDocuments documents_{store_};
  executors::EventLoop loop_;
};

TEST_F(Numbers, run_from_one_whoever_dies_and_whenever) {
  std::vector<OrderId> ids;
  std::uint64_t made = 0;
  for (const bool after_effect : {false, true}) {
    for (int calls = 1; calls <= 12; ++calls) {
      for (int i = 0; i < 2; ++i) ids.push_back(packed_order(++made));
      auto dying = node();
      dying->documents.left = calls;
      dying->documents.after_effect = after_effect;
      (void)run(dying->numbering.number_order(ids[ids.size() - 2]));
      // Another order is numbered by another node before the task of the first one is tried again.
      ASSERT_TRUE(run(node()->numbering.number_order(ids.back())));
      ASSERT_TRUE(run(node()->numbering.number_order(ids[ids.size() - 2])));
    }
  }
  const auto all = numbers(ids);
  ASSERT_EQ(all.size(), ids.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(std::stoul(all[i].substr(all[i].rfind('-') + 1)), i + 1) << all[i];
}

TEST_F(Numbers, many_at_once_take_one_each) {
  std::vector<OrderId> ids;
  for (std::uint64_t i = 1; i <= 8; ++i) ids.push_back(packed_order(i));
  auto one = node(), two = node();
  std::vector<Task<Result<void>>> all;
  for (const auto& id : ids) {
    all.push_back(one->numbering.number_order(id));
    all.push_back(two->numbering.number_order(id));
  }
  const auto both = [](std::vector<Task<Result<void>>> tasks) -> Task<std::vector<Result<void>>> {
    co_return co_await when_all(std::move(tasks));
  };
  for (const auto& done : run(both(std::move(all)))) EXPECT_TRUE(done);
  const auto found = numbers(ids);
  ASSERT_EQ(found.size(), ids.size());
  EXPECT_TRUE(found.front().ends_with("000001") && found.back().ends_with("000008"));
}

TEST_F(Numbers, a_retry_in_the_new_year_finds_the_series_of_the_old_one) {
  const auto id = packed_order(1);
  auto dying = node();
  dying->documents.left = 4;  // the series is written, the order is not
  dying->documents.after_effect = true;
  (void)run(dying->numbering.number_order(id));
  clock_.ms += 365LL * 24 * 60 * 60 * 1000;
  ASSERT_TRUE(run(node()->numbering.number_order(id)));
  EXPECT_TRUE(numbers({id}).front().ends_with("-2026-000001")) << numbers({id}).front();
}

TEST_F(Numbers, what_went_back_before_the_packing_is_in_no_paper_and_after_it_in_a_credit_note) {
  const auto id = packed_order(1);
  ASSERT_TRUE(run(node()->numbering.number_order(id)));
  auto stored = *run(node()->orders.find(id));
  orders::Order order = stored->value;
  const orders::GiveBack one{.id = RefundId::derive(1, 1), .farm = farm, .lines = {{order.lines[0].sku, Quantity{1000}}}, .text = {}};
  ASSERT_TRUE(orders::cancel_lines(order, one, {}, {"farm", "req", clock_.now()}));
  ASSERT_TRUE(run(node()->orders.replace(*stored, order)));
  ASSERT_TRUE(run(node()->numbering.number_order(id)));
  const auto papers = orders::papers_of((*run(node()->orders.find(id)))->value);
  ASSERT_EQ(papers.size(), 2U);
  EXPECT_EQ(papers[0].total.minor, 300);
  EXPECT_EQ(papers[1].total.minor, 100);
  EXPECT_EQ(papers[1].amends, papers[0].number);
}

}  // namespace
}  // namespace gh::invoicing

#include "adapters/card_simulator/card_simulator.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "contexts/payments/errors.h"
#include "contexts/payments/intent.h"
#include "contexts/payments/service.h"
#include "platform/executors/event_loop.h"

namespace gh::card_simulator {
namespace {

using payments::Intent;
using payments::IntentStatus;
using enum payments::IntentStatus;

struct ManualClock final : Clock {
  Timestamp time{1'700'000'000'000};
  Timestamp now() const override { return time; }
};

Intent intent(std::uint64_t number, std::int64_t minor = 1250) { return {PaymentIntentId::derive(1, number), Money{minor, {}}}; }

payments::Refund part(std::uint64_t number, std::int64_t minor) { return {RefundId::derive(1, number), Money{minor, {}}}; }
payments::Refund whole(std::uint64_t number) { return part(number, 1250); }

class Simulator : public testing::Test {
 protected:
  Simulator() : path_(std::filesystem::temp_directory_path() / ("card_simulator_test_" + std::to_string(::getpid()))) { reopen(false); }
  ~Simulator() override { std::filesystem::remove(path_); }

  void reopen(bool on_file = true) {
    cards_.reset();
    auto opened = CardSimulator::open({.path = on_file ? path_.string() : ""}, clock_);
    ASSERT_TRUE(opened) << opened.error().detail();
    cards_ = std::move(*opened);
  }
  template <class T>
  T run(Task<T> task) {
    return loop_.run_until_complete(std::move(task));
  }
  auto create(const Intent& i, std::string method, Milliseconds deadline = Milliseconds(20)) {
    return run(cards_->create_and_confirm(i, std::move(method), deadline));
  }
  std::optional<payments::IntentState> at(const Intent& i) { return *run(cards_->retrieve(i.id, Milliseconds(20))); }

  ManualClock clock_;
  executors::EventLoop loop_;
  std::filesystem::path path_;
  std::unique_ptr<CardSimulator> cards_;
};

TEST_F(Simulator, cards_behave_as_their_tokens_say) {
  EXPECT_EQ(create(intent(1), "pm_card_ok")->status, succeeded);
  const auto declined_state = create(intent(2), "pm_card_insufficient_funds");
  EXPECT_EQ(declined_state->status, declined);
  EXPECT_EQ(declined_state->decline_code, "insufficient_funds");
  const auto second = create(intent(3), "pm_card_second_step");
  EXPECT_EQ(second->status, requires_action);
  EXPECT_FALSE(second->next_action.empty());
  EXPECT_EQ(run(cards_->confirm(intent(3).id, Milliseconds(20)))->status, succeeded);
  EXPECT_EQ(create(intent(4), "pm_card_second_step_fails")->status, requires_action);
  EXPECT_EQ(run(cards_->confirm(intent(4).id, Milliseconds(20)))->decline_code, "authentication_failed");
  EXPECT_EQ(create(intent(5), "pm_card_answers_twice")->status, succeeded);
  EXPECT_EQ(create(intent(6), "pm_never_heard_of")->decline_code, "invalid_payment_method");
}

TEST_F(Simulator, no_answer_is_not_a_no) {
  for (const char* method : {"pm_card_timeout", "pm_card_loses_answer", "pm_card_slow"}) {
    const auto i = intent(10 + static_cast<std::uint64_t>(method[8]));
    const auto answer = create(i, method);
    ASSERT_FALSE(answer) << method;
    EXPECT_TRUE(answer.error().is(payments::errors::no_answer)) << method;
    EXPECT_EQ(at(i)->status, succeeded) << method;
  }
}

TEST_F(Simulator, the_service_asks_again_and_gets_the_lost_answer) {
  payments::Service service(*cards_, {.retry_after = Milliseconds(1)});
  EXPECT_EQ(run(service.charge(intent(1), "pm_card_loses_answer"))->status, succeeded);
  payments::Service hasty(*cards_, {.attempts_max = 1});
  EXPECT_FALSE(run(hasty.charge(intent(2), "pm_card_loses_answer")));
}

TEST_F(Simulator, one_intent_is_charged_once) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(create(intent(1), i == 0 ? "pm_card_ok" : "pm_card_declined")->status, succeeded);
  EXPECT_EQ(run(cards_->list("", 100, Milliseconds(20)))->items.size(), 1U);
  const auto other = create(intent(1, 999), "pm_card_ok");
  ASSERT_FALSE(other);
  EXPECT_TRUE(other.error().is(payments::errors::amount_mismatch));
}

TEST_F(Simulator, what_was_cancelled_is_never_charged) {
  EXPECT_EQ(run(cards_->cancel(intent(1), Milliseconds(20)))->status, canceled);
  EXPECT_EQ(create(intent(1), "pm_card_ok")->status, canceled);
  EXPECT_EQ(create(intent(2), "pm_card_second_step")->status, requires_action);
  EXPECT_EQ(run(cards_->cancel(intent(2), Milliseconds(20)))->status, canceled);
  EXPECT_EQ(run(cards_->confirm(intent(2).id, Milliseconds(20)))->status, canceled);
  EXPECT_EQ(create(intent(3), "pm_card_ok")->status, succeeded);
  EXPECT_EQ(run(cards_->cancel(intent(3), Milliseconds(20)))->status, succeeded);
}

TEST_F(Simulator, a_late_success_comes_unless_it_is_cancelled_before) {
  EXPECT_EQ(create(intent(1), "pm_card_late")->status, processing);
  EXPECT_EQ(create(intent(2), "pm_card_late")->status, processing);
  EXPECT_EQ(run(cards_->cancel(intent(2), Milliseconds(20)))->status, canceled);
  clock_.time = clock_.time + Milliseconds(60'000);
  EXPECT_EQ(at(intent(1))->status, succeeded);
  EXPECT_EQ(at(intent(2))->status, canceled);
}

TEST_F(Simulator, a_refund_happens_once_and_only_after_success) {
  EXPECT_FALSE(run(cards_->refund(intent(1).id, whole(1), Milliseconds(20))));
  (void)create(intent(1), "pm_card_ok");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(run(cards_->refund(intent(1).id, whole(1), Milliseconds(20)))->refunded.minor, 1250);
  (void)create(intent(2), "pm_card_declined");
  EXPECT_FALSE(run(cards_->refund(intent(2).id, whole(1), Milliseconds(20))));
}

TEST_F(Simulator, refunds_are_given_once_each_and_never_more_than_was_charged) {
  reopen();
  (void)create(intent(1), "pm_card_ok");
  const auto refund = [&](const payments::Refund& r) { return run(cards_->refund(intent(1).id, r, Milliseconds(20))); };
  EXPECT_EQ(refund(part(1, 500))->refunded.minor, 500);
  EXPECT_EQ(refund(part(1, 500))->refunded.minor, 500);
  EXPECT_TRUE(refund(part(1, 501)).error().is(payments::errors::amount_mismatch));
  EXPECT_TRUE(refund(part(2, 751)).error().is(payments::errors::refund_exceeds));
  reopen();
  EXPECT_EQ(refund(part(1, 500))->refunded.minor, 500);
  EXPECT_EQ(refund(part(3, 750))->refunded.minor, 1250);
  EXPECT_TRUE(refund(part(4, 1)).error().is(payments::errors::refund_exceeds));
  EXPECT_EQ(at(intent(1))->refunded.minor, 1250);
}

TEST_F(Simulator, it_remembers_over_a_restart_and_drops_half_a_line) {
  reopen();
  (void)create(intent(1), "pm_card_ok");
  (void)create(intent(2), "pm_card_second_step");
  (void)create(intent(3), "pm_card_late");
  (void)run(cards_->refund(intent(1).id, whole(1), Milliseconds(20)));
  (void)run(cards_->cancel(intent(4), Milliseconds(20)));
  std::ofstream(path_, std::ios::app) << "0000000000000000000000000";
  reopen();
  EXPECT_EQ(at(intent(1))->refunded.minor, 1250);
  EXPECT_EQ(at(intent(2))->status, requires_action);
  EXPECT_EQ(at(intent(4))->status, canceled);
  EXPECT_EQ(create(intent(4), "pm_card_ok")->status, canceled);
  clock_.time = clock_.time + Milliseconds(60'000);
  EXPECT_EQ(at(intent(3))->status, succeeded);
  EXPECT_EQ(create(intent(5), "pm_card_ok")->status, succeeded);
  reopen();
  EXPECT_EQ(run(cards_->list("", 1000, Milliseconds(20)))->items.size(), 5U);
}

// Two shops' processes, one bank.
TEST_F(Simulator, processes_that_share_the_file_see_one_book) {
  const auto shared = [&] { return CardSimulator::open({.path = path_.string(), .shared = true}, clock_).value(); };
  const auto a = shared(), b = shared();
  constexpr Milliseconds deadline{20};
  EXPECT_EQ(run(a->create_and_confirm(intent(1), "pm_card_ok", deadline))->status, succeeded);
  EXPECT_EQ((*run(b->retrieve(intent(1).id, deadline)))->status, succeeded);
  // Charged once, whoever asks again; given back once, and seen by the other.
  EXPECT_EQ(run(b->create_and_confirm(intent(1), "pm_card_insufficient_funds", deadline))->status, succeeded);
  EXPECT_EQ(run(b->refund(intent(1).id, whole(1), deadline))->refunded.minor, 1250);
  EXPECT_EQ(run(a->refund(intent(1).id, whole(1), deadline))->refunded.minor, 1250);
  EXPECT_TRUE(run(a->refund(intent(1).id, part(2, 1), deadline)).error().is(payments::errors::refund_exceeds));
  // Half a line of one that died while it wrote is gone before the next one is written.
  std::ofstream(path_, std::ios::app) << "half a li";
  EXPECT_EQ(run(a->create_and_confirm(intent(2), "pm_card_ok", deadline))->status, succeeded);
  EXPECT_EQ((*run(b->retrieve(intent(2).id, deadline)))->status, succeeded);
  EXPECT_EQ((*run(shared()->retrieve(intent(2).id, deadline)))->status, succeeded);
}

TEST_F(Simulator, a_lock_that_is_not_given_back_is_no_answer) {
  const auto cards = CardSimulator::open({.path = path_.string(), .shared = true}, clock_).value();
  const int other = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(flock(other, LOCK_EX), 0);
  EXPECT_TRUE(run(cards->create_and_confirm(intent(1), "pm_card_ok", Milliseconds(20))).error().is(payments::errors::provider_unavailable));
  ::close(other);
  EXPECT_EQ(run(cards->create_and_confirm(intent(1), "pm_card_ok", Milliseconds(20)))->status, succeeded);
}

TEST_F(Simulator, a_changed_line_is_refused) {
  reopen();
  (void)create(intent(1), "pm_card_declined");
  cards_.reset();
  std::string text = (std::stringstream() << std::ifstream(path_).rdbuf()).str();
  text.replace(text.find(" declined "), 10, " succeeded ");
  std::ofstream(path_, std::ios::trunc) << text;
  EXPECT_FALSE(CardSimulator::open({.path = path_.string()}, clock_));
}

TEST_F(Simulator, superseded_lines_are_dropped_at_a_start) {
  reopen();
  (void)create(intent(1), "pm_card_ok");
  cards_.reset();
  std::string line;
  std::getline(std::ifstream(path_), line);
  std::ofstream file(path_, std::ios::app);
  for (std::size_t i = 0; i <= surplus_lines_max + 1; ++i) file << line << '\n';
  file.close();
  reopen();
  EXPECT_LT(std::filesystem::file_size(path_), 1000U);
  (void)create(intent(2), "pm_card_ok");
  reopen();
  EXPECT_EQ(at(intent(1))->status, succeeded);
  EXPECT_EQ(at(intent(2))->status, succeeded);
}

TEST_F(Simulator, it_lists_by_pages) {
  for (std::uint64_t i = 1; i <= 25; ++i) (void)create(intent(i), "pm_card_ok");
  std::string after;
  std::size_t seen = 0;
  do {
    const auto page = run(cards_->list(after, 10, Milliseconds(20)));
    ASSERT_TRUE(page);
    seen += page->items.size();
    after = page->next;
  } while (!after.empty());
  EXPECT_EQ(seen, 25U);
}

}  // namespace
}  // namespace gh::card_simulator

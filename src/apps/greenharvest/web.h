// Web: the HTTP side of the program over a Shop: routes, gateway, pages, invalidation.
#pragma once
#include <atomic>
#include <memory>

#include "apps/greenharvest/settings.h"
#include "apps/greenharvest/shop.h"
#include "gateway/gateway.h"
#include "gateway/middleware/feed_marks.h"
#include "gateway/middleware/finished_bytes.h"
#include "gateway/middleware/invalidation.h"
#include "gateway/pages/settings.h"
#include "gateway/reader_words.h"
#include "gateway/route_table.h"
#include "gateway/shared_answers.h"
#include "gateway/telemetry.h"

namespace gh::gateway {
class Pages;
}

namespace gh::app {

// Every route of the API. The handlers keep references into the shop.
void declare_routes(gateway::RouteTable& table, Shop& shop, const Settings& settings);

// What other nodes sell.
class StockNews final : public gateway::ChangeListener {
 public:
  explicit StockNews(inventory::Service& inventory) : inventory_(inventory) {}
  void begun(const ports::FeedPosition&) override { inventory_.missed(); }
  void changed(const ports::Changes& changes) override {
    for (const auto& change : changes.changes) inventory_.heard(change);
  }

 private:
  inventory::Service& inventory_;
};

class Web {
 public:
  Web(Shop& shop, const Settings& settings);
  ~Web();

  gateway::Gateway& handler() { return gateway_; }
  // The files of the pages and what asks the page server. Before the server starts. invalid: a folder that cannot be used.
  Result<void> add_pages_of(const gateway::PagesSettings& settings);
  // Who hears of the change feed, and what it drops.
  gateway::Followed followed();
  // Shop::Indexed
  void indexed(const ports::FeedPosition& at, bool moved);
  const gateway::RouteTable& table() const { return table_; }
  const auto& pages() const { return gateway_.pages(); }
  // From now on /readyz says that no new work should come.
  void set_ready(bool ready) { ready_ = ready; }

 private:
  void add_pages();
  void share_answers(const Settings& settings);
  void add_figures();

  Shop& shop_;
  const gateway::ReaderWords readers_;
  gateway::RouteTable table_;
  gateway::FinishedBytes finished_;
  gateway::FeedMarks marks_;
  StockNews stock_news_;
  std::optional<gateway::SharedAnswers> shared_answers_;
  std::unique_ptr<gateway::Telemetry> telemetry_;
  gateway::Gateway gateway_;
  std::unique_ptr<gateway::Pages> web_pages_;
  std::atomic<bool> ready_{false};
};

}  // namespace gh::app

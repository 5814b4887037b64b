// Web: the HTTP side of the program over a Shop: routes, gateway, pages, invalidation.
#pragma once
#include <atomic>
#include <memory>

#include "apps/greenharvest/settings.h"
#include "apps/greenharvest/shop.h"
#include "gateway/gateway.h"
#include "gateway/middleware/finished_bytes.h"
#include "gateway/middleware/kept.h"
#include "gateway/pages/settings.h"
#include "gateway/reader_words.h"
#include "gateway/route_table.h"
#include "gateway/telemetry.h"

namespace gh::gateway {
class Pages;
}

namespace gh::app {

// Every route of the API. The handlers keep references into the shop.
void declare_routes(gateway::RouteTable& table, Shop& shop, const Settings& settings);

class Web {
 public:
  Web(Shop& shop, const Settings& settings);
  ~Web();

  gateway::Gateway& handler() { return gateway_; }
  // The files of the pages and what asks the page server. Before the server starts. invalid: a folder that cannot be used.
  Result<void> add_pages_of(const gateway::PagesSettings& settings);
  // What the change feed drops, in its order.
  std::vector<gateway::Droppable*> kept();
  const gateway::RouteTable& table() const { return table_; }
  const auto& pages() const { return gateway_.pages(); }
  // From now on /readyz says that no new work should come.
  void set_ready(bool ready) { ready_ = ready; }

 private:
  void add_pages();
  void add_figures();

  Shop& shop_;
  const gateway::ReaderWords readers_;
  gateway::RouteTable table_;
  gateway::FinishedBytes finished_;
  std::unique_ptr<gateway::Telemetry> telemetry_;
  gateway::Gateway gateway_;
  std::unique_ptr<gateway::Pages> web_pages_;
  std::atomic<bool> ready_{false};
};

}  // namespace gh::app

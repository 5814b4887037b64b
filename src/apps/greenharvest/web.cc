#include "apps/greenharvest/web.h"

#include <fstream>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/docs_page.h"
#include "base/errors.h"
#include "gateway/openapi.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/static_files.h"
#include "gateway/routes/addresses.h"
#include "gateway/routes/admin.h"
#include "gateway/routes/api_keys.h"
#include "gateway/routes/audit.h"
#include "gateway/routes/back_in_stock.h"
#include "gateway/routes/bulk.h"
#include "gateway/routes/carts.h"
#include "gateway/routes/catalog.h"
#include "gateway/routes/categories.h"
#include "gateway/routes/coupons.h"
#include "gateway/routes/delivery.h"
#include "gateway/routes/farmers.h"
#include "gateway/routes/fulfilment.h"
#include "gateway/routes/identity.h"
#include "gateway/routes/inventory.h"
#include "gateway/routes/notifications.h"
#include "gateway/routes/operations.h"
#include "gateway/routes/orders.h"
#include "gateway/routes/people.h"
#include "gateway/routes/pictures.h"
#include "gateway/routes/product_desk.h"
#include "gateway/routes/product_import.h"
#include "gateway/routes/product_list.h"
#include "gateway/routes/recalls.h"
#include "gateway/routes/search.h"
#include "gateway/routes/shop_stock.h"
#include "gateway/routes/stock_takes.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"

namespace gh::app {
namespace {

gateway::RouteTable routes_of(Shop& shop, const Settings& settings) {
  gateway::RouteTable table;
  declare_routes(table, shop, settings);
  return table;
}

// A key is good as long as the one who made it works for its farm.
Task<Result<identity::Caller>> caller_with_key(Shop& shop, std::string key) {
  GH_CO_TRY(auto caller, co_await shop.identity->api_keys.authenticate(std::move(key)));
  GH_CO_TRY(const auto work, co_await shop.farmers->works_for(*caller.user));
  if (!work || work->farm.id != caller.farm) co_return fail(errors::unauthenticated, "this API key is not valid (any more)");
  co_return caller;
}

Task<Result<void>> nothing_to_prove() { co_return Result<void>(); }

gateway::Doors doors_of(Shop& shop, bool verified_to_apply) {
  return {.authenticate = [&shop](std::string_view token) { return shop.identity->sessions.authenticate(token); },
          .authenticate_key = [&shop](std::string key) { return caller_with_key(shop, std::move(key)); },
          .authenticate_cookie =
              [&shop](std::string cookie, std::string address) {
                return shop.identity->sessions.authenticate_cookie(std::move(cookie), std::move(address));
              },
          .require_verified =
              [&shop, verified_to_apply](UserId user) {
                return verified_to_apply ? shop.identity->accounts.require_verified(std::move(user)) : nothing_to_prove();
              }};
}

gateway::RateCounts counts_of(Shop& shop) {
  if (!shop.shared_rates) return {.shared = shop.own_rates, .alone = shop.own_rates};
  return {.shared = *shop.shared_rates, .alone = shop.own_rates};
}

// Of the program as it runs: nodes of another version may answer otherwise.
std::string build_id() {
  std::ifstream program("/proc/self/exe", std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(program), {});
  return crypto::base64url(crypto::sha256(bytes)).substr(0, 16);
}

net::Response json_response(int status, std::string body) {
  net::Response response{.status = status, .shared_head = nullptr, .head = {}, .body = std::move(body), .close = false};
  return response;
}

}  // namespace

void declare_routes(gateway::RouteTable& table, Shop& shop, const Settings& settings) {
  gateway::identity_routes(table, *shop.identity, *shop.notifications, settings.gateway.cookies);
  gateway::people_routes(table, shop.identity->people);
  gateway::address_routes(table, shop.identity->addresses);
  gateway::api_key_routes(table, shop.identity->api_keys, *shop.farmers);
  gateway::farmers_routes(table, *shop.farmers, *shop.identity, *shop.certification, *shop.search, *shop.pictures, shop.clock);
  gateway::catalog_routes(table, *shop.catalog, *shop.inventory, *shop.farmers);
  gateway::product_list_routes(table, *shop.catalog, *shop.farmers, *shop.search, shop.clock);
  gateway::search_routes(table, *shop.catalog, *shop.farmers, *shop.search, shop.clock);
  gateway::category_routes(table, *shop.catalog);
  gateway::product_desk_routes(table, *shop.publisher, *shop.pictures);
  gateway::product_import_routes(table, *shop.catalog, *shop.farmers, *shop.product_import, *shop.operations);
  gateway::inventory_routes(table, *shop.inventory, *shop.catalog, *shop.farmers);
  gateway::shop_stock_routes(table, *shop.inventory, *shop.catalog);
  gateway::recall_routes(table, *shop.inventory, *shop.catalog, *shop.orders);
  gateway::audit_routes(table, *shop.trail, *shop.farmers);
  gateway::notification_routes(table, *shop.notifications);
  gateway::operation_routes(table, *shop.operations, *shop.farmers);
  gateway::stock_take_routes(table, *shop.stock_takes, *shop.catalog, *shop.farmers);
  gateway::back_in_stock_routes(table, *shop.back_in_stock, *shop.waiting_list, *shop.catalog);
  gateway::delivery_routes(table, *shop.booking, *shop.orders, *shop.catalog, *shop.farmers, shop.clock);
  gateway::bulk_routes(table, *shop.bulk, *shop.farmers);
  std::vector<gateway::SettingView> shown;
  for (const auto& entry : settings.entries)
    shown.push_back({entry.key, entry.value, entry.initial, entry.allowed, entry.description, entry.source});
  gateway::admin_routes(table, *shop.tasks, *shop.operations, std::move(shown));
  gateway::cart_routes(table, *shop.orders, *shop.carts);
  gateway::coupon_routes(table, *shop.pricing, *shop.inventory, *shop.catalog, *shop.farmers);
  gateway::order_routes(table, *shop.orders, *shop.inventory, *shop.checkout, *shop.cancel);
  gateway::fulfilment_routes(table, *shop.orders, *shop.farmers, *shop.fulfilment);
  gateway::aftersale_routes(table, *shop.orders, *shop.fulfilment, *shop.reorder, *shop.pictures);
  gateway::picture_routes(table, *shop.pictures);
  gateway::order_admin_routes(table, *shop.orders, *shop.fulfilment);
}

Web::Web(Shop& shop, const Settings& settings)
    : shop_(shop),
      readers_(shop.reader_secret),
      table_(routes_of(shop, settings)),
      finished_(settings.finished_bytes_max),
      marks_(std::string(gateway::Pages::search_tag)),
      stock_news_(*shop.inventory),
      telemetry_(std::make_unique<gateway::Telemetry>(shop.registry, table_)),
      gateway_(table_, finished_, doors_of(shop, settings.verified_to_apply), *telemetry_, shop.clock, shop.random, readers_,
               counts_of(shop), settings.gateway) {
  add_pages();
  add_figures();
  share_answers(settings);
}

Web::~Web() = default;

// The figures are there without Redis, too, and stay 0.
void Web::share_answers(const Settings& settings) {
  std::array<metrics::Counter*, gateway::SharedAnswers::outcome_names.size()> ended{};
  for (std::size_t i = 0; i < ended.size(); ++i) {
    ended[i] =
        &shop_.registry.counter("shared_cache_searches_total", "Answers that this node had not, looked for in Redis, by how that ended.",
                                {{"outcome", std::string(gateway::SharedAnswers::outcome_names[i])}});
  }
  if (!shop_.shared_cache) return;
  shared_answers_.emplace(*shop_.shared_cache, marks_, shop_.clock, build_id(), settings.cache_lives,
                          [ended](gateway::SharedAnswers::Outcome outcome) { ended[static_cast<std::size_t>(outcome)]->add(); });
  gateway_.set_shared_answers(*shared_answers_);
}

void Web::add_pages() {
  const auto page = [this](std::string path, std::string type, std::function<net::Response()> render, bool local_only) {
    gateway_.add_page(std::move(path),
                      {.content_type = std::move(type), .render = std::move(render), .finished = nullptr, .local_only = local_only});
  };
  page("/healthz", "application/json", [] { return json_response(200, R"({"status":"ok"})"); }, false);
  page(
      "/readyz", "application/json",
      [this] { return ready_ ? json_response(200, R"({"status":"ok"})") : json_response(503, R"({"status":"starting_or_ending"})"); },
      false);
  page(
      "/metrics", "text/plain; version=0.0.4; charset=utf-8", [this] { return json_response(200, shop_.registry.text()); },
      !gateway_.settings().metrics_public);
  add_docs_page(gateway_, gateway::openapi(table_, version));
}

Result<void> Web::add_pages_of(const gateway::PagesSettings& settings) {
  if (!settings.files.empty()) {
    GH_TRY(auto files, gateway::read_static_files(settings.files, settings.files_bytes_max));
    for (auto& file : files) {
      gateway::Page page;
      page.finished = std::move(file.bytes);
      gateway_.add_page(std::move(file.path), std::move(page));
    }
  }
  web_pages_ = std::make_unique<gateway::Pages>(settings, shop_.clock, shop_.random, readers_, shop_.registry);
  gateway_.set_page_source(*web_pages_);
  return {};
}

// Pages are made of answers of the API: they are dropped behind them.
gateway::Followed Web::followed() {
  gateway::Followed all{.first = {}, .kept = {&finished_}};
  if (shop_.storage->shared()) all.first.push_back(&stock_news_);
  if (shared_answers_) all.first.push_back(&marks_);
  if (web_pages_) all.kept.push_back(&web_pages_->kept());
  return all;
}

void Web::indexed(const ports::FeedPosition& at, bool moved) {
  marks_.indexed(at, moved);
  if (!moved) return;
  for (auto* kept : followed().kept) kept->drop({std::string(gateway::Pages::search_tag)});
}

void Web::add_figures() {
  auto& registry = shop_.registry;
  const auto& figures = finished_.figures();
  const auto counted = [&registry](std::string_view name, std::string_view help, const std::atomic<std::uint64_t>& value) {
    registry.sampled_counter(name, help, [&value] { return static_cast<double>(value.load(std::memory_order_relaxed)); });
  };
  counted("cache_hits_total", "Catalog answers that were sent from finished bytes.", figures.hits);
  counted("cache_misses_total", "Catalog answers that had to be computed.", figures.misses);
  counted("cache_waits_total", "Requests that waited for somebody else's computation.", figures.waited);
  counted("cache_drops_total", "Finished bytes that a change dropped.", figures.dropped);
  counted("cache_evictions_total", "Finished bytes that the bound pushed out.", figures.evicted);
  registry.sampled_gauge("cache_bytes", "Size of the finished bytes.", [this] { return static_cast<double>(finished_.bytes()); });
}

}  // namespace gh::app

// Shop: the composition of everything but HTTP over one data folder, in the order of its building; destroyed in reverse.
//
// Made by one command (serve or an admin command) on its main thread. The only place that names concrete adapters.
#pragma once
#include <atomic>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "adapters/card_simulator/card_simulator.h"
#include "adapters/files/mail.h"
#include "adapters/files/objects.h"
#include "adapters/memory/attempts.h"
#include "adapters/memory/rate_limits.h"
#include "adapters/memory/revocations.h"
#include "adapters/redis/attempts.h"
#include "adapters/redis/client.h"
#include "adapters/redis/commands.h"
#include "adapters/redis/event_stream.h"
#include "adapters/redis/locks.h"
#include "adapters/redis/rate_limits.h"
#include "adapters/redis/shared_cache.h"
#include "adapters/s3/objects.h"
#include "adapters/smtp/mail.h"
#include "adapters/sqlite_search/search_index.h"
#include "apps/greenharvest/observers.h"
#include "apps/greenharvest/settings.h"
#include "apps/greenharvest/storage.h"
#include "contexts/catalog/service.h"
#include "contexts/delivery/service.h"
#include "contexts/farmers/service.h"
#include "contexts/identity/service.h"
#include "contexts/inventory/service.h"
#include "contexts/inventory/stock_takes.h"
#include "contexts/inventory/waiting_list.h"
#include "contexts/notifications/service.h"
#include "contexts/operations/runner.h"
#include "contexts/orders/service.h"
#include "contexts/payments/service.h"
#include "contexts/pictures/service.h"
#include "contexts/pricing/service.h"
#include "flows/alerts/back_in_stock.h"
#include "flows/alerts/farm_orders.h"
#include "flows/alerts/low_stock.h"
#include "flows/alerts/recall.h"
#include "flows/booking/booking.h"
#include "flows/bulk/bulk.h"
#include "flows/cancel/cancel.h"
#include "flows/cart/cart.h"
#include "flows/cart/reorder.h"
#include "flows/certification/certification.h"
#include "flows/checkout/aftermath.h"
#include "flows/checkout/checkout.h"
#include "flows/checkout/sweeper.h"
#include "flows/event_relay/relay.h"
#include "flows/farm_people/roles.h"
#include "flows/fulfilment/fulfilment.h"
#include "flows/indexing/follower.h"
#include "flows/invoicing/numbering.h"
#include "flows/picture_sweep/picture_sweep.h"
#include "flows/product_import/operation.h"
#include "flows/publish/publish.h"
#include "flows/quote/quotes.h"
#include "flows/telling/teller.h"
#include "jobs/task_runner.h"
#include "platform/audit/audited_documents.h"
#include "platform/audit/trail.h"
#include "platform/crypto/jwt.h"
#include "platform/crypto/password_hasher.h"
#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "platform/executors/worker_pool.h"
#include "platform/metrics/registry.h"

namespace gh::app {

inline constexpr Milliseconds settle_max{120'000};

class Shop {
 public:
  // Opens the data folder (made if missing) and everything over it. Fails with a sentence for the person who starts the program.
  static Result<std::unique_ptr<Shop>> open(const Settings& settings);
  ~Shop();

  // Told how far the search index has what the feed tells, and whether it answers otherwise than before.
  using Indexed = std::function<void(const ports::FeedPosition& at, bool moved)>;
  // Work in the background: tasks, sweeper, search index. `indexed` is called after each step of the index.
  void start_background(Indexed indexed);
  // Waits for running tasks, at most `limit`. false: something did not end, and the process must end without destroying the shop.
  bool stop_background(Milliseconds limit);

  std::vector<std::string> task_names() const;  // of both runners, sorted

  // Carries out what waits: tasks that are due, orders that stand still (each is looked at again until none is open), within `limit`.
  // Without start_background, on the caller's loop.
  Task<Result<void>> settle(Milliseconds limit);

  std::filesystem::path folder;
  std::string reader_secret;  // signs what the page server is told of readers
  executors::SystemClock clock;
  executors::SystemRandom random;
  metrics::Registry registry;
  Observers observers{registry};
  std::unique_ptr<Storage> storage;
  ports::Documents* documents = nullptr;  // of the storage, as are the tasks
  ports::Tasks* tasks = nullptr;
  std::optional<audit::AuditedDocuments> audited;  // what the contexts have for a store
  std::optional<audit::Trail> trail;
  std::unique_ptr<card_simulator::CardSimulator> provider;
  std::optional<files::FilesMail> own_mail;  // one of the two
  std::unique_ptr<smtp::SmtpMail> mail_relay;
  ports::Mail* mail = nullptr;
  std::optional<sqlite_search::SearchIndex> search;

  std::optional<executors::WorkerPool> password_pool;
  std::optional<crypto::Argon2idHasher> hasher;
  std::optional<executors::WorkerPool> object_pool;   // reads and writes files
  std::optional<executors::WorkerPool> picture_pool;  // decodes and encodes
  std::optional<files::FilesObjects> own_objects;     // where no bucket is configured
  std::unique_ptr<s3::S3Objects> bucket;
  ports::Objects* objects = nullptr;  // one of these
  std::optional<crypto::Jwt> jwt;

  std::unique_ptr<redis::Commands> redis;  // where one is configured
  memory::MemoryRateLimits own_rates{clock};
  memory::MemoryAttempts own_attempts{clock};
  std::optional<redis::RedisRateLimits> shared_rates;
  std::optional<redis::RedisAttempts> shared_attempts;
  std::optional<redis::RedisSharedCache> shared_cache;
  std::optional<redis::RedisEventStream> event_stream;
  std::deque<redis::Client> lock_servers;  // besides `redis`
  std::optional<redis::RedisLocks> locks;

  memory::MemoryRevocations revocations;  // with other nodes: follow_endings() hears of theirs
  std::optional<identity::Service> identity;
  std::optional<farmers::Service> farmers;
  std::optional<catalog::Service> catalog;
  std::optional<inventory::Service> inventory;
  std::optional<notifications::Service> notifications;
  std::optional<operations::Service> operations;
  std::optional<operations::Runner> operation_runner;
  std::optional<inventory::WaitingList> waiting_list;
  std::optional<inventory::StockTakes> stock_takes;
  std::optional<orders::Service> orders;
  std::optional<payments::Service> payments;
  std::optional<delivery::Service> delivery;
  std::optional<pricing::Service> pricing;
  std::optional<pictures::Service> pictures;

  std::optional<quote::Quotes> quotes;
  std::optional<cart::Carts> carts;
  std::optional<checkout::Checkout> checkout;
  std::optional<checkout::Aftermath> aftermath;
  std::optional<checkout::Sweeper> sweeper;
  std::optional<cancel::Cancel> cancel;
  std::optional<cart::Reorder> reorder;
  std::optional<fulfilment::Fulfilment> fulfilment;
  std::optional<invoicing::Numbering> numbering;
  std::optional<publish::Publisher> publisher;
  std::optional<product_import::ProductImport> product_import;
  std::optional<bulk::Bulk> bulk;
  std::optional<alerts::FarmOrders> farm_orders;
  std::optional<alerts::LowStock> low_stock;
  std::optional<farm_people::Roles> farm_roles;
  std::optional<certification::Certification> certification;
  std::optional<telling::Teller> teller;
  std::optional<alerts::BackInStock> back_in_stock;
  std::optional<alerts::Recall> recall;
  std::optional<booking::Booking> booking;
  std::optional<picture_sweep::PictureSweep> picture_sweep;
  std::optional<indexing::Follower> follower;
  std::optional<event_relay::Relay> relay;
  std::optional<jobs::TaskRunner> runner;     // of what changes the books
  std::optional<jobs::TaskRunner> messenger;  // of what is said to people; stands back while buyers wait

 private:
  Shop() = default;
  Result<void> build(const Settings& settings);
  Result<void> connect_redis(const Settings& settings);
  Result<void> open_mail(const Settings& settings);
  Result<void> open_objects(const Settings& settings);
  Task<void> check_bucket();
  void add_handlers();
  void add_messages();
  void add_operation_kinds();
  void add_figures();
  Task<void> sweep();
  Task<void> index(Indexed indexed);
  void show_tasks(const std::vector<ports::TaskCounts>& counts);
  Task<void> count_tasks();
  Task<void> follow_endings();
  Task<void> root(Task<void> work);

  Milliseconds sweep_every_{1000};
  jobs::HandlerLimits mail_limits_;
  std::string carts_swept_;  // how far
  std::atomic<bool> stopping_{false};
  std::atomic<bool> rebuild_wanted_{false};  // of the search index, by an operation
  std::atomic<int> roots_{0};
  executors::EventLoop messages_;    // of the messenger
  executors::EventLoop background_;  // last: what runs on these two uses the rest
};

}  // namespace gh::app

#include "apps/greenharvest/shop.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/farmers/notices.h"
#include "flows/doctor/doctor.h"
#include "gateway/routes/admin.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hmac.h"
#include "platform/crypto/secret_box.h"
#include "platform/crypto/secret_token.h"
#include "platform/json/json.h"
#include "platform/log/log.h"
#include "platform/metrics/process.h"

namespace gh::app {
namespace {

constexpr std::size_t token_secret_bytes_min = 32;

// The secret of the data folder, made at the first start and readable by its owner only.
Result<std::string> kept_secret(const std::filesystem::path& path, Random& random) {
  if (std::ifstream file(path); file) {
    std::string secret;
    std::getline(file, secret);
    if (secret.size() < token_secret_bytes_min) return fail(errors::internal, fmt::format("{} is damaged", path.string()));
    return secret;
  }
  auto secret = crypto::make_secret_token(random);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const bool written = fd >= 0 && ::write(fd, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size()) && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!written) return fail(errors::internal, fmt::format("{} cannot be written", path.string()));
  return secret;
}

Result<quote::Terms> price_terms(const Settings& settings) {
  std::vector<pricing::TaxRate> rates;
  for (const auto& line : settings.tax_rates) {
    GH_TRY(auto rate, pricing::parse_tax_rate(line));
    rates.push_back(std::move(rate));
  }
  return quote::Terms{pricing::TaxTable(std::move(rates)), settings.prices_include_tax, settings.country};
}

Result<redis::Address> redis_address(const std::string& url, const Settings& settings) {
  GH_TRY(auto address, redis::Address::parse(url));
  address.authorities = settings.redis_authorities;
  address.sentinel_user = settings.sentinel_user;
  address.sentinel_password = settings.sentinel_password;
  return address;
}

// What every node must have in common, and none may make for itself.
Result<void> check_shared(const Settings& settings) {
  const std::pair<const std::string*, std::string_view> wanted[] = {{&settings.token_secret, "auth.token_secret"},
                                                                    {&settings.second_factor_key, "auth.second_factor_key"},
                                                                    {&settings.simulator_file, "payments.simulator_file"}};
  for (const auto& [value, key] : wanted)
    if (value->empty()) return fail(errors::invalid, fmt::format("{} must be set where nodes share a store (store.url)", key));
  if (settings.objects_folder.empty() && settings.s3_url.empty())
    return fail(errors::invalid, "objects.s3_url or objects.folder must be set where nodes share a store (store.url)");
  return {};
}

void trouble(std::string_view what, const Error& error) { log::warn(what, {{"code", error.kind().code}, {"detail", error.detail()}}); }

}  // namespace

Result<std::unique_ptr<Shop>> Shop::open(const Settings& settings) {
  std::unique_ptr<Shop> shop(new Shop());
  GH_CHECK(shop->build(settings));
  return shop;
}

Result<void> Shop::build(const Settings& settings) {
  folder = settings.data;
  if (!settings.clock_offset_file.empty()) GH_CHECK(clock.follow_offset(settings.clock_offset_file));
  sweep_every_ = settings.sweep_every;
  auto observe = [this](const group_commit::CommitReport& report) { observers.committed(report); };
  GH_TRY(storage, Storage::open(settings, clock, observe));
  documents = &storage->documents();
  tasks = &storage->tasks();
  audited.emplace(*documents, clock);
  trail.emplace(*audited);
  const bool own_provider = settings.simulator_file.empty();
  if (storage->shared()) GH_CHECK(check_shared(settings));
  GH_TRY(provider,
         card_simulator::CardSimulator::open(
             {.path = own_provider ? (folder / "card_simulator.log").string() : settings.simulator_file, .shared = !own_provider}, clock));
  GH_CHECK(open_mail(settings));
  search.emplace((folder / "search.db").string());

  if (settings.redis_url.empty() && !settings.lock_urls.empty()) return fail(errors::invalid, "redis.lock_urls needs redis.url");
  if (!settings.redis_url.empty()) GH_CHECK(connect_redis(settings));

  password_pool.emplace(
      executors::WorkerPool::Options{.name = "passwords", .threads = settings.password_threads, .queue_max = settings.password_queue_max});
  hasher.emplace(*password_pool,
                 crypto::Argon2idHasher::Cost{.memory_bytes = settings.password_memory_bytes, .passes = settings.password_passes});
  // A picture of the largest size takes 160 MB and half a second: one at a time, and few that wait.
  constexpr int pictures_at_once = 1, pictures_waiting_max = 8;
  picture_pool.emplace(executors::WorkerPool::Options{.name = "pictures", .threads = pictures_at_once, .queue_max = pictures_waiting_max});
  GH_CHECK(open_objects(settings));
  std::string secret = settings.token_secret;
  if (secret.empty()) {
    GH_TRY(secret, kept_secret(folder / "token.secret", random));
  } else if (secret.size() < token_secret_bytes_min) {
    return fail(errors::invalid, fmt::format("auth.token_secret is shorter than {} bytes", token_secret_bytes_min));
  }
  reader_secret = crypto::base64url(crypto::hmac_sha256(secret, "words about readers"));
  GH_TRY(auto signer, crypto::Jwt::make({.issuer = "greenharvest", .audience = "greenharvest", .keys = {{.id = "1", .secret = secret}}}));
  jwt.emplace(std::move(signer));

  std::string factor_key = settings.second_factor_key;
  if (factor_key.empty()) {
    GH_TRY(factor_key, kept_secret(folder / "second_factor.key", random));
  }
  const auto factor_box = crypto::SecretBox::make(factor_key);
  if (!factor_box) return fail(errors::invalid, "auth.second_factor_key is not 32 bytes in base64url");

  ports::Attempts& attempts = shared_attempts ? static_cast<ports::Attempts&>(*shared_attempts) : own_attempts;
  identity.emplace(*audited, *tasks, *hasher, *jwt, revocations, attempts, clock, random,
                   identity::Options{.admins_need_second_factor = settings.admins_need_second_factor, .factor_box = *factor_box});
  farmers.emplace(*audited, clock, random);
  catalog.emplace(*audited, clock, random);
  inventory.emplace(*audited, clock, random, &observers, locks && settings.stock_turns ? &*locks : nullptr);
  notifications.emplace(*audited, *mail, clock, notifications::Options{.shop = settings.shop, .secret = secret});
  operations.emplace(*documents, clock, random);
  operation_runner.emplace(*documents, clock);
  waiting_list.emplace(*audited, *inventory, clock, random);
  stock_takes.emplace(*audited, *inventory, clock, random);
  orders.emplace(*audited, clock, random);
  payments.emplace(*provider, payments::Options{.call_deadline = settings.provider_deadline});
  pricing.emplace(*audited, clock, random);
  delivery.emplace(*audited, clock, random);
  pictures.emplace(*documents, *objects, *picture_pool, clock, random);
  for (const auto& opened :
       {trail->opened(), farmers->opened(), catalog->opened(), inventory->opened(), notifications->opened(), operations->opened(),
        orders->opened(), pricing->opened(), delivery->opened(), pictures->opened(), waiting_list->opened(), stock_takes->opened()})
    GH_CHECK(opened);
  GH_CHECK(background_.run_until_complete(identity->start()));

  checkout::Options options{.charge_within = settings.charge_window, .second_step_within = settings.payment_window};
  // Where this process alone has the store, a run that is not in its flights is of one that died: nobody's answer is worth waiting for.
  if (!storage->shared()) options.other_run_waits_max = 0;
  GH_TRY(auto terms, price_terms(settings));
  picture_sweep.emplace(*pictures, *documents, std::vector<std::string>{"products", "farms"});
  booking.emplace(*delivery, *farmers, *inventory, clock);
  quotes.emplace(*catalog, *inventory, *pricing, &*booking, clock, std::move(terms));
  carts.emplace(*orders, *catalog, *pricing, *quotes);
  checkout.emplace(*orders, *inventory, *payments, *quotes, clock, options);
  aftermath.emplace(*orders, *inventory, *payments, checkout->settlement());
  sweeper.emplace(*orders, *payments, checkout->settlement());
  cancel.emplace(*orders, *payments, checkout->settlement());
  reorder.emplace(*orders, *catalog, *inventory, *quotes);
  fulfilment.emplace(*orders, checkout->settlement(), fulfilment::Options{.complaint_window = settings.complaint_window});
  const auto seller_of = [this](FarmId id) -> Task<Result<orders::InvoiceSeller>> {
    GH_CO_TRY(auto farm, co_await farmers->get(std::move(id)));
    co_return orders::InvoiceSeller{std::move(farm.name), std::move(farm.street), std::move(farm.city), std::move(farm.state),
                                    std::move(farm.zip)};
  };
  numbering.emplace(*audited, *orders, seller_of, checkout->settlement());
  GH_CHECK(numbering->opened());
  publisher.emplace(*catalog, *farmers, *inventory, clock);
  product_import.emplace(*catalog, *publisher, clock);
  farm_orders.emplace(*farmers, *orders, *tasks);
  low_stock.emplace(*catalog, *farmers, *inventory, *tasks);
  back_in_stock.emplace(*catalog, *waiting_list, *tasks);
  recall.emplace(*farmers, *orders, *inventory, *tasks);
  bulk.emplace(*catalog, *farmers, *identity, *pricing, *publisher, *cancel, *operations);
  farm_roles.emplace(*farmers, *identity);
  certification.emplace(*farmers, *catalog);
  teller.emplace(*identity, *notifications, settings.operators);
  std::vector<std::unique_ptr<indexing::Source>> sources;
  sources.push_back(std::make_unique<indexing::FarmSource>(*farmers));
  auto products = std::make_unique<indexing::ProductSource>(*catalog, *documents);
  auto stock = std::make_unique<indexing::StockSource>(*products, *catalog);
  sources.push_back(std::move(products));
  sources.push_back(std::move(stock));
  follower.emplace(*documents, *search, std::move(sources), [](const Error& error) { trouble("the search index cannot follow", error); });
  auto& relayed = registry.counter("events_relayed_total", "Changes that this node told in the event stream.");
  if (event_stream) {
    relay.emplace(
        *documents, *event_stream, *locks, std::set<std::string>{"categories", "farms", "orders", "products", "stock_items"},
        [&relayed](std::size_t count) { relayed.add(count); }, [](const Error& error) { trouble("the event stream stands still", error); });
  }
  const auto ended = [this](const jobs::TaskReport& report) { observers.task_ended(report); };
  runner.emplace(*tasks, clock, random, ended);
  messenger.emplace(*tasks, clock, random, ended);
  add_handlers();
  add_messages();
  add_operation_kinds();
  add_figures();
  return {};
}

// One that is away is no reason not to start: what that means is each user's own decision.
Result<void> Shop::connect_redis(const Settings& settings) {
  GH_TRY(auto address, redis_address(settings.redis_url, settings));
  redis = redis::Commands::open({.address = std::move(address), .command_deadline = settings.redis_deadline}, observers);
  shared_rates.emplace(*redis, settings.redis_prefix);
  shared_attempts.emplace(*redis, settings.redis_prefix, own_attempts);
  shared_cache.emplace(*redis, settings.redis_prefix);
  if (settings.event_stream) event_stream.emplace(*redis, settings.redis_prefix, settings.event_stream_kept);
  std::vector<redis::Commands*> of_locks;
  for (const auto& url : settings.lock_urls) {
    GH_TRY(auto server, redis_address(url, settings));
    if (server.cluster) return fail(errors::invalid, "redis.lock_urls are single servers: the nodes of a cluster know of each other");
    of_locks.push_back(&lock_servers.emplace_back(
        redis::ClientOptions{.address = std::move(server), .command_deadline = settings.redis_deadline}, observers));
  }
  if (of_locks.empty()) of_locks.push_back(&*redis);
  locks.emplace(std::move(of_locks), settings.redis_prefix, random, &observers);
  return {};
}

Result<void> Shop::open_mail(const Settings& settings) {
  constexpr int files_at_once = 1024;  // they share a sync of the disk
  constexpr Milliseconds beside_the_mail{10'000};
  mail_limits_.attempts_max = 20;
  if (settings.smtp_url.empty()) {
    mail_limits_.concurrency = files_at_once;
    mail = &own_mail.emplace(folder / "outbox", settings.mail_from, clock);
    return {};
  }
  GH_TRY(auto address, smtp::Address::make(settings.smtp_url, settings.smtp_user, settings.smtp_password, settings.smtp_security));
  address.authorities = settings.smtp_authorities;
  GH_TRY(mail_relay, smtp::SmtpMail::open({.address = std::move(address),
                                           .from = settings.mail_from,
                                           .connect_deadline = settings.smtp_connect_deadline,
                                           .deadline = settings.smtp_deadline,
                                           .conversations_max = settings.smtp_conversations_max,
                                           .observe = [this](const Error* why) { observers.handed_over_mail(why); }},
                                          clock));
  mail = mail_relay.get();
  mail_limits_.concurrency = 2 * settings.smtp_conversations_max;  // one reads the store while the other is with the server
  mail_limits_.attempts_max = 100;                                 // some eleven hours, for a server that is away over night
  mail_limits_.deadline = settings.smtp_deadline + beside_the_mail;
  return {};
}

Result<void> Shop::open_objects(const Settings& settings) {
  if (settings.s3_url.empty()) {
    constexpr int at_once = 2, waiting_max = 256;
    object_pool.emplace(executors::WorkerPool::Options{.name = "objects", .threads = at_once, .queue_max = waiting_max});
    objects = &own_objects.emplace(settings.objects_folder.empty() ? folder / "objects" : std::filesystem::path(settings.objects_folder),
                                   *object_pool);
    return {};
  }
  if (!settings.objects_folder.empty())
    return fail(errors::invalid, "objects.folder and objects.s3_url are both set: pictures lie in one of them");
  GH_TRY(auto address,
         s3::Address::make(settings.s3_url, settings.s3_region, settings.s3_access_key, settings.s3_secret_key, settings.s3_session_token));
  address.authorities = settings.s3_authorities;
  GH_TRY(bucket, s3::S3Objects::open({.address = std::move(address),
                                      .connect_deadline = settings.s3_connect_deadline,
                                      .deadline = settings.s3_deadline,
                                      .transfers_max = settings.s3_transfers_max,
                                      .observe = [this](const Error* why) { observers.asked_s3(why); }}));
  objects = bucket.get();
  return {};
}

// Says in the log what stands against the bucket, before a picture does. Nothing else of the shop needs it: one that is away or refuses is
// no reason not to serve.
Task<void> Shop::check_bucket() { (void)co_await bucket->check(); }

Shop::~Shop() {
  background_.stop();
  messages_.stop();
}

void Shop::add_handlers() {
  using jobs::HandlerLimits;
  runner->handle(std::string(audit::append_task), [this](const ports::LeasedTask& task) { return trail->append(task); });
  using Leased = std::vector<ports::LeasedTask>;
  // Goods are held as long as these are not done: tries come at most 2 s apart, and are given up after some 1.6 hours.
  const HandlerLimits batch{
      .concurrency = 2, .attempts_max = 2'900, .batch_max = 64, .backoff_first = Milliseconds(100), .backoff_max = Milliseconds(2'000)};
  const auto add_batch = [this, &batch](std::string_view task, Task<Result<void>> (checkout::Aftermath::*work)(Leased) const) {
    runner->handle_batch(std::string(task), [this, work](const Leased& leased) { return ((*aftermath).*work)(leased); }, batch);
  };
  add_batch(checkout::post_holds_task, &checkout::Aftermath::post_holds);
  add_batch(checkout::void_holds_task, &checkout::Aftermath::void_holds);
  const auto add = [this](std::string_view task, Task<Result<void>> (checkout::Aftermath::*work)(ports::LeasedTask) const,
                          int concurrency = 4) {
    runner->handle(std::string(task), [this, work](const ports::LeasedTask& leased) { return ((*aftermath).*work)(leased); },
                   {.concurrency = concurrency, .attempts_max = 20});
  };
  add(checkout::take_back_task, &checkout::Aftermath::take_back);
  add(checkout::give_back_task, &checkout::Aftermath::give_back);
  add(checkout::refund_task, &checkout::Aftermath::refund);
  runner->handle(std::string(operations::run_task), [this](const ports::LeasedTask& task) { return operation_runner->run(task); },
                 {.concurrency = 2, .attempts_max = operations::Runner::attempts_max, .deadline = operations::Runner::deadline});
  runner->handle(std::string(operations::forget_task), [this](const ports::LeasedTask& task) { return operation_runner->forget(task); });
  runner->handle(std::string(checkout::number_papers_task), [this](const ports::LeasedTask& task) { return numbering->number(task); },
                 {.concurrency = 4, .attempts_max = 20});
  runner->handle(std::string(checkout::send_replacement_task),
                 [this](const ports::LeasedTask& task) { return fulfilment->replacements().work(task); },
                 {.concurrency = 4, .attempts_max = 20});
  runner->handle(std::string(inventory::expire_lots_task), [this](const ports::LeasedTask& task) -> Task<Result<void>> {
    GH_CO_TRY(const auto which, json::parse_stored<inventory::ExpireLots>(task.payload));
    co_return co_await inventory->expire_lots(which.sku);
  });
  runner->handle(std::string(catalog::tree_changed_task), [this](const ports::LeasedTask&) { return catalog->bring_to_tree(); },
                 {.concurrency = 1, .deadline = Milliseconds(600'000)});
  runner->handle(std::string(delivery::make_windows_task), [this](const ports::LeasedTask& task) -> Task<Result<void>> {
    GH_CO_TRY(const auto which, json::parse_stored<delivery::MakeWindows>(task.payload));
    co_return co_await booking->make_windows(which.farm);
  });
  const auto add_certification = [this](std::string_view task,
                                        Task<Result<void>> (certification::Certification::*work)(ports::LeasedTask) const) {
    runner->handle(std::string(task), [this, work](const ports::LeasedTask& leased) { return ((*certification).*work)(leased); },
                   {.concurrency = 4, .attempts_max = 20});
  };
  add_certification(farmers::farm_changed_task, &certification::Certification::farm_changed);
  add_certification(farmers::certificate_turn_task, &certification::Certification::turn);
  add_certification(farmers::certificate_reminder_task, &certification::Certification::remind);
  runner->handle(std::string(farmers::person_changed_task), [this](const ports::LeasedTask& task) { return farm_roles->bring_up(task); });
}

void Shop::add_messages() {
  messenger->handle(std::string(notices::task), [this](const ports::LeasedTask& task) { return teller->tell(task); }, mail_limits_);
  messenger->handle(std::string(identity::forgot_password_task),
                    [this](const ports::LeasedTask& task) { return identity->accounts.send_reset(task); });
  messenger->handle(std::string(checkout::tell_farm_task), [this](const ports::LeasedTask& task) { return farm_orders->tell(task); });
  messenger->handle(std::string(inventory::low_stock_task), [this](const ports::LeasedTask& task) { return low_stock->tell(task); });
  messenger->handle(std::string(inventory::back_in_stock_task),
                    [this](const ports::LeasedTask& task) { return back_in_stock->tell(task); });
  messenger->handle(std::string(inventory::lot_recalled_task), [this](const ports::LeasedTask& task) { return recall->tell(task); });
}

std::vector<std::string> Shop::task_names() const {
  auto names = runner->names();
  std::ranges::move(messenger->names(), std::back_inserter(names));
  std::ranges::sort(names);
  return names;
}

void Shop::add_operation_kinds() {
  using operations::Operation;
  using operations::Outcome;
  using Rows = std::vector<operations::Row>;
  bulk->add_kinds(*operation_runner);
  operation_runner->add_kind(std::string(product_import::operation_kind), product_import::work(*product_import, *farmers));
  operation_runner->add_kind(std::string(gateway::doctor_kind), [this](const Operation&, const Rows&) -> Task<Result<Outcome>> {
    const doctor::Doctor examiner(*orders, *inventory, *catalog, *payments, clock);
    GH_CO_TRY(const auto report, co_await examiner.examine());
    Outcome outcome{.errors = {},
                    .counts = {{"items", report.items}, {"orders", report.orders}, {"payments", report.payments}, {"found", report.found}}};
    // A line for each, so that none is left out.
    for (const auto& finding : report.findings)
      outcome.errors.push_back({static_cast<std::int64_t>(outcome.errors.size()) + 1, finding.object, finding.check, finding.detail});
    co_return outcome;
  });
  operation_runner->add_kind(std::string(gateway::rebuild_kind), [this](const Operation&, const Rows&) -> Task<Result<Outcome>> {
    // The one that follows the changes builds, so that nobody else changes the index meanwhile.
    constexpr Milliseconds look_every{50};
    rebuild_wanted_ = true;
    while (rebuild_wanted_) {
      if (stopping_) co_return fail(errors::unavailable, "the program ends");
      co_await sleep(look_every);
    }
    co_return Outcome{.errors = {}, .counts = {{"rebuilt", 1}}};
  });
}

void Shop::add_figures() {
  metrics::add_process_figures(registry);
  registry.sampled_gauge("store_writes_waiting", "Writes that were accepted and not yet taken by the writer.",
                         [this] { return static_cast<double>(storage->queued_writes()); });
  registry.sampled_gauge("clock_ahead_seconds", "How far the computer's clock is ahead of the shared store's, which the program goes by.",
                         [this] { return std::chrono::duration<double>(clock.own_ahead()).count(); });
  show_tasks({});
}

void Shop::start_background(Indexed indexed) {
  constexpr int messages_niceness = 10;
  background_.start("background");
  messages_.start("messages", messages_niceness);
  runner->start(background_);
  messenger->start(messages_);
  spawn(background_, root(sweep()));
  spawn(background_, root(index(std::move(indexed))));
  spawn(background_, root(count_tasks()));
  if (storage->shared()) spawn(background_, root(follow_endings()));
  if (relay) spawn(background_, root(relay->run()));
  if (bucket) spawn(background_, root(check_bucket()));
}

Task<void> Shop::root(Task<void> work) {
  ++roots_;
  co_await std::move(work);
  --roots_;
}

Task<void> Shop::sweep() {
  for (int ticks = 0; !stopping_; ++ticks) {
    co_await sleep(sweep_every_);
    if (auto swept = co_await sweeper->sweep(); !swept) trouble("the sweeper failed", swept.error());
    constexpr int ticks_between_cleanings = 120, sessions_at_once = 200;
    if (ticks % ticks_between_cleanings == 0) {
      constexpr int carts_at_once = 500;
      if (auto swept = co_await orders->sweep_carts(carts_swept_, carts_at_once); swept) {
        carts_swept_ = std::move(swept->next);
      } else {
        trouble("old carts stay", swept.error());
      }
      if (auto removed = co_await identity->sessions.remove_expired(sessions_at_once); !removed)
        trouble("expired sessions stay", removed.error());
      if (auto removed = co_await picture_sweep->sweep(); !removed) trouble("unused pictures stay", removed.error());
    }
  }
}

Task<void> Shop::index(Indexed indexed) {
  while (!stopping_) {
    if (rebuild_wanted_) {
      if (auto rebuilt = co_await follower->rebuild(); rebuilt) {
        rebuild_wanted_ = false;
        indexed(*follower->position(), true);
      } else {
        trouble("the search index cannot be rebuilt", rebuilt.error());
        co_await sleep(indexing::Follower::trouble_wait);
      }
      continue;
    }
    auto taken = co_await follower->step(indexing::Follower::feed_wait);
    if (taken) {
      if (follower->position()) indexed(*follower->position(), follower->moved());
      continue;
    }
    trouble("the search index cannot follow", taken.error());
    co_await sleep(indexing::Follower::trouble_wait);
  }
}

// Every task that there is, also the ones of which none waits.
void Shop::show_tasks(const std::vector<ports::TaskCounts>& counts) {
  for (const auto& name : task_names()) {
    const auto found = std::ranges::find(counts, name, &ports::TaskCounts::task);
    const auto count = found == counts.end() ? ports::TaskCounts{.task = name} : *found;
    const std::pair<const char*, std::int64_t> states[] = {
        {"ready", count.ready}, {"delayed", count.delayed}, {"leased", count.leased}, {"dead", count.dead}};
    for (const auto& [state, value] : states) {
      registry.gauge("tasks_waiting", "Tasks by name and state.", {{"task", name}, {"state", state}}).set(value);
    }
  }
}

Task<void> Shop::count_tasks() {
  constexpr Milliseconds every{1000};
  while (!stopping_) {
    if (auto counts = co_await tasks->counts()) show_tasks(*counts);
    co_await sleep(every);
  }
}

// What other nodes have ended (sessions, all tokens of somebody) ends here too, as the feed tells it. Whoever loses the thread reads all
// that can still matter anew.
Task<void> Shop::follow_endings() {
  constexpr int changes_at_once = 1000;
  constexpr Milliseconds feed_wait{500}, trouble_wait{500};
  std::string token;
  while (!stopping_) {
    auto changes = co_await documents->changes(token, changes_at_once, feed_wait);
    Result<void> heard;
    if (changes && token.empty()) heard = co_await identity->start();
    if (changes) {
      for (const auto& change : changes->changes)
        if (heard) heard = co_await identity->sessions.hear(change);
    }
    if (changes && heard) {
      token = std::move(changes->token);
      continue;
    }
    trouble("what other nodes end is not heard of", changes ? heard.error() : changes.error());
    token.clear();
    co_await sleep(trouble_wait);
  }
}

Task<Result<void>> Shop::settle(Milliseconds limit) {
  const auto start = clock.now();
  runner->start(Scheduler::current());
  messenger->start(Scheduler::current());
  Result<void> done = fail(errors::deadline, "work is still waiting after the time for settling");
  constexpr Milliseconds pause{100};
  for (int quiet_rounds = 0; clock.now() - start < limit; co_await sleep(pause)) {
    auto swept = co_await sweeper->sweep();
    auto counts = co_await tasks->counts();
    auto open = co_await orders->due(clock.now() + settle_max, 1);
    if (!swept || !counts || !open) {
      done = fail(!swept ? swept.error() : !counts ? counts.error() : open.error());
      break;
    }
    // What is due only later than all of this may take (a reminder of next month) is not waited for, and what is only said to people
    // changes no books.
    const auto messages = messenger->names();
    const bool waiting = std::ranges::any_of(*counts, [&](const auto& count) {
      const bool soon = count.next_due && *count.next_due - clock.now() < settle_max;
      return std::ranges::find(messages, count.task) == messages.end() && (count.ready + count.leased > 0 || soon);
    });
    // Twice in a row: the last task may have left another one.
    quiet_rounds = waiting || !open->empty() ? 0 : quiet_rounds + 1;
    if (quiet_rounds < 2) continue;
    done = Result<void>{};
    break;
  }
  co_await runner->stop(limit);
  co_await messenger->stop(limit);
  co_return done;
}

bool Shop::stop_background(Milliseconds limit) {
  stopping_ = true;
  follower->stop();  // also in the middle of a rebuild
  if (relay) relay->stop();
  bool quiet = background_.run_until_complete(runner->stop(limit));
  quiet &= messages_.run_until_complete(messenger->stop(limit));
  constexpr Milliseconds grain{10};
  for (Milliseconds waited{0}; roots_ > 0 && waited < limit; waited += grain) std::this_thread::sleep_for(grain);
  return quiet && roots_ == 0;
}

}  // namespace gh::app

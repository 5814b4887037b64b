#include "apps/greenharvest/settings.h"

#include <unistd.h>

#include <iterator>
#include <sstream>

extern char** environ;

namespace gh::app {

using config::GiB;
using config::KiB;
using config::MiB;

namespace {

constexpr Milliseconds ms{1}, second{1000}, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

void declare_http(config::Config& config, Settings& s) {
  const auto size = [&](std::string_view key, std::size_t& value, std::int64_t min, std::int64_t max, std::string_view text) {
    value = static_cast<std::size_t>(config.bytes(key, static_cast<std::int64_t>(value), {min, max}, text));
  };
  const auto count = [&](std::string_view key, std::size_t& value, std::int64_t min, std::int64_t max, std::string_view text) {
    value = static_cast<std::size_t>(config.number(key, static_cast<std::int64_t>(value), {min, max}, text));
  };
  const auto time = [&](std::string_view key, Milliseconds& value, std::string_view text) {
    value = config.duration(key, value, {ms, hour}, text);
  };
  auto& limits = s.limits;
  size("http.header_bytes_max", limits.header_bytes_max, KiB, MiB, "of one request head; beyond: 431");
  count("http.fields_max", limits.fields_max, 1, 1000, "header fields of a request; beyond: 431");
  size("http.target_bytes_max", limits.target_bytes_max, 256, 64 * KiB, "of a request target; beyond: 414");
  size("http.chunk_extension_bytes_max", limits.chunk_extension_bytes_max, 0, 16 * KiB, "of one chunk; beyond: 400");
  size("http.chunk_overhead_bytes_max", limits.chunk_overhead_bytes_max, KiB, MiB, "what chunking may add to a body; beyond: 400");
  size("http.trailer_bytes_max", limits.trailer_bytes_max, 256, MiB, "behind a chunked body; beyond: 431");
  time("http.header_deadline", limits.header_deadline, "from the first byte of a head to its end; beyond: 408");
  time("http.body_deadline", limits.body_deadline, "from the end of the head to the end of the body; beyond: 408");
  time("http.idle_deadline", limits.idle_deadline, "of a connection between two requests");
  time("http.write_deadline", limits.write_deadline, "for each 64 KiB that a client takes");
  time("http.linger_deadline", limits.linger_deadline, "for what comes behind a refused request");
  time("http.drain_deadline", limits.drain_deadline, "for requests that run when the server ends");
  count("http.connections_max", limits.connections_max, 1, 1'000'000, "at once; beyond: 503");
  count("http.requests_in_flight_max", limits.requests_in_flight_max, 1, 1'000'000,
        "that wait for something, at once; beyond: 503 with Retry-After");
  count("http.pipelined_max", limits.pipelined_max, 1, 1000, "answers that wait for one client");
  size("http.output_bytes_max", limits.output_bytes_max, 64 * KiB, 64 * MiB, "that wait for one client");
  time("http.retry_after", limits.retry_after, "that a 503 names");
  s.trusted_proxies = config.list("http.trusted_proxies", {},
                                  "addresses and networks of balancers before this program, whose X-Forwarded-For and -Proto are believed");
  s.gateway.cors_origins = config.list("http.cors_origins", {}, "origins that may read answers from a browser; * for any");
  s.gateway.metrics_public = config.flag("metrics.public", false, "/metrics for other machines than this one, and through proxies");
  s.finished_bytes_max = static_cast<std::size_t>(
      config.bytes("cache.finished_bytes_max", 64 * MiB, {MiB, 16 * GiB}, "of catalog answers that are kept ready to send"));
  const auto live = [&](std::string_view key, gateway::CacheFamily family, Milliseconds initial, std::string_view answers) {
    s.cache_lives[static_cast<std::size_t>(family)] =
        config.duration(key, initial, {Milliseconds(0), 24 * hour},
                        fmt::format("that answers about {} live in Redis, where other nodes find them; 0: they are not shared", answers));
  };
  live("cache.products_ttl", gateway::CacheFamily::products, 60 * second, "products");
  live("cache.farms_ttl", gateway::CacheFamily::farms, 5 * minute, "farms");
  live("cache.categories_ttl", gateway::CacheFamily::categories, 5 * minute, "categories");
  live("cache.search_ttl", gateway::CacheFamily::search, 60 * second, "what is being typed");
}

void declare_web(config::Config& config, Settings& s) {
  const auto size = [&](std::string_view key, std::size_t& value, std::int64_t min, std::int64_t max, std::string_view text) {
    value = static_cast<std::size_t>(config.bytes(key, static_cast<std::int64_t>(value), {min, max}, text));
  };
  const auto count = [&](std::string_view key, std::size_t& value, std::int64_t max, std::string_view text) {
    value = static_cast<std::size_t>(config.number(key, static_cast<std::int64_t>(value), {1, max}, text));
  };
  auto& pages = s.pages;
  auto& limits = pages.limits;
  s.web_upstream = config.text("web.upstream", "", "http://address:port of the page server (Next.js); empty: the API alone");
  pages.files = config.text("web.files", "", "folder with _next/static and the public files of the pages; empty: none");
  size("web.files_bytes_max", pages.files_bytes_max, MiB, 4 * GiB, "of all these files, which are kept in memory");
  limits.deadline = config.duration("web.deadline", limits.deadline, {10 * ms, hour}, "for one answer of the page server; beyond: 503");
  count("web.connections_max", limits.connections_max, 1000, "to the page server, of each I/O thread; further requests wait");
  count("web.requests_max", limits.requests_max, 100'000, "at the page server or waiting for it; beyond: 503");
  limits.keep =
      config.duration("web.keep_idle", limits.keep, {ms, hour}, "of an unused connection to the page server; less than it keeps them");
  size("web.answer_head_bytes_max", limits.head_bytes_max, KiB, MiB, "of an answer of the page server; beyond: 503");
  size("web.answer_bytes_max", limits.body_bytes_max, 64 * KiB, GiB, "of an answer of the page server; beyond: 503");
  size("web.request_bytes_max", pages.request_bytes_max, KiB, 64 * MiB, "of a form that is posted to a page; beyond: 413");
  size("web.kept_bytes_max", pages.kept_bytes_max, MiB, 16 * GiB, "of pages for everybody that are kept ready to send");
  pages.kept_max =
      config.duration("web.kept_max", pages.kept_max, {ms, minute}, "that a page is kept, however long it says that it is good");
}

void declare_rates(config::Config& config, Settings& s) {
  const auto rate = [&](std::string_view key, gateway::RateGroup group, std::int64_t initial, std::string_view text) {
    s.gateway.rates[static_cast<std::size_t>(group)].per_minute = static_cast<int>(config.number(key, initial, {0, 10'000'000}, text));
  };
  const auto fails = [&](std::string_view key, gateway::RateGroup group, std::string_view initial) {
    s.gateway.rates[static_cast<std::size_t>(group)].fails_closed =
        config.choice(key, initial, {"open", "closed"}, "while Redis is away: open: each node counts for itself; closed: 503") == "closed";
  };
  rate("rate_limit.browse_per_minute", gateway::RateGroup::browse, 0,
       "reads of one address that are not answered from what is kept; 0: no limit");
  rate("rate_limit.write_per_minute", gateway::RateGroup::write, 1200, "changes by one address; 0: no limit");
  rate("rate_limit.checkout_per_minute", gateway::RateGroup::checkout, 600, "carts and orders of one address; 0: no limit");
  rate("rate_limit.codes_per_minute", gateway::RateGroup::codes, 30, "coupon codes that one address tries; 0: no limit");
  rate("rate_limit.login_per_minute", gateway::RateGroup::login, 60,
       "registrations, logins, passwords and addresses of guests' orders that one address tries; 0: no limit");
  fails("rate_limit.browse_fails", gateway::RateGroup::browse, "open");
  fails("rate_limit.write_fails", gateway::RateGroup::write, "open");
  fails("rate_limit.checkout_fails", gateway::RateGroup::checkout, "open");
  fails("rate_limit.codes_fails", gateway::RateGroup::codes, "open");
  fails("rate_limit.login_fails", gateway::RateGroup::login, "closed");
}

void declare_mail(config::Config& config, Settings& s) {
  s.mail_from =
      config.text("mail.from", "shop@greenharvest.example", "the sender of all mail, to whom comes back what cannot be delivered");
  s.smtp_url =
      config.text("mail.smtp_url", "",
                  "smtp://host:port (587) or smtps://host:port (465) of the server that takes the shop's mail; empty: mail stays in "
                  "outbox/ of the data folder and reaches nobody");
  s.smtp_user = config.text("mail.smtp_user", "", "that signs in there; empty: nobody does");
  s.smtp_password = config.secret("mail.smtp_password", "that belongs to it");
  const auto security = config.choice("mail.smtp_starttls", "required", {"required", "offered", "off"},
                                      "of smtp://: required, or nothing is sent; where it is offered; off, for a relay on this machine");
  s.smtp_security = security == "required"  ? smtp::Security::required
                    : security == "offered" ? smtp::Security::offered
                                            : smtp::Security::off;
  s.smtp_authorities =
      config.text("mail.smtp_tls_authorities", "", "PEM file of those who sign the mail server's certificate; empty: the system's");
  s.smtp_connect_deadline =
      config.duration("mail.smtp_connect_deadline", s.smtp_connect_deadline, {10 * ms, minute}, "for one connection to the mail server");
  s.smtp_deadline = config.duration("mail.smtp_deadline", s.smtp_deadline, {100 * ms, 10 * minute},
                                    "for one message, a third of it for one answer of the server; beyond it is tried again");
  s.smtp_conversations_max =
      static_cast<int>(config.number("mail.smtp_conversations_max", 4, {1, 64}, "with the mail server at once, a thread each"));
}

void declare_redis(config::Config& config, Settings& s) {
  s.redis_url = config.secret(
      "redis.url",
      "redis://user:password@host:port/database that all nodes share, or redis+sentinel://, redis+cluster://, and with rediss "
      "in place of redis over TLS; empty: each node counts for itself");
  s.sentinel_user = config.text("redis.sentinel_user", "", "of the Sentinels of redis.url and redis.lock_urls; empty: the default user");
  s.sentinel_password = config.secret("redis.sentinel_password", "of that user; empty: Sentinels are asked without one");
  s.redis_prefix = config.text("redis.prefix", "greenharvest:", "of all keys, so that shops can share a server");
  s.redis_authorities = config.text("redis.tls_authorities", "", "PEM file of those who sign Redis' certificate; empty: the system's");
  s.redis_deadline = config.duration("redis.deadline", s.redis_deadline, {10 * ms, 10 * second},
                                     "of one command; beyond, Redis counts as away until it answers again");
  std::istringstream lock_urls(config.secret("redis.lock_urls",
                                             "addresses as redis.url, but of no cluster, with a space between them, of servers that know "
                                             "nothing of each other: a lock is held where "
                                             "more than half of them gave it; empty: the one of redis.url"));
  s.lock_urls.assign(std::istream_iterator<std::string>(lock_urls), {});
  s.event_stream = config.choice("redis.event_stream", "off", {"on", "off"},
                                 "changes of documents are told in the stream <prefix>events, for programs beside this one") == "on";
  s.event_stream_kept = config.number("redis.event_stream_kept", 100'000, {1'000, 100'000'000}, "events that stay in the stream, about");
  s.stock_turns = config.choice("redis.stock_turns", "on", {"on", "off"},
                                "nodes that sell the same item at the same time write it in turns, by a lock in Redis") == "on";
}

void declare_objects(config::Config& config, Settings& s) {
  s.objects_folder =
      config.text("objects.folder", "",
                  "where uploaded pictures lie; nodes that share a store share it, too; empty: in the data folder, or in objects.s3_url");
  s.s3_url = config.text("objects.s3_url", "",
                         "bucket for uploaded pictures, in place of a folder: https://s3.region.amazonaws.com/bucket, "
                         "https://bucket.s3.region.amazonaws.com or http://minio:9000/bucket; empty: none");
  s.s3_region = config.text("objects.s3_region", "us-east-1", "of the bucket; servers other than Amazon's mostly have this one");
  s.s3_access_key = config.secret("objects.s3_access_key", "may get, put and delete objects of the bucket and list it");
  s.s3_secret_key = config.secret("objects.s3_secret_key", "that belongs to it");
  s.s3_session_token = config.secret("objects.s3_session_token", "of temporary keys; empty: none");
  s.s3_authorities = config.text("objects.s3_tls_authorities", "", "PEM file of those who sign S3's certificate; empty: the system's");
  s.s3_connect_deadline =
      config.duration("objects.s3_connect_deadline", s.s3_connect_deadline, {10 * ms, minute}, "for one connection to S3");
  s.s3_deadline =
      config.duration("objects.s3_deadline", s.s3_deadline, {10 * ms, minute}, "for one answer of S3, with all tries; beyond: 503");
  s.s3_transfers_max = static_cast<int>(config.number("objects.s3_transfers_max", 4, {1, 64}, "to and from S3 at once, a thread each"));
}

// A rate that cannot be read is a problem of the configuration like any other: check() names it.
void declare_prices(config::Config& config, Settings& s) {
  s.prices_include_tax = config.flag("pricing.tax_included", false, "prices and fees include the tax, as in the EU; else it comes on top");
  s.country = config.text("pricing.country", "US", "where goods go while the buyer has given no address: ISO 3166-1, two letters");
  s.tax_rates = config.list("pricing.tax_rates", pricing::default_tax_rates(),
                            "\"country region postcode category millionths name\", * for any; replaces the built-in list");
}

}  // namespace

Settings declare_settings(config::Config& config) {
  Settings s;
  s.data = config.text("data", "greenharvest-data", "folder that holds everything; made if it is missing");
  s.listen = config.text("listen", "127.0.0.1:8080", "address:port for HTTP");
  s.tls_listen = config.text("tls.listen", "", "address:port for HTTPS; empty: none");
  s.tls_certificate = config.text("tls.certificate", "", "PEM file with the certificate chain");
  s.tls_key = config.text("tls.key", "", "PEM file with the private key");
  s.io_threads = static_cast<int>(config.number("io_threads", 0, {0, 256}, "that serve connections; 0: one per core"));
  declare_http(config, s);
  declare_web(config, s);
  declare_rates(config, s);
  declare_prices(config, s);
  declare_redis(config, s);
  s.clock_offset_file =
      config.text("clock.offset_file", "", "for tests: 8 bytes in it (milliseconds, little endian) are added to the clock; empty: none");
  s.token_secret = config.secret("auth.token_secret",
                                 "signs access tokens, 32 bytes or more; empty: made at the first start and kept in the data folder");
  s.second_factor_key =
      config.secret("auth.second_factor_key",
                    "seals the secrets of authenticators: 32 bytes as 43 characters of base64url; empty: made at the first "
                    "start and kept in the data folder");
  s.password_memory_bytes = static_cast<std::size_t>(
      config.bytes("auth.password_memory", 19 * MiB, {64 * KiB, GiB}, "of Argon2id; less than the default is for tests"));
  s.password_passes = static_cast<unsigned>(config.number("auth.password_passes", 2, {1, 10}, "of Argon2id"));
  s.password_threads = static_cast<int>(config.number("auth.password_threads", 2, {1, 64}, "that hash passwords"));
  s.password_queue_max = static_cast<int>(config.number("auth.password_queue_max", 64, {1, 10'000}, "hashes that wait; beyond: 503"));
  s.admins_need_second_factor = config.choice("auth.admin_second_factor", "required", {"required", "optional"},
                                              "required: an admin without one can do nothing but get one") == "required";
  s.verified_to_apply = config.choice("auth.email_verification", "required", {"required", "optional"},
                                      "required: only who has proved their address applies with a farm") == "required";
  s.charge_window = config.duration("orders.charge_window", minute, {second, hour}, "until an order ends whose payment got no answer");
  s.payment_window = config.duration("orders.payment_window", 15 * minute, {second, day},
                                     "until an order ends whose second step of the payment the buyer does not do");
  s.complaint_window =
      config.duration("orders.complaint_window", 7 * day, {minute, 365 * day}, "after the delivery, in which a buyer may complain");
  s.sweep_every = config.duration("orders.sweep_every", 500 * ms, {10 * ms, minute}, "the search for orders that stand still");
  s.shop.name = config.text("shop.name", "GreenHarvest", "how the shop signs what it writes");
  s.shop.url = config.text("shop.url", "http://localhost:8080", "where people reach the shop, for links; without a slash at the end");
  s.shop.locale = *notifications::locale_of(config.choice("shop.locale", "en", {"en", "es"}, "the language of whoever has chosen none"));
  s.operators = config.text("mail.operators", "operators@greenharvest.example", "gets what is told to nobody in particular; empty: nobody");
  declare_mail(config, s);
  s.provider_deadline =
      config.duration("payments.provider_deadline", 3 * second, {10 * ms, minute}, "for one answer of the payment provider");
  s.writer.queue_max = static_cast<std::size_t>(
      config.number("store.queue_max", static_cast<std::int64_t>(s.writer.queue_max), {16, 1'000'000}, "writes that wait; beyond: 503"));
  s.writer.batch_max = static_cast<std::size_t>(
      config.number("store.batch_max", static_cast<std::int64_t>(s.writer.batch_max), {1, 65'536}, "writes of one commit"));
  s.writer.deadline = config.duration("store.write_deadline", s.writer.deadline, {100 * ms, hour},
                                      "of one commit; beyond, those who wait are told: 500 outcome_unknown, or 503");
  s.store_url = config.secret("store.url",
                              "postgresql://user@host/database or mongodb://user@host/, a store that several nodes share; empty: SQLite in "
                              "the data folder");
  s.store_schema = config.text("store.schema", "greenharvest",
                               "of PostgreSQL, or database of MongoDB, that holds what the shop stores; made if it is missing");
  s.store_lanes =
      static_cast<int>(config.number("store.lanes", 2, {1, 64}, "connections to PostgreSQL or MongoDB for reads; writes have one more"));
  declare_objects(config, s);
  s.simulator_file = config.text("payments.simulator_file", "",
                                 "book of the test provider, shared by the nodes of one machine; empty: one in the data folder");
  s.log_level = config.choice("log.level", "info", {"debug", "info", "warn", "error"}, "the least that is logged");
  s.log_format = config.choice("log.format", "auto", {"auto", "json", "text"}, "auto: text on a terminal, else JSON");
  s.gateway.hsts = !s.tls_listen.empty();
  s.gateway.cookies.always_secure = s.shop.url.starts_with("https://");
  s.pages.cookies = s.gateway.cookies;
  for (const auto& [key, entry] : config.entries()) s.entries.push_back(entry);
  return s;
}

Result<config::Config> load_config(std::string file, const std::vector<std::string>& flags) {
  auto sources = config::from_environment(environ);
  if (!file.empty()) sources.file = std::move(file);
  sources.flags = flags;
  return config::Config::load(sources);
}

}  // namespace gh::app

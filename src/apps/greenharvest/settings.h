// Settings: every key of the configuration with its default, range and description, and the values in force.
#pragma once
#include <string>
#include <vector>

#include "adapters/smtp/address.h"
#include "adapters/sqlite/writer.h"
#include "contexts/notifications/message.h"
#include "contexts/pricing/tax_table.h"
#include "gateway/gateway.h"
#include "gateway/pages/settings.h"
#include "net/limits.h"
#include "platform/config/config.h"

namespace gh::app {

struct Settings {
  std::string data;                                  // the data folder
  std::string listen;                                // "address:port"
  std::string tls_listen, tls_certificate, tls_key;  // empty: no TLS
  int io_threads = 0;                                // 0: one per core
  net::Limits limits;
  std::vector<std::string> trusted_proxies;
  gateway::GatewaySettings gateway;
  std::size_t finished_bytes_max = 0;
  gateway::SharedAnswers::Lives cache_lives{};  // by family
  std::string web_upstream;                     // "http://address:port"; empty: no page server
  gateway::PagesSettings pages;
  std::string clock_offset_file;  // empty: none
  std::string token_secret;       // empty: made at the first start and kept in the data folder
  std::string second_factor_key;  // likewise
  std::size_t password_memory_bytes = 0;
  unsigned password_passes = 0;
  int password_threads = 0, password_queue_max = 0;
  Milliseconds charge_window{0};     // an order whose payment got no answer ends after it
  Milliseconds payment_window{0};    // an order whose buyer does not do the second step of the payment ends after it
  Milliseconds complaint_window{0};  // after the delivery
  Milliseconds sweep_every{0};
  Milliseconds provider_deadline{0};
  std::string mail_from;
  std::string smtp_url;  // of the server that takes mail; empty: files in the data folder
  std::string smtp_user, smtp_password, smtp_authorities;
  smtp::Security smtp_security{};
  Milliseconds smtp_connect_deadline{5'000}, smtp_deadline{60'000};
  int smtp_conversations_max = 0;
  std::string operators;     // an address
  notifications::Shop shop;  // what mails say of it
  bool admins_need_second_factor = true;
  bool verified_to_apply = true;  // with a farm
  bool prices_include_tax = false;
  std::string country;
  std::vector<std::string> tax_rates;  // one line each, as pricing::parse_tax_rate reads them
  sqlite::WriterLimits writer;
  std::string store_url;  // of PostgreSQL or MongoDB; empty: SQLite in the data folder
  std::string store_schema;
  int store_lanes = 0;
  std::string objects_folder;  // of uploaded pictures; nodes share one; empty: in the data folder, or in S3
  std::string s3_url;          // of the bucket for them; empty: none
  std::string s3_region, s3_access_key, s3_secret_key, s3_session_token, s3_authorities;
  Milliseconds s3_connect_deadline{1'000}, s3_deadline{5'000};
  int s3_transfers_max = 0;
  std::string redis_url;  // empty: none
  std::string sentinel_user, sentinel_password;
  std::string redis_prefix, redis_authorities;
  Milliseconds redis_deadline{250};
  bool event_stream = false;
  std::int64_t event_stream_kept = 0;  // entries, about
  std::vector<std::string> lock_urls;  // of Redis servers that know nothing of each other; empty: the one of redis_url
  bool stock_turns = true;
  std::string simulator_file;  // of the test provider's book that nodes share; empty: one in the data folder
  std::string log_level, log_format;
  std::vector<config::Entry> entries;  // all of them, as they are shown
};

// Declares every key; config.check() then names what is wrong.
Settings declare_settings(config::Config& config);

// Path of the file, environment and flags, in the order of their strength.
Result<config::Config> load_config(std::string file, const std::vector<std::string>& flags);

}  // namespace gh::app

#include "adapters/postgres/listener.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "platform/ports/documents.h"

namespace gh::postgres {

Result<void> ask_time(Connection& connection, const TellTime& tell_time) {
  const auto asked = std::chrono::steady_clock::now();
  GH_TRY(const auto text, connection.read_text("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"));
  Timestamp shown;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), shown.ms);
  if (problem != std::errc()) return fail(ports::errors::store_unavailable, "PostgreSQL did not say what the time is");
  if (tell_time) tell_time(shown, asked);
  return {};
}

namespace {

// "node-7" is the seventh session that "node" has opened.
constexpr std::string_view node_of_session = "regexp_replace(application_name, '-[0-9]+$', '')";

// A node that is stopped, or cut off, while it sends a pipeline: what arrived of it holds its locks (those of the feed may be among them)
// and is no idle transaction, so the server waits for the rest for ever. Its node finds the transaction gone.
bool end_unfinished(Connection& connection) {
  const auto ended = connection.read_text(fmt::format(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = current_user AND application_name LIKE '{}%'"
      " AND state = 'active' AND wait_event = 'ClientRead' AND query_start < clock_timestamp() - interval '{} ms'",
      node_prefix, Listener::silence_max.count()));
  return ended.has_value();
}

}  // namespace

Listener::Listener(const Address& address, std::string channel, std::function<int()> own_process, Waiters& changes, Waiters& tasks,
                   TellTime tell_time)
    : address_(address),
      channel_(std::move(channel)),
      own_process_(std::move(own_process)),
      changes_(changes),
      tasks_(tasks),
      tell_time_(std::move(tell_time)),
      thread_([this] { run(); }) {}

Listener::~Listener() {
  stopping_ = true;
  thread_.join();
}

void Listener::run() {
  Reconnector reconnector(address_);
  while (!stopping_) {
    if (const auto connection = reconnector.get()) {
      listen(**connection);
      reconnector.drop_if_broken();
    } else {
      std::this_thread::sleep_for(look_every);
    }
  }
}

void Listener::listen(Connection& connection) {
  if (!connection.execute("LISTEN " + channel_)) return;
  changes_.wake_all();
  tasks_.wake_all();
  auto next = std::chrono::steady_clock::now();
  while (!stopping_) {
    if (std::chrono::steady_clock::now() >= next) {
      if (!ask_time(connection, tell_time_) || !look_after_others(connection)) return;
      next = after(rounds_every);
    }
    const auto notices = connection.notices(look_every);
    if (!notices) return;
    const auto own = own_process_();
    const auto others = [&](const auto& notice) { return notice.process != own; };
    if (std::ranges::any_of(*notices, others)) changes_.wake_all();
    if (std::ranges::any_of(*notices, [&](const auto& notice) { return others(notice) && !notice.payload.empty(); })) tasks_.wake_all();
  }
}

// false: the connection is of no use any more.
bool Listener::look_after_others(Connection& connection) {
  // Nobody was heard of while the server stood still or could not be reached: who was away himself judges nobody.
  const auto now = std::chrono::steady_clock::now();
  const bool was_there = now - looked_ < silence_max;
  looked_ = now;
  constexpr Milliseconds nobody_is_silent = std::chrono::hours(24 * 365);
  return take_back(connection, was_there ? silence_max : nobody_is_silent) && (!was_there || end_unfinished(connection));
}

bool Listener::take_back(Connection& connection, Milliseconds silence) {
  // A role sees its own sessions, and all nodes of a shop have one role. Whoever is not among them has ended.
  const auto taken = connection.read_text(
      fmt::format("WITH sessions AS MATERIALIZED (SELECT application_name AS name, max(state_change) OVER (PARTITION BY {}) AS heard"
                  " FROM pg_stat_activity WHERE usename = current_user),"
                  " lost AS MATERIALIZED (SELECT row FROM tasks WHERE leased = 1 AND died IS NULL AND node NOT IN"
                  " (SELECT name FROM sessions WHERE heard > clock_timestamp() - interval '{} ms') FOR UPDATE SKIP LOCKED),"
                  " back AS (UPDATE tasks SET leased = 0, due = 0, attempt = attempt + 1 FROM lost WHERE tasks.row = lost.row RETURNING 1)"
                  " SELECT count(*) FROM back",
                  node_of_session, silence.count()));
  if (taken && *taken != "0") tasks_.wake_all();
  return taken.has_value();
}

}  // namespace gh::postgres

#include "adapters/postgres/connection.h"

#include <poll.h>

#include <array>
#include <atomic>

#include <fmt/format.h>

#include "adapters/postgres/driver.h"
#include "base/errors.h"
#include "base/planted.h"
#include "platform/ports/documents.h"

namespace gh::postgres {

namespace {

// A transaction whose node was stopped or cut off in its middle must not hold others up for longer.
constexpr Milliseconds idle_in_transaction_max{2'000};
constexpr int kept_alive_after_s = 10;
// By the server, of a node whose machine is gone: its locks and leases end with its sessions.
constexpr std::string_view asked_for_life =
    " -c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3 -c tcp_user_timeout=5000";

// Every statement of ours has an index made for it, also while tables are too young for the planner to believe it; one plan serves all.
constexpr std::string_view planner = " -c enable_seqscan=off -c enable_bitmapscan=off -c plan_cache_mode=force_generic_plan -c jit=off";

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

std::string field(const PGresult* result, int code) {
  const auto* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string() : text;
}

Refusal refusal_of(const PGresult* result) {
  return {field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY), field(result, PG_DIAG_CONSTRAINT_NAME)};
}

bool succeeded(ExecStatusType status) { return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK; }

}  // namespace

Error Refusal::error() const {
  constexpr std::string_view no_room = "53", unavailable[] = {"08", "57", "58"};
  if (state.starts_with(no_room)) return {ports::errors::store_full, message};
  for (const auto kind : unavailable)
    if (state.starts_with(kind)) return {ports::errors::store_unavailable, message};
  return {errors::internal, fmt::format("{} ({})", message, state)};
}

// What is expected from the server, in this order.
struct Connection::Expected {
  enum class Kind { prepared, rows, sync };
  Kind kind;
  const Statement* statement = nullptr;
};

Connection::Connection(pg_conn* connection) : connection_(connection, PQfinish) {}

Result<Connection> Connection::open(const Address& address) {
  GH_CHECK(load_driver());
  const auto deadline = after(address.connect_deadline);
  const auto options =
      fmt::format("-c search_path={} -c synchronous_commit={} -c statement_timeout={} -c idle_in_transaction_session_timeout={}{}{}",
                  address.schema, planted("ack_before_commit") ? "off" : "on", address.statement_deadline.count(),
                  idle_in_transaction_max.count(), asked_for_life, planner);
  // Each session has a name of its own: what was leased to one whose answer was lost is taken back when the server has lost it, too.
  static std::atomic<std::uint64_t> opened{0};
  const auto session = fmt::format("{}-{}", address.node, ++opened);
  const auto alive = std::to_string(kept_alive_after_s);
  const std::array<const char*, 8> names{"dbname",          "application_name", "options", "client_encoding",
                                         "keepalives_idle", "tcp_user_timeout", nullptr,   nullptr};
  const auto silence = std::to_string(address.statement_deadline.count());
  const std::array<const char*, 8> values{address.url.c_str(), session.c_str(), options.c_str(), "UTF8",
                                          alive.c_str(),       silence.c_str(), nullptr,         nullptr};
  Connection connection(PQconnectStartParams(names.data(), values.data(), 1));
  auto* raw = connection.connection_.get();
  const auto refused = [&](std::string_view why) {
    return fail(ports::errors::store_unavailable, fmt::format("PostgreSQL cannot be reached: {}", why));
  };
  if (raw == nullptr) return refused("no memory");
  for (auto state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK; state = PQconnectPoll(raw)) {
    if (state == PGRES_POLLING_FAILED || PQstatus(raw) == CONNECTION_BAD) return refused(first_line(PQerrorMessage(raw)));
    if (!connection.wait(state == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline)) return refused("no answer in time");
  }
  if (PQsetnonblocking(raw, 1) != 0) return refused(first_line(PQerrorMessage(raw)));
  PQsetNoticeProcessor(raw, [](void*, const char*) {}, nullptr);  // "already exists, skipping" is none of ours
  return connection;
}

int Connection::process() const { return PQbackendPID(connection_.get()); }

// false: the deadline has passed.
bool Connection::wait(short events, Instant deadline) {
  pollfd descriptor{PQsocket(connection_.get()), events, 0};
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    const int ready = poll(&descriptor, 1, static_cast<int>(left.count()));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;  // an error shows itself in the next call
  }
}

Error Connection::breakage(std::string_view what) {
  broken_ = true;
  return {ports::errors::store_unavailable, fmt::format("PostgreSQL: {}", what)};
}

Result<void> Connection::send(const Request& request, std::vector<Expected>& expected) {
  auto* raw = connection_.get();
  const auto& statement = *request.statement;
  // Marked at once, so that one pipeline prepares a statement once; unmarked where the server refuses.
  if (prepared_.insert(statement.name).second) {
    if (PQsendPrepare(raw, statement.name.c_str(), statement.sql.c_str(), 0, nullptr) != 1)
      return fail(breakage(first_line(PQerrorMessage(raw))));
    expected.push_back({Expected::Kind::prepared, &statement});
  }
  const auto& values = request.parameters.values();
  std::vector<const char*> pointers;
  std::vector<int> lengths;
  const std::vector<int> binary(values.size(), 1);
  for (const auto& value : values) {
    pointers.push_back(value ? value->data() : nullptr);
    lengths.push_back(value ? static_cast<int>(value->size()) : 0);
  }
  if (PQsendQueryPrepared(raw, statement.name.c_str(), static_cast<int>(values.size()), pointers.data(), lengths.data(), binary.data(),
                          1) != 1)
    return fail(breakage(first_line(PQerrorMessage(raw))));
  expected.push_back({Expected::Kind::rows, &statement});
  return {};
}

Result<void> Connection::send_sync(std::vector<Expected>& expected) {
  if (PQpipelineSync(connection_.get()) != 1) return fail(breakage(first_line(PQerrorMessage(connection_.get()))));
  expected.push_back({Expected::Kind::sync});
  return {};
}

// Until a result can be taken without waiting. What is still to be sent is sent meanwhile: the server may wait for us to read.
Result<bool> Connection::await_result(Instant deadline) {
  auto* raw = connection_.get();
  for (;;) {
    const int unsent = PQflush(raw);
    if (unsent < 0) return fail(breakage(first_line(PQerrorMessage(raw))));
    if (PQisBusy(raw) == 0) return true;
    if (!wait(unsent == 1 ? POLLIN | POLLOUT : POLLIN, deadline)) return fail(breakage("no answer in time"));
    if (PQconsumeInput(raw) != 1) return fail(breakage(first_line(PQerrorMessage(raw))));
  }
}

void Connection::keep(const Expected& what, pg_result* result, std::vector<Reply>& replies) {
  const auto status = PQresultStatus(result);
  if (what.kind == Expected::Kind::prepared) {
    if (!succeeded(status)) prepared_.erase(what.statement->name);
    // Why a statement could not be prepared is why it was not carried out: its own result is then an unseen one.
    if (status == PGRES_FATAL_ERROR) replies.emplace_back(std::unexpected(refusal_of(result)));
    PQclear(result);
    return;
  }
  if (succeeded(status)) {
    replies.emplace_back(Rows(result));
    return;
  }
  replies.emplace_back(std::unexpected(status == PGRES_PIPELINE_ABORTED ? Refusal{} : refusal_of(result)));
  PQclear(result);
}

Result<void> Connection::read(std::span<const Expected> expected, std::vector<Reply>& replies, Instant deadline) {
  auto* raw = connection_.get();
  bool refused_early = false;  // while being prepared: the reply is there already
  for (const auto& what : expected) {
    GH_CHECK(await_result(deadline));
    auto* result = PQgetResult(raw);
    if (result == nullptr) return fail(breakage("an answer is missing"));
    if (PQstatus(raw) == CONNECTION_BAD) {
      const auto why = first_line(PQresultErrorMessage(result));
      PQclear(result);
      return fail(breakage(why));
    }
    if (what.kind == Expected::Kind::sync) {
      const bool in_step = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
      PQclear(result);
      if (!in_step) return fail(breakage("the answers are out of step"));
      continue;
    }
    if (refused_early) {
      PQclear(result);
      refused_early = false;
    } else {
      const auto before = replies.size();
      keep(what, result, replies);
      refused_early = what.kind == Expected::Kind::prepared && replies.size() > before;
    }
    GH_CHECK(await_result(deadline));
    if (auto* more = PQgetResult(raw); more != nullptr) {  // the end of this statement's answer is a null pointer
      PQclear(more);
      return fail(breakage("the answers are out of step"));
    }
  }
  return {};
}

Result<std::vector<Reply>> Connection::run(std::span<const Request> requests, Mode mode, Instant deadline) {
  auto* raw = connection_.get();
  if (broken_ || PQenterPipelineMode(raw) != 1) return fail(breakage("the connection is broken"));
  std::vector<Expected> expected;
  for (const auto& request : requests) {
    GH_CHECK(send(request, expected));
    if (mode == Mode::apart) GH_CHECK(send_sync(expected));
  }
  if (mode == Mode::together) GH_CHECK(send_sync(expected));
  std::vector<Reply> replies;
  replies.reserve(requests.size());
  GH_CHECK(read(expected, replies, deadline));
  if (PQexitPipelineMode(raw) != 1) return fail(breakage(first_line(PQerrorMessage(raw))));
  return replies;
}

// The last result, or the refusal.
Result<Connection::ResultPtr> Connection::run_text(const std::string& sql) {
  auto* raw = connection_.get();
  const auto deadline = after(text_deadline);
  if (broken_ || PQsendQuery(raw, sql.c_str()) != 1) return fail(breakage(first_line(PQerrorMessage(raw))));
  ResultPtr last(nullptr, PQclear);
  for (;;) {
    GH_CHECK(await_result(deadline));
    ResultPtr next(PQgetResult(raw), PQclear);
    if (PQstatus(raw) == CONNECTION_BAD) return fail(breakage(first_line(PQerrorMessage(raw))));
    if (!next) break;
    // COPY, which nobody here asks for, would be answered with the same again and again.
    if (const auto status = PQresultStatus(next.get()); !succeeded(status) && status != PGRES_FATAL_ERROR) return fail(breakage("COPY"));
    last = std::move(next);
  }
  if (last && succeeded(PQresultStatus(last.get()))) return last;
  if (!last) return fail(breakage("an answer is missing"));
  const auto refusal = refusal_of(last.get());
  return fail(ports::errors::store_unavailable, fmt::format("PostgreSQL: {} ({})", refusal.message, refusal.state));
}

Result<void> Connection::execute(const std::string& sql) {
  GH_CHECK(run_text(sql));
  return {};
}

Result<std::string> Connection::read_text(const std::string& sql) {
  GH_TRY(const auto result, run_text(sql));
  return PQresultStatus(result.get()) != PGRES_TUPLES_OK || PQntuples(result.get()) == 0 ? std::string()
                                                                                         : std::string(PQgetvalue(result.get(), 0, 0));
}

Result<std::vector<Connection::Notice>> Connection::notices(Milliseconds wait_for) {
  auto* raw = connection_.get();
  if (wait(POLLIN, after(wait_for)) && PQconsumeInput(raw) != 1) return fail(breakage(first_line(PQerrorMessage(raw))));
  std::vector<Notice> told;
  while (auto* notice = PQnotifies(raw)) {
    told.push_back({notice->be_pid, notice->extra});
    PQfreemem(notice);
  }
  return told;
}

}  // namespace gh::postgres

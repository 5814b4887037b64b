// Connection: one session with a PostgreSQL server, used by one thread at a time. Statements go out in pipelines (PostgreSQL 15, 34.5):
// many of them for one turn of the network, each answered for itself.
//
// Nothing waits without a deadline. A connection that broke, or whose answer did not come in time, is of no further use (broken()): what
// it was doing may or may not have happened, and the one who asked knows which of the two matters.
#pragma once
#include <chrono>
#include <expected>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "adapters/postgres/values.h"
#include "base/error.h"
#include "base/time.h"

struct pg_conn;

namespace gh::postgres {

using Instant = std::chrono::steady_clock::time_point;
inline Instant after(Milliseconds span) { return std::chrono::steady_clock::now() + span; }

// Prepared at its first use on each connection.
struct Statement {
  std::string name;
  std::string sql;
};

struct Request {
  const Statement* statement;
  Parameters parameters;
};

// What the server says of a statement that it refuses.
struct Refusal {
  std::string state;  // SQLSTATE (PostgreSQL 15, appendix A)
  std::string message;
  std::string constraint;  // its name, where one was broken

  bool is_duplicate() const { return state == "23505"; }
  // Of two transactions that wait for each other one is ended: it may simply be tried again.
  bool is_passing() const { return state == "40P01" || state == "40001"; }
  Error error() const;
};

using Reply = std::expected<Rows, Refusal>;

// What the names of all nodes begin with.
inline constexpr std::string_view node_prefix = "greenharvest-";

struct Address {
  std::string url;     // "postgresql://user:password@host:port/database?sslmode=…" or "host=… dbname=…"
  std::string schema;  // of all tables; snake_case
  std::string node;    // what the names begin with under which the server knows the sessions of this process (application_name)
  Milliseconds connect_deadline{800};
  Milliseconds statement_deadline{10'000};  // the server ends what takes longer
};

class Connection {
 public:
  // Blocks up to the address's connect_deadline. Fails with store_unavailable and a sentence without the password.
  static Result<Connection> open(const Address&);

  // together: the statements are one transaction up to the first that is refused, behind which the rest is refused unseen (`unseen`);
  // else each is one of its own. Replies in the order of the requests.
  enum class Mode { together, apart };
  Result<std::vector<Reply>> run(std::span<const Request>, Mode, Instant deadline);
  static bool unseen(const Reply& reply) { return !reply && reply.error().state.empty(); }

  // Statements without parameters, one after the other up to the first that is refused; blocks up to text_deadline.
  Result<void> execute(const std::string& sql);
  Result<std::string> read_text(const std::string& sql);  // the first value of the last one's first row; "" if there is none

  // What others told by NOTIFY and has arrived within `wait`: for each the process that told it.
  struct Notice {
    int process;
    std::string payload;
  };
  Result<std::vector<Notice>> notices(Milliseconds wait);

  int process() const;  // of the server, that serves this connection
  bool broken() const { return broken_; }

 private:
  // The server ends each statement before that; what it says of it may not arrive.
  static constexpr Milliseconds text_deadline{12'000};

  explicit Connection(pg_conn* connection);
  struct Expected;
  using ResultPtr = std::unique_ptr<pg_result, void (*)(pg_result*)>;
  Result<ResultPtr> run_text(const std::string& sql);

  bool wait(short events, Instant deadline);
  Error breakage(std::string_view what);
  Result<void> send(const Request&, std::vector<Expected>& expected);
  Result<void> send_sync(std::vector<Expected>& expected);
  Result<bool> await_result(Instant deadline);
  Result<void> read(std::span<const Expected> expected, std::vector<Reply>& replies, Instant deadline);
  void keep(const Expected&, pg_result*, std::vector<Reply>& replies);

  std::unique_ptr<pg_conn, void (*)(pg_conn*)> connection_;
  std::set<std::string, std::less<>> prepared_;
  bool broken_ = false;
};

}  // namespace gh::postgres

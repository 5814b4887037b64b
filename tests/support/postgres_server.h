// PostgreSQL servers for test programs, started and ended with tools/postgres.
#pragma once
#include <libpq-fe.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/support/tool_server.h"

namespace gh::support {

// One that belongs to this object, and may be killed.
class OwnPostgres {
 public:
  OwnPostgres() : server_("postgres") {}

  const std::string& url() const { return server_.url(); }
  void resume() const { server_.ask("resume"); }
  // To the master and to the processes of the sessions, which are its children.
  void signal_all(int how) const {
    const auto master = server_.process();
    (void)std::system(("pkill -" + std::to_string(how) + " -P " + std::to_string(master)).c_str());
    (void)kill(master, how);
  }
  void kill_all() const {
    const auto master = server_.process();
    signal_all(SIGKILL);
    while (ToolServer::is_running(master)) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

 private:
  ToolServer server_;
};

// The server of a test program, one for all of its cases, each of which has a schema of its own: the one that GH_TEST_POSTGRES names, or
// one of the program's own.
class PostgresServer {
 public:
  static PostgresServer& shared() {
    static PostgresServer server;
    return server;
  }
  static std::string fresh_schema() {
    static std::atomic<int> made{0};
    return "test_" + std::to_string(getpid()) + "_" + std::to_string(++made);
  }

  const std::string& url() const { return url_; }
  void execute(const std::string& sql) const {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(url_.c_str()), &PQfinish);
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()), &PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  }
  void drop(const std::string& schema) const { execute("SET client_min_messages=error; DROP SCHEMA IF EXISTS " + schema + " CASCADE"); }

 private:
  PostgresServer() {
    const auto* given = getenv("GH_TEST_POSTGRES");
    url_ = given != nullptr ? given : own_.emplace().url();
  }

  std::optional<OwnPostgres> own_;
  std::string url_;
};

}  // namespace gh::support

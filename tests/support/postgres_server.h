// PostgreSQL servers for test programs, started and ended with tools/postgres.
#pragma once
#include <libpq-fe.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace gh::support {

// One that belongs to this object, and may be killed.
class OwnPostgres {
 public:
  OwnPostgres() {
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-postgres-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    url_ = ask("start");
    if (url_.empty()) throw std::runtime_error("PostgreSQL does not start");
  }
  ~OwnPostgres() {
    ask("stop");
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  OwnPostgres(const OwnPostgres&) = delete;

  const std::string& url() const { return url_; }
  void resume() const { ask("resume"); }
  // To the master and to the processes of the sessions, which are its children.
  void signal_all(int how) const {
    const auto master = ask("pid");
    (void)std::system(("pkill -" + std::to_string(how) + " -P " + master).c_str());
    (void)kill(std::stoi(master), how);
  }
  void kill_all() const {
    const auto master = ask("pid");
    signal_all(SIGKILL);
    while (is_alive(master)) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

 private:
  // Not, also if nobody has buried it yet.
  static bool is_alive(const std::string& process) {
    std::ifstream file("/proc/" + process + "/stat");
    std::string text;
    return std::getline(file, text) && text.find(") Z ") == std::string::npos;
  }
  // The first line that tools/postgres answers; empty: none.
  std::string ask(const std::string& word) const {
    const auto command = std::string(GREENHARVEST_SOURCE_DIR) + "/tools/postgres " + word + " " + folder_;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    char line[512] = {};
    if (pipe == nullptr || std::fgets(line, sizeof line, pipe.get()) == nullptr) return {};
    std::string text = line;
    text.erase(text.find_last_not_of('\n') + 1);
    return text;
  }

  std::string folder_, url_;
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

// PostgresServer: the PostgreSQL server of a test program, one for all of its cases, each of which has a schema of its own.
//
// GH_TEST_POSTGRES names one that runs already (tools/run_tests.py starts one for all programs); else the program starts its own
// with tools/postgres and ends it.
#pragma once
#include <libpq-fe.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace gh::support {

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
    if (const auto* given = getenv("GH_TEST_POSTGRES"); given != nullptr) {
      url_ = given;
      return;
    }
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-postgres-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((tool() + " start " + folder_).c_str(), "r"), &pclose);
    char line[512] = {};
    if (pipe == nullptr || std::fgets(line, sizeof line, pipe.get()) == nullptr) throw std::runtime_error("PostgreSQL does not start");
    url_ = line;
    url_.erase(url_.find_last_not_of('\n') + 1);
  }
  ~PostgresServer() {
    if (folder_.empty()) return;
    (void)std::system((tool() + " stop " + folder_).c_str());
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  static std::string tool() { return std::string(GREENHARVEST_SOURCE_DIR) + "/tools/postgres"; }

  std::string folder_;  // of its own server; empty: somebody else's
  std::string url_;
};

}  // namespace gh::support

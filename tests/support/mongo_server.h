// The MongoDB server of a test program, one for all of its cases, each of which has a database of its own: the one that MONGODB_URI names,
// or one of the program's own, started and ended with tools/mongo.
#pragma once
#include <mongoc/mongoc.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "tests/support/tool_server.h"

namespace gh::support {

class MongoServer {
 public:
  static MongoServer& shared() {
    static MongoServer server;
    return server;
  }
  static std::string fresh_database() {
    static std::atomic<int> made{0};
    return "test_" + std::to_string(getpid()) + "_" + std::to_string(++made);
  }

  const std::string& url() const { return url_; }
  void drop(const std::string& database) const {
    const std::unique_ptr<mongoc_client_t, void (*)(mongoc_client_t*)> client(mongoc_client_new(url_.c_str()), &mongoc_client_destroy);
    const std::unique_ptr<mongoc_database_t, void (*)(mongoc_database_t*)> dropped(
        mongoc_client_get_database(client.get(), database.c_str()), &mongoc_database_destroy);
    bson_error_t error;
    if (!mongoc_database_drop(dropped.get(), &error)) throw std::runtime_error(error.message);
  }

 private:
  MongoServer() {
    const auto* given = getenv("MONGODB_URI");
    url_ = given != nullptr ? given : own_.emplace("mongo").url();
  }

  std::optional<ToolServer> own_;
  std::string url_;
};

}  // namespace gh::support

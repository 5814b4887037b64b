// The MongoDB server of a test program, one for all of its cases, each of which has a database of its own: the one that MONGODB_URI names,
// or one of the program's own, started and ended with tools/mongo.
#pragma once
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>

#include "adapters/mongo/connection.h"
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
    const auto connections = mongo::Connections::open({.url = url_, .database = database}, 1).value();
    mongo::Bson drop;
    drop.small("dropDatabase", 1);
    if (const auto done = connections->session().command(drop); !done) throw std::runtime_error(done.error().detail());
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

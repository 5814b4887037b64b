// The MongoDB server of a test program, one for all of its cases, each of which has a database of its own: the one that MONGODB_URI names,
// or one of the program's own, started and ended with tools/mongo.
#pragma once
#include <mongoc/mongoc.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

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
    if (const auto* given = getenv("MONGODB_URI"); given != nullptr) {
      url_ = given;
      return;
    }
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-mongo-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    url_ = ask("start");
    if (url_.empty()) throw std::runtime_error("the MongoDB server does not start");
  }
  ~MongoServer() {
    if (folder_.empty()) return;
    ask("stop");
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  // The first line that tools/mongo answers; empty: none.
  std::string ask(const std::string& word) const {
    const auto command = std::string(GREENHARVEST_SOURCE_DIR) + "/tools/mongo " + word + " " + folder_;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    char line[512] = {};
    if (pipe == nullptr || std::fgets(line, sizeof line, pipe.get()) == nullptr) return {};
    std::string text = line;
    text.erase(text.find_last_not_of('\n') + 1);
    return text;
  }

  std::string folder_, url_;
};

}  // namespace gh::support

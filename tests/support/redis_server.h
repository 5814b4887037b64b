// Redis servers for test programs, started and ended with tools/redis.
#pragma once
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace gh::support {

// One that belongs to this object, and may be stopped and killed. options: further ones of redis-server, as a shell writes them.
class RedisServer {
 public:
  explicit RedisServer(const std::string& options = {}) {
    auto pattern = (std::filesystem::temp_directory_path() / "greenharvest-redis-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    url_ = ask("start", options);
    if (url_.empty()) throw std::runtime_error("Redis does not start");
  }
  ~RedisServer() {
    ask("stop");
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  RedisServer(const RedisServer&) = delete;

  // One for all cases of a test program.
  static RedisServer& shared() {
    static RedisServer server;
    return server;
  }
  static std::string fresh_prefix() {
    static std::atomic<int> made{0};
    return "test" + std::to_string(getpid()) + "-" + std::to_string(++made) + ":";
  }

  const std::string& url() const { return url_; }
  const std::string& folder() const { return folder_; }
  void pause() const { (void)kill(process(), SIGSTOP); }
  void go_on() const { (void)kill(process(), SIGCONT); }
  void kill_it() const {
    const auto one = process();
    (void)kill(one, SIGKILL);
    while (kill(one, 0) == 0 && !is_zombie(one)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  void resume() const { ask("resume"); }  // empty

 private:
  static bool is_zombie(int process) {
    const auto path = "/proc/" + std::to_string(process) + "/stat";
    const std::unique_ptr<FILE, int (*)(FILE*)> file(fopen(path.c_str(), "r"), [](FILE* f) { return f ? fclose(f) : 0; });
    char text[256] = {};
    return file == nullptr || std::fgets(text, sizeof text, file.get()) == nullptr || std::string(text).find(") Z ") != std::string::npos;
  }
  int process() const { return std::stoi(ask("pid")); }
  // The first line that tools/redis answers; empty: none.
  std::string ask(const std::string& word, const std::string& options = {}) const {
    const auto command = std::string(GREENHARVEST_SOURCE_DIR) + "/tools/redis " + word + " " + folder_ + " " + options;
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

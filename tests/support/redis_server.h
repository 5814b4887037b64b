// Redis servers for test programs, started and ended with tools/redis.
#pragma once
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "tests/support/tool_server.h"

namespace gh::support {

// One that belongs to this object, and may be stopped and killed. options: further ones of redis-server, as a shell writes them.
class RedisServer {
 public:
  explicit RedisServer(const std::string& options = {}) : server_("redis", options) {}

  // One for all cases of a test program.
  static RedisServer& shared() {
    static RedisServer server;
    return server;
  }
  static std::string fresh_prefix() {
    static std::atomic<int> made{0};
    return "test" + std::to_string(getpid()) + "-" + std::to_string(++made) + ":";
  }

  const std::string& url() const { return server_.url(); }
  const std::string& folder() const { return server_.folder(); }
  void pause() const { (void)kill(server_.process(), SIGSTOP); }
  void go_on() const { (void)kill(server_.process(), SIGCONT); }
  void kill_it() const {
    const auto one = server_.process();
    (void)kill(one, SIGKILL);
    while (ToolServer::is_running(one)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  void resume() const { server_.ask("resume"); }  // empty

 private:
  ToolServer server_;
};

}  // namespace gh::support

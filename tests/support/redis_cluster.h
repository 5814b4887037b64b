// Redis Clusters for test programs, started and ended with tools/redis_cluster.
#pragma once
#include <signal.h>

#include <string>

#include "tests/support/tool_server.h"

namespace gh::support {

// Three masters with so many replicas each, that belong to this object. options: further ones of redis-server, as a shell writes them.
// Nodes have numbers from 1, masters first.
class RedisCluster {
 public:
  explicit RedisCluster(int replicas = 0, const std::string& options = {})
      : server_("redis_cluster", std::to_string(replicas) + " " + options) {}

  // One for all cases of a test program.
  static RedisCluster& shared() {
    static RedisCluster cluster;
    return cluster;
  }

  const std::string& url() const { return server_.url(); }
  // One more master, without slots; its port.
  std::string add_node(int number) const { return server_.ask("add", std::to_string(number)); }
  void kill_node(int number) const { (void)kill(process(number), SIGKILL); }
  void pause_node(int number) const { (void)kill(process(number), SIGSTOP); }
  void resume_node(int number) const { server_.ask("resume", std::to_string(number)); }

 private:
  int process(int number) const { return std::stoi(server_.ask("pid", std::to_string(number))); }

  ToolServer server_;
};

}  // namespace gh::support

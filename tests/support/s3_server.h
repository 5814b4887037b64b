// An S3 server for test programs, started and ended with tools/s3.
#pragma once
#include <string>

#include "tests/support/tool_server.h"

namespace gh::support {

class S3Server {
 public:
  static constexpr const char *region = "us-east-1", *access_key = "greenharvest-test", *secret_key = "only-for-tests";

  // One for all cases of a test program.
  static S3Server& shared() {
    static S3Server server;
    return server;
  }

  // The bucket in the path, and in the host's name.
  const std::string& url() const { return server_.url(); }
  std::string virtual_host_url() const {
    const auto port = url().substr(url().rfind(':') + 1);
    return "http://pictures.localhost:" + port.substr(0, port.find('/'));
  }
  int process() const { return server_.process(); }

 private:
  ToolServer server_{"s3"};
};

}  // namespace gh::support

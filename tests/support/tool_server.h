// A server of a test program's own, started and ended with a tool of tools/ (start, stop, pid and further words, each with a folder), in a
// folder that goes with it.
#pragma once
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

namespace gh::support {

class ToolServer {
 public:
  // tool: "postgres" for tools/postgres. options: behind the folder, as a shell writes them.
  explicit ToolServer(std::string tool, const std::string& options = {}) : tool_(std::move(tool)) {
    auto pattern = (std::filesystem::temp_directory_path() / ("greenharvest-" + tool_ + "-XXXXXX")).string();
    folder_ = mkdtemp(pattern.data());
    url_ = ask("start", options);
    if (url_.empty()) throw std::runtime_error("tools/" + tool_ + " does not start");
  }
  ~ToolServer() {
    ask("stop");
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  ToolServer(const ToolServer&) = delete;

  const std::string& url() const { return url_; }
  const std::string& folder() const { return folder_; }
  int process() const { return std::stoi(ask("pid")); }
  // The first line of the tool's answer; empty: none.
  std::string ask(const std::string& word, const std::string& options = {}) const {
    const auto command = std::string(GREENHARVEST_SOURCE_DIR) + "/tools/" + tool_ + " " + word + " " + folder_ + " " + options;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    char line[512] = {};
    if (pipe == nullptr || std::fgets(line, sizeof line, pipe.get()) == nullptr) return {};
    std::string text = line;
    text.erase(text.find_last_not_of('\n') + 1);
    return text;
  }

  // A dead process that nobody has buried yet does not run.
  static bool is_running(int process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    return std::getline(file, text) && text.find(") Z ") == std::string::npos;
  }

 private:
  const std::string tool_;
  std::string folder_, url_;
};

}  // namespace gh::support

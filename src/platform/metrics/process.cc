#include "platform/metrics/process.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <limits>
#include <sstream>

namespace gh::metrics {
namespace {

// Fields of /proc/self/stat behind the program's name (which may hold anything), as proc(5) numbers them.
constexpr int first_field = 3;
constexpr int threads_field = 20;
constexpr int start_time_field = 22;  // clock ticks since boot
constexpr int resident_field = 24;    // pages

double stat_field(int wanted) {
  std::ifstream file("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(text.substr(name_end + 1));
  std::string field;
  for (int i = first_field; i <= wanted; ++i) fields >> field;
  return std::strtod(field.c_str(), nullptr);
}

double boot_time_seconds() {
  std::ifstream file("/proc/stat");
  std::string word;
  while (file >> word) {
    if (word != "btime") continue;
    double seconds = 0;
    file >> seconds;
    return seconds;
  }
  return 0;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double open_fds() {
  DIR* const directory = opendir("/proc/self/fd");
  if (directory == nullptr) return 0;
  int entries = -3;  // ".", ".." and the directory itself
  while (readdir(directory) != nullptr) ++entries;
  closedir(directory);
  return entries;
}

double max_fds() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur == RLIM_INFINITY ? std::numeric_limits<double>::infinity() : static_cast<double>(limit.rlim_cur);
}

}  // namespace

void add_process_figures(Registry& registry) {
  const double started = boot_time_seconds() + stat_field(start_time_field) / static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page_bytes = static_cast<double>(sysconf(_SC_PAGESIZE));
  registry.sampled_counter("process_cpu_seconds_total", "Processor time spent in user and system mode.", cpu_seconds);
  registry.sampled_gauge("process_resident_memory_bytes", "Memory that is resident.",
                         [page_bytes] { return stat_field(resident_field) * page_bytes; });
  registry.sampled_gauge("process_open_fds", "Open file descriptors.", open_fds);
  registry.sampled_gauge("process_max_fds", "File descriptors that may be open.", max_fds);
  registry.sampled_gauge("process_start_time_seconds", "When the process was started, in seconds since 1970.",
                         [started] { return started; });
  registry.sampled_gauge("process_threads", "Threads.", [] { return stat_field(threads_field); });
}

}  // namespace gh::metrics

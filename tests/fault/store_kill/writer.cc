// store_kill_writer PLACE: writes documents without end, from several threads, and prints "<id> <version>" for each write after it was
// acknowledged. Every third write carries a task, named "<id>:<version>". It is made to be killed.
#include <unistd.h>

#include <memory>

#include "platform/executors/event_loop.h"
#include "platform/executors/system.h"
#include "tests/fault/store_kill/place.h"

namespace gh {
namespace {

constexpr int threads = 2;
constexpr int writers_per_thread = 16;
constexpr int documents_per_writer = 4;
constexpr int task_every = 3;  // writes

// One write() of less than PIPE_BUF: lines of several threads do not mix.
void print_line(const std::string& line) {
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(1);
}

Task<bool> write_on(ports::Documents& documents, std::string writer) {
  for (int n = 0;; n = (n + 1) % documents_per_writer) {
    const auto id = writer + "-" + std::to_string(n);
    const auto found = co_await documents.get("killed", id);
    if (!found) _exit(2);
    const auto before = *found ? (*found)->version : 0;
    const auto next = std::to_string(before + 1);
    ports::Write write{id, "{\"version\":" + next + ",\"filling\":\"" + std::string(300, 'x') + "\"}", std::nullopt, {}};
    if ((before + 1) % task_every == 0) write.outbox.push_back({"killed.task", id + ":" + next, next, {}});
    if (before == 0) write.keys = std::vector<std::string>{id};
    const auto written = before == 0 ? co_await documents.insert("killed", std::move(write))
                                     : co_await documents.replace("killed", before, std::move(write));
    if (!written) _exit(3);
    print_line(id + " " + std::to_string(*written) + "\n");
  }
}

Task<std::vector<bool>> write_all(ports::Documents& documents, int thread) {
  std::vector<Task<bool>> writers;
  for (int i = 0; i < writers_per_thread; ++i) writers.push_back(write_on(documents, std::to_string(thread) + "-" + std::to_string(i)));
  co_return co_await when_all(std::move(writers));
}

}  // namespace
}  // namespace gh

int main(int count, char** arguments) {
  if (count != 2) return 4;
  gh::executors::SystemClock clock;
  auto store = gh::store_kill::open_store(arguments[1], clock);
  if (!store) return 5;
  auto& documents = (*store)->documents();
  if (!documents.open({"killed", {{"key", true}}})) return 6;
  std::vector<std::thread> others;
  for (int i = 0; i < gh::threads; ++i) {
    others.emplace_back([&, i] { gh::executors::EventLoop().run_until_complete(gh::write_all(documents, i)); });
  }
  for (auto& other : others) other.join();
}

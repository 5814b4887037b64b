// Writes to the collection of the tasks: {_id, name, payload, due, added, tries}; leased: and {lease, node}, due is when the lease ends;
// dead: {died, error} and no due.
#pragma once
#include <atomic>
#include <string>
#include <vector>

#include "adapters/mongo/connection.h"
#include "base/time.h"
#include "platform/ports/documents.h"

namespace gh::mongo {

inline constexpr const char* tasks_collection = "tasks";

// Numbers that grow, among nodes by their clocks: the order of tasks that are due at one time.
class Stamps {
 public:
  explicit Stamps(const Clock& clock) : clock_(clock) {}
  std::int64_t next();

 private:
  static constexpr std::int64_t of_one_millisecond = 4'096;
  const Clock& clock_;
  std::atomic<std::int64_t> last_{0};
};

// Adds those whose id is not there yet; of several with one id the first.
Result<void> add_tasks(Session&, const std::vector<const ports::OutboxEntry*>&, Stamps&);

}  // namespace gh::mongo

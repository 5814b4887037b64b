// ChangeFeed: the changes of committed batches, the newest in memory, the rest in the table `changes` until it is trimmed.
//
// Numbers: the first change ever is 1; a token "<epoch>.<n>" means that the changes up to n were seen. The writer calls append()
// after a commit; any thread reads.
#pragma once
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sqlite/connection.h"
#include "base/waiters.h"
#include "platform/ports/documents.h"

namespace gh::sqlite {

class ChangeFeed {
 public:
  static constexpr std::size_t in_memory_max = 8192;      // changes
  static constexpr std::uint64_t kept_default = 200'000;  // changes; a token older than this is expired
  static constexpr std::uint64_t trimmed_at_once = 1024;  // changes

  explicit ChangeFeed(std::uint64_t kept) : kept_(kept) {}
  Result<void> load(Connection&);

  // For the writer.
  std::uint64_t last() const { return last_; }
  // Rows of the table up to this number are to be deleted with the next commit; 0: none.
  std::uint64_t trim_to() const;
  void append(std::vector<ports::Change>, std::uint64_t trimmed_to);
  static std::string encode(const std::vector<ports::Change>&);

  struct Look {
    ports::Changes changes;
    bool in_table = false;  // too old for the memory: read_table() has them
    std::uint64_t after = 0;
    std::optional<Waiters::Ticket> ticket;  // nothing yet
  };
  // want_ticket: a place among those who wait, if there is nothing.
  Result<Look> look(const std::string& token, int limit, bool want_ticket);
  Result<ports::Changes> read_table(Connection&, std::uint64_t after, int limit) const;

 private:
  // The changes are told up to this number.
  void place(ports::Changes& changes, std::uint64_t number) const {
    changes.token = epoch_ + "." + std::to_string(number);
    changes.at = {epoch_, static_cast<std::int64_t>(number)};
  }
  std::optional<std::uint64_t> parse(const std::string& token) const;

  const std::uint64_t kept_;
  std::string epoch_;
  mutable std::mutex mutex_;
  std::deque<ports::Change> newest_;  // up to last_
  std::uint64_t last_ = 0;
  std::uint64_t trimmed_ = 0;  // changes up to this number are gone
  Waiters waiters_;
};

}  // namespace gh::sqlite

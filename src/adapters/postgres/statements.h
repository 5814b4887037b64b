// Statements of one collection's table, and those that there are once.
#pragma once
#include <array>
#include <deque>
#include <shared_mutex>

#include "adapters/postgres/connection.h"
#include "platform/group_commit/tables.h"

namespace gh::postgres {

using group_commit::Table;

struct TableStatements {
  explicit TableStatements(const Table&);

  Statement get, has_id;
  Statement insert, replace, replace_with_keys, erase;
  std::vector<Statement> has_key;  // per index
  // [0]: by id, [n]: by index n; [.][descending][has upper end][the lower end is left out]
  std::array<std::array<std::array<std::array<Statement, 2>, 2>, 2>, ports::indexes_max + 1> find;
};

// By Table::number. Any thread may read while another one adds.
class StatementsOfTables {
 public:
  const TableStatements& of(const Table& table) const {
    const std::shared_lock guard(mutex_);
    return tables_[static_cast<std::size_t>(table.number)];
  }
  void add(const Table& table) {
    const std::lock_guard guard(mutex_);
    if (tables_.size() == static_cast<std::size_t>(table.number)) tables_.emplace_back(table);
  }

 private:
  mutable std::shared_mutex mutex_;
  std::deque<TableStatements> tables_;
};

// By id and in a unique index one column is the whole position.
inline bool is_one_column(const Table& table, std::size_t index) { return index == 0 || table.spec.indexes[index - 1].unique; }

}  // namespace gh::postgres

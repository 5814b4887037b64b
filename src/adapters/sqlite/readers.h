// Readers: read-only connections with their prepared statements. A read borrows one, runs on the calling thread and gives it back;
// there are never more of them than threads that read at the same time.
#pragma once
#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/tables.h"

namespace gh::sqlite {

class Readers {
 public:
  static constexpr int cache_kib = 2048;          // of each connection
  static constexpr std::size_t kept_max = 16;     // idle connections

  struct TableStatements {
    Statement get;
    // [0]: by id, [n]: by index n; [.][descending][has upper end]
    std::array<std::array<std::array<Statement, 2>, 2>, ports::indexes_max + 1> find;
  };
  struct Reader {
    Connection connection;
    std::vector<std::unique_ptr<TableStatements>> tables;  // by Table::number

    TableStatements& statements(const Table& table) {
      const auto number = static_cast<std::size_t>(table.number);
      if (tables.size() <= number) tables.resize(number + 1);
      if (!tables[number]) tables[number] = std::make_unique<TableStatements>();
      return *tables[number];
    }
  };

  // Back in the pool at the end of its scope.
  class Borrowed {
   public:
    Borrowed(Readers& readers, std::unique_ptr<Reader> reader) : readers_(&readers), reader_(std::move(reader)) {}
    Borrowed(Borrowed&&) = default;
    ~Borrowed() {
      if (reader_) readers_->give_back(std::move(reader_));
    }
    Reader* operator->() const { return reader_.get(); }
    Reader& operator*() const { return *reader_; }

   private:
    Readers* readers_;
    std::unique_ptr<Reader> reader_;
  };

  explicit Readers(std::string file) : file_(std::move(file)) {}

  Result<Borrowed> borrow() {
    {
      const std::lock_guard guard(mutex_);
      if (!idle_.empty()) {
        auto reader = std::move(idle_.back());
        idle_.pop_back();
        return Borrowed(*this, std::move(reader));
      }
    }
    GH_TRY(auto connection, Connection::open(file_, Connection::Mode::read_only, cache_kib));
    auto reader = std::make_unique<Reader>();
    reader->connection = std::move(connection);
    return Borrowed(*this, std::move(reader));
  }

 private:
  void give_back(std::unique_ptr<Reader> reader) {
    const std::lock_guard guard(mutex_);
    if (idle_.size() < kept_max) idle_.push_back(std::move(reader));
  }

  const std::string file_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> idle_;  // the last one used is the first one taken: its cache is warm
};

}  // namespace gh::sqlite

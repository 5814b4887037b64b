// SearchIndex on SQLite FTS5, in a file of its own that can be deleted at any time.
//
// Owns its threads: one writer, which opens the file and loads what is kept in memory (so that the program's start does not wait for
// it), and a few readers with a read-only connection each. put, query and token may be called on any scheduler's thread; the answer
// comes back there. Scores, filters, typing errors: searcher.h. Memory: about 100 bytes a row, 64 a word, 8 MiB of pages a connection.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/ports/search.h"

namespace gh::sqlite_search {

struct Memory;
class IndexFile;

class SearchIndex : public ports::SearchIndex {
 public:
  static constexpr std::size_t queries_waiting_max = 256;
  static constexpr std::size_t puts_waiting_max = 16;

  // path: of the index's file; its folder exists. readers: threads.
  explicit SearchIndex(std::string path, int readers = 2);
  // Answers what waits with search_unavailable and joins the threads.
  ~SearchIndex() override;
  SearchIndex(const SearchIndex&) = delete;
  SearchIndex& operator=(const SearchIndex&) = delete;

  Task<Result<void>> put(ports::SearchBatch) override;
  Task<Result<ports::SearchAnswer>> query(ports::SearchQuery) override;
  Task<Result<std::string>> token() override;

 private:
  struct Put;
  struct Query;
  template <class Work>
  struct Queue {
    std::mutex mutex;
    std::condition_variable filled;
    std::deque<Work> waiting;
    bool closed = false;
    bool push(Work&&, std::size_t waiting_max);  // false: full or closed
    bool pop(Work&);                             // waits; false: closed and empty
    void close();
  };

  void write();
  void read();
  Result<void> apply(IndexFile&, const ports::SearchBatch&);
  void wait_until_loaded();

  const std::string path_;
  std::unique_ptr<Memory> memory_;
  // memory_ and the file change together under memory_lock_; gate_ lets the writer in when readers follow each other without a gap.
  std::shared_mutex memory_lock_;
  std::mutex gate_;
  std::mutex loaded_mutex_;
  std::condition_variable loaded_changed_;
  bool loaded_ = false;
  Queue<Put> puts_;
  Queue<Query> queries_;
  std::vector<std::thread> threads_;
};

}  // namespace gh::sqlite_search

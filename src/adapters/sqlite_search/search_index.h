// SearchIndex in memory, kept in an SQLite file of its own that can be deleted at any time (docs/adr/0005-search.md).
//
// Owns its threads: one writer, which opens the file and fills the memory from it (so that the program's start does not wait for it),
// and a few readers. put, query and token may be called on any scheduler's thread; the answer comes back there. How a text is
// understood: plan.h; filters and facets: sieve.h; ranking: searcher.cc. Memory: about 250 bytes a row and 4 for each different word
// of it, 450 in all for a product with some prose; twice that while an index is built beside the one that answers.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/ports/search.h"

namespace gh::sqlite_search {

struct Memory;

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

  struct Files;

  void write();
  void read();
  void open(Files&);
  Result<std::string> carry_out(Files&, const Put&);
  void put(Files&, const ports::SearchBatch&);
  void take_over(Files&);
  void wait_until_loaded();

  const std::string path_;
  std::unique_ptr<Memory> memory_;
  // memory_ changes with the file's commit under memory_lock_; gate_ lets the writer in when readers follow each other without a gap.
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

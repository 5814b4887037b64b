#include "adapters/sqlite_search/search_index.h"

#include "adapters/sqlite_search/searcher.h"
#include "base/scheduler.h"

namespace gh::sqlite_search {

// A put, or without a batch the question for the token.
struct SearchIndex::Put {
  std::optional<ports::SearchBatch> batch;
  OneShot<Result<std::string>> answer;  // the token
};
struct SearchIndex::Query {
  ports::SearchQuery query;
  OneShot<Result<ports::SearchAnswer>> answer;
};

template <class Work>
bool SearchIndex::Queue<Work>::push(Work&& work, std::size_t waiting_max) {
  {
    const std::lock_guard lock(mutex);
    if (closed || waiting.size() >= waiting_max) return false;
    waiting.push_back(std::move(work));
  }
  filled.notify_one();
  return true;
}
template <class Work>
bool SearchIndex::Queue<Work>::pop(Work& work) {
  std::unique_lock lock(mutex);
  filled.wait(lock, [&] { return closed || !waiting.empty(); });
  if (waiting.empty()) return false;
  work = std::move(waiting.front());
  waiting.pop_front();
  return true;
}
template <class Work>
void SearchIndex::Queue<Work>::close() {
  {
    const std::lock_guard lock(mutex);
    closed = true;
    for (auto& work : waiting) work.answer.set(fail(ports::errors::search_unavailable));
    waiting.clear();
  }
  filled.notify_all();
}

SearchIndex::SearchIndex(std::string path, int readers) : path_(std::move(path)), memory_(std::make_unique<Memory>()) {
  threads_.emplace_back([this] { write(); });
  for (int i = 0; i < readers; ++i) threads_.emplace_back([this] { read(); });
}

SearchIndex::~SearchIndex() {
  puts_.close();
  queries_.close();
  for (auto& thread : threads_) thread.join();
}

Task<Result<void>> SearchIndex::put(ports::SearchBatch batch) {
  if (batch.rows.size() + batch.erased.size() > ports::search_batch_max)
    co_return fail(ports::errors::search_unavailable, "A batch is too large.");
  Put work{std::move(batch), {}};
  const auto answer = work.answer;
  if (!puts_.push(std::move(work), puts_waiting_max)) co_return fail(ports::errors::search_busy);
  GH_CO_CHECK(co_await answer);
  co_return Result<void>{};
}

Task<Result<std::string>> SearchIndex::token() {
  Put work;
  const auto answer = work.answer;
  if (!puts_.push(std::move(work), puts_waiting_max)) co_return fail(ports::errors::search_busy);
  co_return co_await answer;
}

Task<Result<ports::SearchAnswer>> SearchIndex::query(ports::SearchQuery query) {
  query.text.resize(std::min(query.text.size(), ports::search_text_bytes_max));
  Query work{std::move(query), {}};
  const auto answer = work.answer;
  if (!queries_.push(std::move(work), queries_waiting_max)) co_return fail(ports::errors::search_busy);
  co_return co_await answer;
}

Result<void> SearchIndex::apply(IndexFile& file, const ports::SearchBatch& batch) {
  try {
    file.put(batch, [this](const std::function<void()>& commit, const IndexFile::Update& update) {
      const std::lock_guard turn(gate_);
      const std::unique_lock lock(memory_lock_);
      commit();
      update(*memory_);
    });
    return {};
  } catch (const DatabaseError& error) {
    if (error.is_damage()) {
      const std::lock_guard turn(gate_);
      const std::unique_lock lock(memory_lock_);
      file.start_again(*memory_);
    }
    return fail(ports::errors::search_unavailable, error.what());
  }
}

void SearchIndex::write() {
  std::optional<IndexFile> file;
  std::string trouble;
  try {
    file.emplace(path_);
    const std::unique_lock lock(memory_lock_);
    file->load(*memory_);
  } catch (const std::exception& error) {
    file.reset();
    trouble = error.what();
  }
  {
    const std::lock_guard lock(loaded_mutex_);
    loaded_ = true;
  }
  loaded_changed_.notify_all();
  for (Put work; puts_.pop(work);) {
    try {
      if (!file) {
        work.answer.set(fail(ports::errors::search_unavailable, trouble));
      } else if (auto done = work.batch ? apply(*file, *work.batch) : Result<void>{}; done) {
        work.answer.set(file->token());
      } else {
        work.answer.set(fail(std::move(done).error()));
      }
    } catch (const std::exception& error) {  // the disk is full while the file is made anew, no memory
      file.reset();
      trouble = error.what();
      work.answer.set(fail(ports::errors::search_unavailable, trouble));
    }
  }
}

void SearchIndex::wait_until_loaded() {
  std::unique_lock lock(loaded_mutex_);
  loaded_changed_.wait(lock, [&] { return loaded_; });
}

void SearchIndex::read() {
  wait_until_loaded();
  std::optional<Searcher> searcher;
  std::uint64_t file = 0;
  for (Query work; queries_.pop(work);) {
    Result<ports::SearchAnswer> answer;
    try {
      std::shared_lock<std::shared_mutex> lock;
      {
        const std::lock_guard turn(gate_);
        lock = std::shared_lock(memory_lock_);
      }
      if (!searcher || file != memory_->file) searcher.emplace(path_, *memory_);
      file = memory_->file;
      answer = searcher->answer(work.query);
    } catch (const std::exception& error) {
      searcher.reset();
      answer = fail(ports::errors::search_unavailable, error.what());
    }
    work.answer.set(std::move(answer));
  }
}

}  // namespace gh::sqlite_search

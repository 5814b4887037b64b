#include "adapters/sqlite_search/search_index.h"

#include <filesystem>

#include "adapters/sqlite_search/index_file.h"
#include "adapters/sqlite_search/searcher.h"
#include "base/scheduler.h"

namespace gh::sqlite_search {
namespace {

constexpr const char* beside_tail = ".building";

}  // namespace

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

// What the writer has open: the file of the memory that answers, and what is built beside it.
struct SearchIndex::Files {
  std::optional<IndexFile> file;
  std::unique_ptr<Memory> next;
  std::optional<IndexFile> beside;
  std::string trouble;  // why there is no file
};

void SearchIndex::open(Files& files) {
  try {
    IndexFile::remove(path_ + beside_tail);  // half built when the process died
    const std::unique_lock lock(memory_lock_);
    files.file.emplace(path_, *memory_);
  } catch (const std::exception& error) {
    files.file.reset();
    files.trouble = error.what();
  }
  {
    const std::lock_guard lock(loaded_mutex_);
    loaded_ = true;
  }
  loaded_changed_.notify_all();
}

// What was built beside is what answers from now on.
void SearchIndex::take_over(Files& files) {
  files.beside.reset();
  files.file.reset();
  IndexFile::remove(path_);
  std::filesystem::rename(path_ + beside_tail, path_);
  {
    const std::lock_guard turn(gate_);
    const std::unique_lock lock(memory_lock_);
    std::swap(memory_, files.next);
  }
  files.file.emplace(path_, *memory_, IndexFile::Fill::is_filled);
  files.next.reset();  // the old one, outside of the lock
}

void SearchIndex::put(Files& files, const ports::SearchBatch& batch) {
  if (batch.restart) {
    files.beside.reset();
    IndexFile::remove(path_ + beside_tail);
    files.next = std::make_unique<Memory>();
    files.beside.emplace(path_ + beside_tail, *files.next);
  }
  if (files.beside) {
    files.beside->put(batch, [](const auto& commit, const IndexFile::Update& update) {
      commit();
      update();
    });
    if (!batch.token.empty()) take_over(files);
    return;
  }
  files.file->put(batch, [this](const auto& commit, const IndexFile::Update& update) {
    const std::lock_guard turn(gate_);
    const std::unique_lock lock(memory_lock_);
    commit();
    update();
  });
}

Result<std::string> SearchIndex::carry_out(Files& files, const Put& work) {
  try {
    if (!files.file) return fail(ports::errors::search_unavailable, files.trouble);
    if (!work.batch) return files.file->token();
    if (files.file->is_void() && !work.batch->restart && !files.beside)
      return fail(ports::errors::search_unavailable, "The index was damaged and has to be built again.");
    put(files, *work.batch);
    return files.file->token();
  } catch (const DatabaseError& error) {
    // What is in memory goes on answering until the index has been built again.
    if (error.is_damage() && files.beside)
      files.beside.reset();
    else if (error.is_damage() && files.file)
      files.file->make_void();
    return fail(ports::errors::search_unavailable, error.what());
  }
}

void SearchIndex::write() {
  Files files;
  open(files);
  for (Put work; puts_.pop(work);) {
    Result<std::string> done;
    try {
      done = carry_out(files, work);
    } catch (const std::exception& error) {  // the disk is full while a file is made anew, no memory
      files.beside.reset();
      files.file.reset();
      files.trouble = error.what();
      done = fail(ports::errors::search_unavailable, files.trouble);
    }
    work.answer.set(std::move(done));
  }
  files.beside.reset();
  IndexFile::remove(path_ + beside_tail);
}

void SearchIndex::wait_until_loaded() {
  std::unique_lock lock(loaded_mutex_);
  loaded_changed_.wait(lock, [&] { return loaded_; });
}

void SearchIndex::read() {
  wait_until_loaded();
  Searcher searcher;
  for (Query work; queries_.pop(work);) {
    Result<ports::SearchAnswer> answer;
    try {
      std::shared_lock<std::shared_mutex> lock;
      {
        const std::lock_guard turn(gate_);
        lock = std::shared_lock(memory_lock_);
      }
      answer = searcher.answer(*memory_, work.query);
    } catch (const std::exception& error) {  // no memory
      searcher = Searcher();
      answer = fail(ports::errors::search_unavailable, error.what());
    }
    work.answer.set(std::move(answer));
  }
}

}  // namespace gh::sqlite_search

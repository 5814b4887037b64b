// Follower: keeps the search index like the documents. Reads the change feed from where the index says it is and puts what changed;
// an index that is empty, or has fallen behind the feed, is built again while it answers.
//
// run() is one coroutine for the life of the program, best on a loop of its own: turning documents into rows is work. One per process
// that has an index.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "platform/ports/documents.h"
#include "platform/ports/search.h"

namespace gh::indexing {

// Turns the documents of one collection into rows.
class Source {
 public:
  virtual ~Source() = default;
  virtual std::string_view collection() const = 0;
  // The row of this document as it is now; nothing if there is none to be found.
  virtual Task<Result<std::optional<ports::SearchRow>>> row(std::string id) = 0;
};

// Published products.
class ProductSource final : public Source {
 public:
  explicit ProductSource(catalog::Service& catalog) : catalog_(catalog) {}
  std::string_view collection() const override;
  Task<Result<std::optional<ports::SearchRow>>> row(std::string id) override;

 private:
  catalog::Service& catalog_;
};

// Farms that everybody may see.
class FarmSource final : public Source {
 public:
  explicit FarmSource(farmers::Service& farmers) : farmers_(farmers) {}
  std::string_view collection() const override;
  Task<Result<std::optional<ports::SearchRow>>> row(std::string id) override;

 private:
  farmers::Service& farmers_;
};

class Follower {
 public:
  static constexpr int batch_documents_max = 500;
  static constexpr Milliseconds feed_wait{500};      // stop() is heard at least this often
  static constexpr Milliseconds trouble_wait{1000};  // after a failure
  static constexpr std::size_t passed_max = 5000;    // changes of others until the index's token is moved on for them alone
  static_assert(batch_documents_max <= static_cast<int>(ports::search_batch_max));

  // trouble hears of each failure (for the log); everything is tried again.
  Follower(ports::Documents& documents, ports::SearchIndex& index, std::vector<std::unique_ptr<Source>> sources,
           std::function<void(const Error&)> trouble);

  Task<void> run();              // until stop()
  void stop() { stop_ = true; }  // from any thread

  // One step: builds the index if it must, else takes what the feed has within `wait`. The number of changes taken, 1 for a build:
  // not 0 means that the index may answer otherwise than before.
  Task<Result<std::size_t>> step(Milliseconds wait);
  Task<Result<void>> rebuild();

 private:
  Task<Result<void>> add(Source& source, std::string id, ports::SearchBatch& batch);
  Task<Result<void>> put_collection(Source& source, bool& restart);

  ports::Documents& documents_;
  ports::SearchIndex& index_;
  std::vector<std::unique_ptr<Source>> sources_;
  std::function<void(const Error&)> trouble_;
  std::optional<std::string> token_;  // of the index; nothing: not asked yet
  std::size_t passed_ = 0;
  std::atomic<bool> stop_{false};
};

}  // namespace gh::indexing

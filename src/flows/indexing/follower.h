// Follower: keeps the search index like the documents. Reads the change feed from where the index says it is and puts what changed;
// an index that is empty, or has fallen behind the feed, is built again beside the one that answers.
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
#include <unordered_map>
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/types.h"
#include "platform/ports/documents.h"
#include "platform/ports/search.h"

namespace gh::indexing {

// Turns the documents of one collection into rows.
class Source {
 public:
  virtual ~Source() = default;
  virtual std::string_view collection() const = 0;
  // Whether the collection's documents are rows: those of another one only change rows of other sources.
  virtual bool has_rows() const { return true; }
  // The row that a change of this document changes; "" for none.
  virtual Task<Result<std::string>> changed(std::string document) { co_return document; }
  // The row as it is now; nothing if there is none to be found.
  virtual Task<Result<std::optional<ports::SearchRow>>> row(std::string id) = 0;
};

// Published products.
class ProductSource final : public Source {
 public:
  ProductSource(catalog::Service& catalog, ports::Documents& documents) : catalog_(catalog), documents_(documents) {}
  std::string_view collection() const override;
  Task<Result<std::optional<ports::SearchRow>>> row(std::string id) override;
  // The best-before day of the last lot of the sku that has units left; nothing if there is none.
  Task<Result<std::optional<Date>>> last_day(std::string sku) const;

 private:
  Task<Result<void>> add_stock(const catalog::Product& product, ports::SearchRow& row);

  catalog::Service& catalog_;
  // For stock as it is stored: the service's answer may be a second old, and the feed tells of a change only once.
  ports::Documents& documents_;
};

// Stock, as far as it changes whether a product can be bought: a sku that sells by the second changes no row until its last unit goes.
class StockSource final : public Source {
 public:
  static constexpr std::size_t remembered_max = 50'000;  // skus whose state is known; then all are looked at anew

  StockSource(ProductSource& products, catalog::Service& catalog) : products_(products), catalog_(catalog) {}
  std::string_view collection() const override;
  bool has_rows() const override { return false; }
  Task<Result<std::string>> changed(std::string document) override;
  Task<Result<std::optional<ports::SearchRow>>> row(std::string id) override { return products_.row(std::move(id)); }

 private:
  // What shows of a sku: ProductSource::last_day. What else decides is the product's, and a row of its own when it changes.
  using State = std::optional<Date>;

  ProductSource& products_;
  catalog::Service& catalog_;
  std::unordered_map<Sku, State> last_;
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

  // One step: builds the index if it must, else takes what the feed has within `wait`. The number of changes taken, 1 for a build.
  Task<Result<std::size_t>> step(Milliseconds wait);
  // Whether the last step brought rows to the index: it may answer otherwise than before. Most changes of a busy shop do not.
  bool moved() const { return moved_; }
  // How far the index has what the feed tells; nothing until a step has asked.
  const std::optional<ports::FeedPosition>& position() const { return position_; }
  Task<Result<void>> rebuild();

 private:
  Task<Result<void>> add(Source& source, std::string id, ports::SearchBatch& batch);
  Task<Result<void>> put_collection(Source& source, bool& restart);

  ports::Documents& documents_;
  ports::SearchIndex& index_;
  std::vector<std::unique_ptr<Source>> sources_;
  std::function<void(const Error&)> trouble_;
  std::optional<std::string> token_;  // of the index; nothing: not asked yet
  std::optional<ports::FeedPosition> position_;
  std::size_t passed_ = 0;
  bool moved_ = false;
  std::atomic<bool> stop_{false};
};

}  // namespace gh::indexing

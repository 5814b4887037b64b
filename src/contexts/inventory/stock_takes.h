// StockTakes: a farm counts what it has. One take is a document: what was expected of each lot when it was opened, what was counted, and
// what became of the difference.
//
// What is counted is what lies there and is not packed for a paid order. A count has its moment: what was sold, moved in or written off
// after it is not part of the difference. So a list that was counted without a connection and sent in later is as good as one at once.
// A difference is worked out once, when the take is applied, and stored before the first lot is changed; each lot's change carries a key.
// Whoever applies again after a crash makes no change twice.
// One object for the program, callable from any thread; the service outlives it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "contexts/inventory/service.h"
#include "platform/documents/collection.h"

namespace gh::inventory {

struct StockTakeTag {
  static constexpr std::string_view prefix = "stk";
};
using StockTakeId = Id<StockTakeTag>;

enum class StockTakeStatus { open, applying, applied, cancelled };
BOOST_DESCRIBE_ENUM(StockTakeStatus, open, applying, applied, cancelled)

// not_counted lines change nothing. refused: see `error`, the code of the error that the stock desk gave.
enum class CountResult { not_counted, same, differs, applied, refused };
BOOST_DESCRIBE_ENUM(CountResult, not_counted, same, differs, applied, refused)

struct CountLine {
  Sku sku;
  LotId lot;
  std::string lot_code;
  std::string location;
  Quantity expected;                // when the take was opened
  std::optional<Quantity> counted;  // the last count
  std::optional<Timestamp> counted_at;
  std::optional<UserId> counted_by;
  std::string note;
  std::optional<Quantity> expected_then;  // at the moment of the count
  Quantity difference;                    // counted - expected_then
  CountResult result = CountResult::not_counted;
  std::string error;
};
BOOST_DESCRIBE_STRUCT(CountLine, (),
                      (sku, lot, lot_code, location, expected, counted, counted_at, counted_by, note, expected_then, difference, result,
                       error))

struct StockTake {
  StockTakeId id;
  FarmId farm;
  StockTakeStatus status = StockTakeStatus::open;
  std::string note;
  UserId opened_by;
  Timestamp opened;
  std::optional<UserId> ended_by;
  std::optional<Timestamp> ended;
  std::vector<CountLine> lines;  // by sku, then as the item has its lots
};
BOOST_DESCRIBE_STRUCT(StockTake, (), (id, farm, status, note, opened_by, opened, ended_by, ended, lines))

struct Count {
  Sku sku;
  LotId lot;
  Quantity counted;
  std::optional<Timestamp> at;  // none: now
  std::string note;
};

using StockTakeCollection = Collection<StockTake>;

class StockTakes {
 public:
  static constexpr std::size_t lines_max = 2'000;  // of one take: some 800 KB
  static constexpr std::size_t changes_at_once = 64;

  StockTakes(ports::Documents& documents, Service& stock, const Clock& clock, Random& random);
  const Result<void>& opened() const { return takes_.opened(); }

  // Of these skus, or of all that the farm has. stock_take_state: one is open already; stock_item_full: too many lots for one take.
  Task<Result<StockTake>> open(Farmer farmer, std::vector<Sku> skus, std::string note);
  // Again for the same lot replaces the count. not_found (sku or lot), bad_quantity; invalid: a moment before the opening or to come.
  Task<Result<StockTake>> count(Farmer farmer, StockTakeId id, std::vector<Count> counts);
  // With what would be changed now; the stored take stays as it is.
  Task<Result<StockTake>> preview(FarmId farm, StockTakeId id);
  Task<Result<StockTake>> apply(Farmer farmer, StockTakeId id);
  Task<Result<StockTake>> cancel(Farmer farmer, StockTakeId id);
  Task<Result<StockTake>> get(FarmId farm, StockTakeId id);
  // Newest first.
  Task<Result<PageOf<StockTake>>> list(FarmId farm, int limit, std::string cursor);

 private:
  Task<Result<void>> work_out(StockTake& take);
  Task<Result<void>> add_item(StockTake& take, Sku sku);
  Task<bool> change_lot(const Farmer& farmer, const StockTake& take, CountLine& line);

  StockTakeCollection takes_;
  Service& stock_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace gh::inventory

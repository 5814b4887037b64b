// Imports the USDA local food directory (CSV) as listed farms.
//
// Running it again doubles nothing: a farm's id comes from its name, city, state and street. A listed farm is brought up to what the
// directory says now; one that an owner has claimed or that an admin decided about is left alone. A bad row costs that row.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/task.h"
#include "contexts/farmers/directory_row.h"
#include "contexts/farmers/store.h"
#include "platform/csv/table.h"

namespace gh::farmers {

struct ImportProgress {
  std::int64_t rows = 0;         // read, header not counted
  std::int64_t bytes = 0;        // read
  std::int64_t bytes_total = 0;  // 0: not known
};

// How many findings of one kind there are, for a report that fits on a screen.
struct FindingCount {
  Outcome outcome = Outcome::refused;
  std::string field;
  std::string code;
  std::int64_t count = 0;
  std::int64_t first_line = 0;
};

struct ImportSummary {
  std::int64_t rows = 0;
  std::int64_t farms_new = 0;
  std::int64_t farms_unchanged = 0;
  std::int64_t farms_updated = 0;
  std::int64_t farms_kept = 0;       // the directory differs, but the farm is no longer only listed
  std::int64_t markets_skipped = 0;  // rows of another type than "farm"
  std::vector<Finding> findings;     // by line; at most findings_max
  std::int64_t findings_left_out = 0;

  std::int64_t count(Outcome) const;
  std::vector<FindingCount> counts() const;  // by outcome, then the most frequent first
};
BOOST_DESCRIBE_STRUCT(ImportSummary, (),
                      (rows, farms_new, farms_unchanged, farms_updated, farms_kept, markets_skipped, findings, findings_left_out))

class DirectoryImport {
 public:
  static constexpr std::size_t in_flight_max = 256;    // writes that wait for one commit together
  static constexpr std::int64_t rows_max = 1'000'000;  // what is known of a run's rows is kept in memory
  static constexpr std::size_t findings_max = 100'000;
  static constexpr int slug_candidates_max = 1000;

  // The next bytes of the file; empty: its end.
  using Source = std::function<Result<std::string>()>;

  DirectoryImport(ports::Documents& documents, const Clock& clock) : farms_(open_farms(documents)), clock_(clock) {}

  // One run at a time. progress is called after each batch of rows, on the caller's thread. Fails if the source or the store does,
  // if the header is not the directory's (`invalid`), or after rows_max rows; what was written until then stays, and the next run goes on.
  Task<Result<ImportSummary>> run(Source source, std::int64_t bytes_total, std::function<void(const ImportProgress&)> progress);

 private:
  enum class Saved { created, unchanged, updated, kept };
  struct Run;

  void take(Run& run, const csv::Row& row) const;
  Task<Result<void>> save_batch(Run& run) const;
  Task<Result<Saved>> save(Listing listing, Run& run) const;
  Task<Result<Saved>> create(Listing listing, std::string digest, Run& run) const;
  Task<Result<Saved>> bring_up(Versioned<Farm> known, Listing listing, std::string digest) const;

  FarmCollection farms_;
  const Clock& clock_;
};

}  // namespace gh::farmers

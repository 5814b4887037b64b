// What is kept in memory of every row of one kind: enough to filter, sort, count and name it without touching the file. About 150 bytes and
// 4 for each label.
//
// Written by the index's writer under its lock, read under it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/sqlite_search/labels.h"
#include "adapters/sqlite_search/vocabulary.h"

namespace gh::sqlite_search {

// Great-circle distance in metres on a sphere of the Earth's mean radius (haversine; at most 0.5 % from the ellipsoid).
double distance_m(ports::Place, ports::Place);

// What orders rows: smaller comes first, larger row numbers first among equals.
struct SortKey {
  std::int64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const SortKey&) const = default;
};
SortKey title_key(std::string_view title);  // of its first 16 letters

// A row as it is kept in memory and, with its id and words, in the file.
struct Facts {
  SortKey title;
  std::uint8_t title_words = 1;  // 1 .. 255
  ports::SearchPrice price;
  std::int64_t newness = 0;
  std::optional<ports::Place> place;
  std::vector<ports::SearchSale> sales;
  std::vector<LabelNumber> labels;
};

struct Entry {
  SortKey title;
  ports::SearchPrice price;
  std::int64_t newness = 0;
  std::uint32_t labels_at = 0;  // in the pool
  ValueNumber farm = 0;
  std::uint8_t label_count = 0;
  std::uint8_t title_words = 1;
  bool there = false;
  bool has_sales = false;
};

class Catalogue {
 public:
  static constexpr ValueNumber no_farm = ~ValueNumber{0};

  // What a row has of `labels` is counted there.
  void put(RowNumber, std::string id, const Facts&, Labels& labels);
  void erase(RowNumber, Labels& labels);

  RowNumber end() const { return static_cast<RowNumber>(entries_.size()); }
  const Entry& entry(RowNumber row) const { return entries_[row]; }
  const std::string& id(RowNumber row) const { return ids_[row]; }
  std::span<const LabelNumber> labels(const Entry& entry) const { return {pool_.data() + entry.labels_at, entry.label_count}; }
  std::int64_t rows() const { return rows_; }
  // The lowest price that holds.
  ports::SearchPrice price(RowNumber row, Timestamp now) const;
  // Of the row itself, not of its farm.
  std::optional<ports::Place> place(ValueNumber farm) const;
  // The first begin or end of a sale behind `now`.
  Timestamp next_sale_change(Timestamp now) const;

 private:
  void count_sales(const std::vector<ports::SearchSale>& sales, int sign);
  void tidy_pool();

  std::vector<Entry> entries_;
  std::vector<std::string> ids_;
  std::vector<LabelNumber> pool_;  // the rows' labels, with gaps where rows were
  std::size_t pool_used_ = 0;
  std::unordered_map<RowNumber, std::vector<ports::SearchSale>> sales_;
  std::map<Timestamp, std::int64_t> sale_changes_;
  std::unordered_map<ValueNumber, ports::Place> places_;  // by farm
  std::int64_t rows_ = 0;
};

}  // namespace gh::sqlite_search

// What is kept in memory of every row, 48 bytes and its tags: enough to filter, sort and measure distances without touching the file.
//
// Rows are named by the number that they have in the file. Written by the index's writer under its lock, read under it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/ports/search.h"

namespace gh::sqlite_search {

using RowNumber = std::int64_t;

// Great-circle distance in metres on a sphere of the Earth's mean radius (haversine; at most 0.5 % from the ellipsoid).
double distance_m(ports::Place, ports::Place);

// Names (farms, categories, tags) as small numbers; 0 is no name.
class Names {
 public:
  std::uint32_t number(const std::string& name);      // gives a new name a number
  std::uint32_t find(const std::string& name) const;  // 0: unknown
  std::size_t size() const { return numbers_.size() + 1; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

// What orders rows: smaller comes first, larger row numbers first among equals.
struct SortKey {
  std::int64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const SortKey&) const = default;
};

struct Entry {
  bool there = false;
  ports::SearchKind kind = ports::SearchKind::product;
  std::uint8_t title_words = 1;  // 1 .. 255
  std::uint32_t category = 0;
  std::uint32_t farm = 0;
  std::int64_t price_minor = 0;
  std::int64_t newness = 0;
  SortKey title;                    // of its first 16 letters
  std::vector<std::uint32_t> tags;  // sorted
};

class Catalogue {
 public:
  void put(RowNumber, const ports::SearchRow&);
  void erase(RowNumber);
  void clear() { *this = Catalogue(); }

  const Entry* find(RowNumber row) const {
    return row >= 0 && static_cast<std::size_t>(row) < entries_.size() && entries_[static_cast<std::size_t>(row)].there
               ? &entries_[static_cast<std::size_t>(row)]
               : nullptr;
  }
  RowNumber end() const { return static_cast<RowNumber>(entries_.size()); }
  std::int64_t rows(ports::SearchKind kind) const { return counts_[kind == ports::SearchKind::farm]; }
  std::optional<ports::Place> place(std::uint32_t farm) const { return farm < places_.size() ? places_[farm] : std::nullopt; }
  std::size_t farms() const { return farm_names_.size(); }

  const Names& farm_names() const { return farm_names_; }
  const Names& category_names() const { return category_names_; }
  const Names& tag_names() const { return tag_names_; }

 private:
  std::vector<Entry> entries_;                       // by row number
  std::vector<std::optional<ports::Place>> places_;  // by farm
  std::int64_t counts_[2] = {0, 0};
  Names farm_names_, category_names_, tag_names_;
};

// One query's filters, made ready. Distances are worked out once per farm.
class Filter {
 public:
  Filter(const Catalogue&, const ports::SearchQuery&);
  // Whether the row passes.
  bool passes(const Entry&);
  // Of the row's farm; nothing without a place. Only with query.near.
  std::optional<double> metres(const Entry&);

 private:
  static constexpr double unknown = -1, nowhere = -2;

  const Catalogue& catalogue_;
  const ports::SearchQuery& query_;
  bool impossible_ = false;  // names something that no row has
  std::uint32_t farm_ = 0, category_ = 0;
  std::vector<std::uint32_t> tags_;
  std::vector<double> metres_;  // by farm
};

}  // namespace gh::sqlite_search

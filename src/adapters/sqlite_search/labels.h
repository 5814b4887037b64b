// Labels as small numbers, shared by all rows that have them. A label is a value of a facet with the time in which it holds, so that the
// clock costs nothing per row: 100,000 products under a thousand certificates are a thousand comparisons.
//
// Written by the index's writer under its lock, read under it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/ports/search.h"

namespace gh::sqlite_search {

using LabelNumber = std::uint32_t;
using ValueNumber = std::uint32_t;  // of a facet's value, whenever it holds

class Labels {
 public:
  struct Label {
    ValueNumber value = 0;
    ports::SearchFacet facet = ports::SearchFacet::tag;
    Timestamp from, until;
    std::uint32_t rows = 0;  // that have it
    bool holds(Timestamp now) const { return from <= now && now < until; }
  };
  struct Value {
    ports::SearchFacet facet = ports::SearchFacet::tag;
    std::string text;
  };

  std::optional<LabelNumber> find(const ports::SearchLabel&) const;
  // Its number must be the next one.
  void learn(const ports::SearchLabel&);
  void count(LabelNumber label, int rows) { labels_[label].rows += static_cast<std::uint32_t>(rows); }

  const std::vector<Label>& all() const { return labels_; }
  const std::vector<Value>& values() const { return values_; }
  std::optional<ValueNumber> value(ports::SearchFacet, const std::string& text) const;

 private:
  using Key = std::pair<ports::SearchFacet, std::string>;
  struct TimedHash {
    std::size_t operator()(const std::tuple<ValueNumber, std::int64_t, std::int64_t>& t) const {
      const auto [value, from, until] = t;
      return std::hash<std::uint64_t>{}(value * 0x9e3779b97f4a7c15U ^ static_cast<std::uint64_t>(from) * 31 ^
                                        static_cast<std::uint64_t>(until));
    }
  };

  std::vector<Label> labels_;
  std::vector<Value> values_;
  std::unordered_map<std::string, ValueNumber> value_at_[ports::search_facets];
  std::unordered_map<std::tuple<ValueNumber, std::int64_t, std::int64_t>, LabelNumber, TimedHash> at_;
};

}  // namespace gh::sqlite_search

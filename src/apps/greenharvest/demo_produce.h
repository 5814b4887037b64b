// What the farms of the demo shop sell: real varieties, with the season, unit, storage and allergens of the real thing. Prices are of the
// kind that farm shops of the eastern United States ask. Months are when it is sold fresh, or out of store.
#pragma once
#include <span>
#include <string_view>

namespace gh::app::demo {

struct Produce {
  std::string_view tag;        // of the directory: farms that carry it sell this
  std::string_view category;   // of the catalog's tree
  std::string_view varieties;  // titles, with '|' between them
  std::string_view unit, pack;
  int cents;                    // of one pack, about
  std::string_view large_pack;  // of a second variant; empty: there is none
  std::string_view storage;     // class
  std::string_view allergens;   // as JSON strings
  std::string_view tax;
  int from_month, to_month;  // from > to: over the turn of the year
  int days_since_harvest, days_of_life;
  std::string_view keep;  // how to keep it at home
  std::string_view text;  // what it is good for
};

std::span<const Produce> produce();

}  // namespace gh::app::demo

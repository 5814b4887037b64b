// What answers queries: written by the index's writer under its lock, read under it by the readers.
#pragma once
#include "adapters/sqlite_search/catalogue.h"

namespace gh::sqlite_search {

// All rows of one kind.
struct Shelf {
  Catalogue rows;
  Vocabulary words;
};

struct Memory {
  Labels labels;
  Shelf shelves[2];
  Shelf& of(ports::SearchKind kind) { return shelves[static_cast<std::size_t>(kind)]; }
  const Shelf& of(ports::SearchKind kind) const { return shelves[static_cast<std::size_t>(kind)]; }
};

}  // namespace gh::sqlite_search

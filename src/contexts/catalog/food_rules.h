// What food law says of storage and allergens, as tables with their sources.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "contexts/catalog/types.h"

namespace gh::catalog {

struct StorageLimit {
  StorageClass storage = StorageClass::ambient;
  std::optional<std::int32_t> max_milli_celsius;  // absent: room temperature
  std::string_view source;
};
std::span<const StorageLimit> storage_limits();
const StorageLimit& limit_of(StorageClass);

struct AllergenList {
  Allergen allergen = Allergen::wheat;
  bool eu = false;  // Regulation (EU) No 1169/2011, annex II
  bool us = false;  // 21 USC 321(qq): FALCPA, and sesame since the FASTER Act
  std::string_view name;
};
std::span<const AllergenList> allergen_lists();

}  // namespace gh::catalog

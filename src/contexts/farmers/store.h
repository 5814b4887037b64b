// The farms collection and its indexes.
#pragma once
#include "contexts/farmers/farm.h"
#include "contexts/farmers/names.h"
#include "contexts/farmers/types.h"
#include "platform/documents/collection.h"

namespace gh::farmers {

namespace indexes {
inline constexpr std::string_view slug = "slug";
inline constexpr std::string_view owner = "owner";          // one farm per owner
inline constexpr std::string_view by_name = "by_name";      // of those that everyone may see: folded name, then id
inline constexpr std::string_view by_status = "by_status";  // status, a space, oldest change first
inline constexpr std::string_view unchecked = "unchecked";  // farms with a certificate that waits for an admin: oldest change first
}  // namespace indexes

using FarmCollection = Collection<Farm>;
using SeatCollection = Collection<Seat>;

// Opens the collection; `documents` outlives it.
FarmCollection open_farms(ports::Documents& documents);
SeatCollection open_seats(ports::Documents& documents);
// The keys of one status in indexes::by_status.
ports::Range status_range(FarmStatus);

}  // namespace gh::farmers

// The collections of delivery and their indexes.
#pragma once
#include "contexts/delivery/types.h"
#include "platform/documents/collection.h"

namespace gh::delivery {

using Plans = Collection<Plan>;
using Windows = Collection<Window>;

inline Plans open_plans(ports::Documents& documents) {
  return {documents, {"delivery_plans", {}, ports::AuditSpec{.farm_member = "id"}}, [](const Plan&) { return Plans::Keys{}; }};
}

// by_farm: the farm, a space, the beginning.
inline std::string window_key(const FarmId& farm, Timestamp starts) { return farm.text() + ' ' + ports::sortable(starts.ms); }

inline Windows open_windows(ports::Documents& documents) {
  return {documents, {"delivery_windows", {{"by_farm"}}, ports::AuditSpec{.farm_member = "farm"}}, [](const Window& window) {
            return Windows::Keys{window_key(window.farm, window.starts)};
          }};
}

}  // namespace gh::delivery

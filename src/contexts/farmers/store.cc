#include "contexts/farmers/store.h"

namespace gh::farmers {

namespace {

bool has_unchecked(const Farm& farm) {
  return std::ranges::any_of(farm.certifications, [](const Certification& c) { return (!c.verified && c.refusal.empty()) || c.renewal; });
}

}  // namespace

FarmCollection open_farms(ports::Documents& documents) {
  ports::CollectionSpec spec{"farms",
                             {{std::string(indexes::slug), true},
                              {std::string(indexes::owner), true},
                              {std::string(indexes::by_name)},
                              {std::string(indexes::by_status)},
                              {std::string(indexes::unchecked)}},
                             ports::AuditSpec{.farm_member = "id", .customers = true}};
  return FarmCollection(documents, std::move(spec), [](const Farm& farm) {
    return FarmCollection::Keys{
        farm.slug,
        farm.owner ? farm.owner->text() : std::string(),
        is_public(farm.status) ? folded(farm.name) : std::string(),
        std::string(json::enum_name(farm.status)) + " " + ports::sortable(farm.updated.ms),
        has_unchecked(farm) ? ports::sortable(farm.updated.ms) : std::string(),
    };
  });
}

SeatCollection open_seats(ports::Documents& documents) {
  return SeatCollection(documents, {"farm_seats", {}}, [](const Seat&) { return SeatCollection::Keys{}; });
}

ports::Range status_range(FarmStatus status) {
  const std::string name(json::enum_name(status));
  return {name + " ", name + "!", false};  // '!' follows ' '
}

}  // namespace gh::farmers

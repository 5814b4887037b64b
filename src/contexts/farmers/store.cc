#include "contexts/farmers/store.h"

namespace gh::farmers {

FarmCollection open_farms(ports::Documents& documents) {
  ports::CollectionSpec spec{"farms",
                             {{std::string(indexes::slug), true},
                              {std::string(indexes::owner), true},
                              {std::string(indexes::by_name)},
                              {std::string(indexes::by_status)}},
                             ports::AuditSpec{.farm_member = "id", .customers = true}};
  return FarmCollection(documents, std::move(spec), [](const Farm& farm) {
    return FarmCollection::Keys{
        farm.slug,
        farm.owner ? farm.owner->text() : std::string(),
        is_public(farm.status) ? folded(farm.name) : std::string(),
        std::string(json::enum_name(farm.status)) + " " + ports::sortable(farm.updated.ms),
    };
  });
}

ports::Range status_range(FarmStatus status) {
  const std::string name(json::enum_name(status));
  return {name + " ", name + "!", false};  // '!' follows ' '
}

}  // namespace gh::farmers

// `greenharvest admin migrate`: what every start does first, without a start: the schema and the collections of the store are brought
// to what this program declares.
#include <fmt/format.h>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/logging.h"
#include "apps/greenharvest/scratch_folder.h"
#include "apps/greenharvest/shop.h"

namespace gh::app {

int command_migrate(const Start& start) {
  return with_settings(start, [](const Settings& given) -> Result<void> {
    // Of a shared store the data folder is a node's own (search index, mail), and its node may be running.
    std::optional<ScratchFolder> beside;
    auto settings = given;
    if (!given.store_url.empty()) {
      GH_TRY(auto made, ScratchFolder::make());
      beside.emplace(std::move(made));
      settings.data = beside->path();
    }
    GH_TRY(const auto shop, Shop::open(settings));
    fmt::print("the store is as this program needs it: {} collections\n", shop->storage->collections().size());
    return {};
  });
}

}  // namespace gh::app

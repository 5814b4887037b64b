#include "adapters/redis/commands.h"

#include "adapters/redis/client.h"
#include "adapters/redis/cluster_client.h"

namespace gh::redis {

std::unique_ptr<Commands> Commands::open(ClientOptions options, ClientObserver& observer) {
  if (options.address.cluster) return std::make_unique<ClusterClient>(std::move(options), observer);
  return std::make_unique<Client>(std::move(options), observer);
}

}  // namespace gh::redis

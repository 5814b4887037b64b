// `greenharvest openapi` and `greenharvest lists NAME`: the program's own word on what the documentation says of it.
#include <cstdio>

#include <fmt/format.h>

#include "adapters/mongo/validator.h"
#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/scratch_folder.h"
#include "apps/greenharvest/web.h"
#include "contexts/notifications/events.h"
#include "gateway/method.h"
#include "gateway/openapi.h"
#include "gateway/problem.h"
#include "platform/metrics/requests.h"

namespace gh::app {
namespace {

// A shop over a folder that is gone afterwards: what is listed comes from what is really composed.
template <class Work>
int with_empty_shop(Work work) {
  config::Config config;
  auto settings = declare_settings(config);
  const auto folder = ScratchFolder::make();
  if (!folder) {
    fmt::print(stderr, "greenharvest: {}\n", folder.error().detail());
    return 1;
  }
  settings.data = folder->path();
  int status = 1;
  if (auto shop = Shop::open(settings)) {
    Web web(**shop, settings);
    if (web.add_pages_of({})) status = work(**shop, web);
  } else {
    fmt::print(stderr, "greenharvest: {}\n", shop.error().detail());
  }
  return status;
}

void list_routes(const Web& web) {
  for (const auto& route : web.table().routes())
    fmt::print("{} {} {}\n", gateway::method_name(route->spec.method), route->spec.path, route->spec.operation_id);
  for (const auto& [path, page] : web.pages()) fmt::print("GET {} page\n", path);
}

void list_metrics(Shop& shop) {
  // These two come with the first answer and the first task.
  metrics::RequestTimes(shop.registry).route("GET", "/").observe(200, {});
  shop.observers.task_ended({.task = {}, .outcome = jobs::Outcome::done, .error = nullptr, .took = {}});
  for (const auto& metric : shop.registry.descriptions()) fmt::print("{} {} {}\n", metric.name, metrics::name_of(metric.type), metric.help);
}

// What MongoDB holds documents to, whichever store this shop has: the collection and its $jsonSchema, separated by a tab.
int list_validators(const Shop& shop) {
  for (const auto& collection : shop.storage->collections()) {
    const auto validator = mongo::validator_of(collection);
    if (!validator) {
      fmt::print(stderr, "greenharvest: {}\n", validator.error().detail());
      return 1;
    }
    fmt::print("{}\t{}\n", collection.name, *validator);
  }
  return 0;
}

// event, "email" where it is mailed, the page that it links to: separated by tabs.
void list_notices() {
  for (const auto& event : notifications::events())
    fmt::print("{}\t{}\t{}\n", event.name, notifications::uses(event, notifications::Channel::email) ? "email" : "", event.link);
}

// key, type, default, what is allowed, what for: separated by tabs, for some are empty and some have spaces.
void list_settings() {
  config::Config config;
  declare_settings(config);
  for (const auto& [key, entry] : config.entries())
    fmt::print("{}\t{}\t{}\t{}\t{}\n", key, entry.type, entry.initial, entry.allowed, entry.description);
}

}  // namespace

int command_openapi() {
  return with_empty_shop([](Shop&, Web& web) {
    fmt::print("{}\n", gateway::openapi(web.table(), version));
    return 0;
  });
}

int command_lists(const std::string& name) {
  return with_empty_shop([&name](Shop& shop, Web& web) {
    if (name == "routes") {
      list_routes(web);
    } else if (name == "errors") {
      for (const auto* kind : gateway::all_errors()) fmt::print("{} {} {}\n", kind->number, kind->code, kind->title);
    } else if (name == "metrics") {
      list_metrics(shop);
    } else if (name == "settings") {
      list_settings();
    } else if (name == "notices") {
      list_notices();
    } else if (name == "tasks") {
      for (const auto& task : shop.task_names()) fmt::print("{}\n", task);
    } else if (name == "collections") {
      for (const auto& collection : shop.storage->collections()) fmt::print("{}\n", collection.name);
    } else if (name == "validators") {
      return list_validators(shop);
    } else {
      fmt::print(stderr,
                 "greenharvest: no list \"{}\"; there are routes, errors, metrics, tasks, collections, validators, settings, notices\n",
                 name);
      return 2;
    }
    return 0;
  });
}

}  // namespace gh::app

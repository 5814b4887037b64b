// Pictures: uploaded by whoever is signed in, served to everybody.
#pragma once
#include "contexts/pictures/service.h"
#include "gateway/route_table.h"

namespace gh::gateway {

// Lives as long as the table.
void picture_routes(RouteTable& table, const pictures::Service& pictures);

// Before a write that names these pictures of a product or a farm (members with a url); nothing given is nothing to do. picture_gone.
template <class Pictures>
Task<Result<void>> name_pictures(const pictures::Service& pictures, const std::optional<Pictures>& given, std::string pointer) {
  std::vector<std::string> urls;
  if (given) {
    for (const auto& picture : given->value()) urls.push_back(picture.url.value());
  }
  return pictures.name(std::move(urls), std::move(pointer), "/url", false);
}

}  // namespace gh::gateway

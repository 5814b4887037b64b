// `greenharvest admin user create`.
#include <iostream>

#include <fmt/format.h>

#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/logging.h"
#include "apps/greenharvest/shop.h"
#include "contexts/identity/inputs.h"
#include "contexts/identity/passwords.h"
#include "platform/json/json.h"

namespace gh::app {

int command_user_create(const Start& start, const NewUser& wanted) {
  std::string password;
  std::getline(std::cin, password);
  return with_settings(start, [&](const Settings& settings) -> Result<void> {
    // The same rules as a registration over the API.
    GH_TRY(const auto checked,
           json::parse<identity::Registration>(fmt::format(R"({{"email":{},"password":{},"name":{}}})", json::escape(wanted.email),
                                                           json::escape(password), json::escape(wanted.name))));
    GH_CHECK(identity::check_new_password(checked.password.value(), checked.email.value(), checked.name.value(), "/password"));
    GH_TRY(const auto shop, Shop::open(settings));
    executors::EventLoop loop;
    GH_TRY(const auto account,
           loop.run_until_complete(shop->identity->create_user({.email = checked.email.value(),
                                                                .password = checked.password.value(),
                                                                .name = checked.name.value(),
                                                                .role = *json::enum_from_name<identity::Role>(wanted.role),
                                                                .second_factor_waived = wanted.second_factor == "waived"})));
    fmt::print("{} {}\n", account.id.text(), json::enum_name(account.role));
    return {};
  });
}

}  // namespace gh::app

#include "flows/telling/teller.h"

#include "base/errors.h"
#include "platform/json/json.h"

namespace gh::telling {

Task<Result<void>> Teller::tell(ports::LeasedTask task) const {
  GH_CO_TRY(auto notice, json::parse_stored<notices::Notice>(task.payload));
  notifications::Recipient recipient{.user = notice.user, .email = notice.email, .name = {}};
  if (notice.user) {
    auto account = co_await identity_.account(*notice.user);
    // Whoever is gone needs to be told nothing.
    if (!account && account.error().is(errors::not_found)) co_return Result<void>{};
    if (!account) co_return fail(std::move(account).error());
    if (recipient.email.empty()) recipient.email = std::move(account->email);
    recipient.name = std::move(account->name);
  } else if (recipient.email.empty()) {
    recipient.email = operators_;
  }
  co_return co_await notifications_.tell(std::move(notice), std::move(task.id), std::move(recipient));
}

}  // namespace gh::telling

#include "gateway/routes/addresses.h"

#include "base/errors.h"
#include "contexts/identity/errors.h"

namespace gh::gateway {

namespace {

using identity::AddressEntry;
using identity::SavedAddress;
using json::None;

struct AddressPath {
  identity::AddressId id;
};
BOOST_DESCRIBE_STRUCT(AddressPath, (), (id))

struct AddressList {
  std::vector<SavedAddress> items;  // the default first
};
BOOST_DESCRIBE_STRUCT(AddressList, (), (items))

}  // namespace

void address_routes(RouteTable& table, const identity::AddressBook& book) {
  table.add<Input<>, AddressList>({.method = net::Method::get,
                                   .path = "/api/v1/me/addresses",
                                   .operation_id = "listAddresses",
                                   .summary = "The caller's addresses, the default first, then the oldest first. There are at most 20.",
                                   .context = "identity",
                                   .roles = signed_in},
                                  [&book](const Call& call, Input<>) -> Task<Result<Reply<AddressList>>> {
                                    GH_CO_TRY(auto items, co_await book.list(*call.caller.user));
                                    co_return AddressList{std::move(items)};
                                  });
  table.add<Input<None, None, AddressEntry>, SavedAddress>(
      {.method = net::Method::post,
       .path = "/api/v1/me/addresses",
       .operation_id = "addAddress",
       .summary = "Keeps an address for later orders. The first one is the default; the same again is the one that is there.",
       .context = "identity",
       .roles = signed_in,
       .rate = RateGroup::write,
       .success_status = 201,
       .errors = {&identity::errors::too_many_addresses}},
      [&book](const Call& call, Input<None, None, AddressEntry> in) -> Task<Result<Reply<SavedAddress>>> {
        GH_CO_TRY(auto made, co_await book.add(*call.caller.user, std::move(in.body)));
        Reply<SavedAddress> reply(std::move(made));
        reply.head.add("Location", "/api/v1/me/addresses");
        co_return reply;
      });
  table.add<Input<AddressPath, None, AddressEntry>, SavedAddress>(
      {.method = net::Method::put,
       .path = "/api/v1/me/addresses/{id}",
       .operation_id = "putAddress",
       .summary = "The address is this from now on; orders that were placed go where they went. The default stays it until another one is.",
       .context = "identity",
       .roles = signed_in,
       .rate = RateGroup::write,
       .errors = {&gh::errors::not_found}},
      [&book](const Call& call, Input<AddressPath, None, AddressEntry> in) -> Task<Result<Reply<SavedAddress>>> {
        co_return co_await book.put(*call.caller.user, std::move(in.path.id), std::move(in.body));
      });
  table.add<Input<AddressPath>, None>({.method = net::Method::del,
                                       .path = "/api/v1/me/addresses/{id}",
                                       .operation_id = "removeAddress",
                                       .summary = "Forgets the address. After the default the oldest of the others is it.",
                                       .context = "identity",
                                       .roles = signed_in,
                                       .rate = RateGroup::write,
                                       .success_status = 204,
                                       .errors = {&gh::errors::not_found}},
                                      [&book](const Call& call, Input<AddressPath> in) -> Task<Result<Reply<None>>> {
                                        GH_CO_CHECK(co_await book.remove(*call.caller.user, std::move(in.path.id)));
                                        co_return Reply<None>(None{});
                                      });
}

}  // namespace gh::gateway

#include "contexts/identity/address_book.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/identity/errors.h"

namespace gh::identity {

namespace {

using Outbox = AddressBookCollection::Outbox;

SavedAddress made_of(AddressId id, const AddressEntry& input) {
  return {.id = std::move(id),
          .label = input.label ? input.label->value() : "",
          .name = input.name,
          .street = input.street,
          .city = input.city,
          .state = input.state ? input.state->value() : "",
          .zip = input.zip,
          .country = input.country,
          .phone = input.phone ? input.phone->value() : "",
          .is_default = input.is_default.value_or(false)};
}

// Whether a parcel and its driver find the same door and the same person.
bool same_place(const SavedAddress& a, const SavedAddress& b) {
  const auto place = [](const SavedAddress& x) { return std::tie(x.name, x.street, x.city, x.state, x.zip, x.country, x.phone); };
  return place(a) == place(b);
}

// Exactly one is the default where there is any: `chosen`, else who was it, else the oldest.
void keep_one_default(std::vector<SavedAddress>& addresses, const AddressId* chosen) {
  if (addresses.empty()) return;
  auto it = std::ranges::find_if(addresses, [chosen](const auto& each) { return chosen ? each.id == *chosen : each.is_default; });
  if (it == addresses.end()) it = addresses.begin();
  for (auto& each : addresses) each.is_default = &each == &*it;
}

Result<SavedAddress*> find_address(StoredAddressBook& book, const AddressId& id) {
  const auto found = std::ranges::find(book.addresses, id, &SavedAddress::id);
  if (found == book.addresses.end()) return fail(gh::errors::not_found);
  return &*found;
}

}  // namespace

Task<Result<std::vector<SavedAddress>>> AddressBook::list(UserId user) const {
  GH_CO_TRY(auto book, co_await store_.address_books.get(std::move(user)));
  if (!book) co_return std::vector<SavedAddress>{};
  auto addresses = std::move(book->value.addresses);
  const auto chosen = std::ranges::find_if(addresses, &SavedAddress::is_default);
  if (chosen != addresses.end()) std::rotate(addresses.begin(), chosen, chosen + 1);
  co_return addresses;
}

Task<Result<SavedAddress>> AddressBook::add(UserId user, AddressEntry input) const {
  GH_CO_TRY(const auto book, co_await store_.address_books.get(user));
  if (!book) {
    const auto inserted = co_await store_.address_books.insert({.id = user, .addresses = {}});
    // Somebody else's request was quicker.
    if (!inserted && !inserted.error().is(ports::errors::duplicate_key)) co_return fail(inserted.error());
  }
  auto id = AddressId::make(clock_.now(), random_);
  GH_CO_TRY(auto written, co_await store_.address_books.update(std::move(user), [&](StoredAddressBook& changed, Outbox&) -> Result<void> {
    auto wanted = made_of(id, input);
    const auto there = std::ranges::find_if(changed.addresses, [&](const auto& each) { return same_place(each, wanted); });
    const bool chosen = wanted.is_default;
    if (there != changed.addresses.end()) {
      id = there->id;
    } else if (changed.addresses.size() >= addresses_max) {
      return fail(errors::too_many_addresses, fmt::format("an account may have {}", addresses_max));
    } else {
      wanted.is_default = false;
      changed.addresses.push_back(std::move(wanted));
    }
    keep_one_default(changed.addresses, chosen ? &id : nullptr);
    return {};
  }));
  GH_CO_TRY(const auto* made, find_address(written.value, id));
  co_return *made;
}

Task<Result<SavedAddress>> AddressBook::put(UserId user, AddressId id, AddressEntry input) const {
  GH_CO_TRY(auto written, co_await store_.address_books.update(std::move(user), [&](StoredAddressBook& changed, Outbox&) -> Result<void> {
    GH_TRY(auto* address, find_address(changed, id));
    auto wanted = made_of(id, input);
    const bool chosen = wanted.is_default || address->is_default;
    *address = std::move(wanted);
    keep_one_default(changed.addresses, chosen ? &id : nullptr);
    return {};
  }));
  GH_CO_TRY(const auto* made, find_address(written.value, id));
  co_return *made;
}

Task<Result<void>> AddressBook::remove(UserId user, AddressId id) const {
  GH_CO_CHECK(co_await store_.address_books.update(std::move(user), [&](StoredAddressBook& changed, Outbox&) -> Result<void> {
    GH_TRY(const auto* address, find_address(changed, id));
    changed.addresses.erase(changed.addresses.begin() + (address - changed.addresses.data()));
    keep_one_default(changed.addresses, nullptr);
    return {};
  }));
  co_return Result<void>();
}

}  // namespace gh::identity

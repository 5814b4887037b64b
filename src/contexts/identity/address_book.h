// AddressBook: where somebody has things sent to, for the next order. One document per account, so that its one default is one by the
// write alone. Orders keep their own copy of an address: nothing here changes where something goes. One per process, any thread.
#pragma once
#include "base/random.h"
#include "contexts/identity/inputs.h"
#include "contexts/identity/store.h"

namespace gh::identity {

class AddressBook {
 public:
  static constexpr std::size_t addresses_max = 20;  // of one account

  AddressBook(const Store& store, const Clock& clock, Random& random) : store_(store), clock_(clock), random_(random) {}

  // The default first, then the oldest first.
  Task<Result<std::vector<SavedAddress>>> list(UserId user) const;
  // The first one is the default, whatever it says. What is there already, its label and place as default aside, is not added again and
  // is the answer. too_many_addresses.
  Task<Result<SavedAddress>> add(UserId user, AddressEntry input) const;
  // The address is this from now on; the default stays it until another one says that it is. not_found, also for somebody else's.
  Task<Result<SavedAddress>> put(UserId user, AddressId id, AddressEntry input) const;
  // Of the rest the oldest becomes the default where there is none. not_found, also for somebody else's.
  Task<Result<void>> remove(UserId user, AddressId id) const;

 private:
  const Store& store_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace gh::identity

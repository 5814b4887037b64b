// Library: a database's own driver, loaded when the first store of its kind is opened. A shop on another store neither needs the driver's
// package nor loads what it brings: with libmongoc and libpq that is Kerberos, LDAP, SASL and ICU, more than half of what the start of the
// program costs the processor.
//
// An adapter lists the driver's functions once, in a macro GH_<NAME>_DRIVER(X) in its driver.h, and declares, defines and finds them with
// the macros below. They are then pointers in the adapter's namespace that hide the driver's functions of the same names: calls look like
// any others, also in the driver's own macros. The driver is not linked, so one that is missing in the list does not link either.
#pragma once
#include "base/error.h"

#define GH_DRIVER_DECLARE(name) extern decltype(&::name) name;
#define GH_DRIVER_DEFINE(name) decltype(&::name) name = nullptr;
#define GH_DRIVER_FIND(name) GH_CHECK(library.find(#name, name));

namespace gh::drivers {

class Library {
 public:
  // file: a soname. package: Debian's, for people. It stays for the life of the process.
  // Fails with store_unavailable, which names both, where it cannot be loaded.
  static Result<Library> open(const char* file, const char* package);

  // Fails with store_unavailable where the library has no function of that name: it is too old.
  template <class Function>
  Result<void> find(const char* name, Function& function) const {
    GH_TRY(void* const address, address_of(name));
    function = reinterpret_cast<Function>(address);
    return {};
  }

 private:
  Library(const char* file, void* handle) : file_(file), handle_(handle) {}
  Result<void*> address_of(const char* name) const;

  const char* file_;
  void* handle_;
};

}  // namespace gh::drivers
